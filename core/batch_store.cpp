#include "core/batch_store.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/atomic_file.h"
#include "core/atomic_folder.h"
#include "core/error.h"
#include "core/formats/amg.h"
#include "core/formats/coco_json.h"
#include "core/formats/coco_stream.h"
#include "core/sha256.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

constexpr const char* bookName = ".maskwright";

const char* nameOf(BatchFormat format)
{
    switch (format) {
    case BatchFormat::AmgFolder:
        return "amg";
    case BatchFormat::AmgJson:
        return "amg-json";
    case BatchFormat::Coco:
        return "coco";
    }
    return "";
}

bool isTaken(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

[[noreturn]] void refuseForeign(const fs::path& path)
{
    throw Error(ErrorCode::WriteFailed, path.string(),
                "something of that name is there that no batch has made; move it away, or choose "
                "another output folder");
}

/// "0.png", "17.png": the number, or nothing for another name.
std::optional<int> maskNumber(const fs::path& file)
{
    const std::string stem = file.stem().string();
    constexpr std::size_t mostDigits = 8;
    if (file.extension() != ".png" || stem.empty() || stem.size() > mostDigits ||
        stem.find_first_not_of("0123456789") != std::string::npos)
        return {};
    return std::stoi(stem);
}

/// Whether the folder holds exactly these masks and their table, and perhaps what others put there.
bool holdsMasks(const fs::path& folder, int masks)
{
    std::error_code error;
    int found = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (const auto number = maskNumber(entry->path()); number && *number < masks)
            ++found;
    return !error && found == masks && isAmgFolder(folder);
}

/// Only what everything mode itself puts into a folder may be removed with it.
void checkOnlyOurs(const fs::path& folder)
{
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (!maskNumber(entry->path()) && entry->path().filename() != "metadata.csv")
            refuseForeign(entry->path());
}

/// The first line of a record, if there is one that can be read.
Json readRecord(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string line;
    std::getline(file, line);
    Json record = Json::parse(line, nullptr, false);
    return record.is_object() ? record : Json::object();
}

Json recordHead(const ListedPicture& picture, const Origin& origin, std::size_t masks)
{
    return {{"picture", listedName(picture)}, {"origin", origin}, {"masks", masks}};
}

Object objectOf(const GeneratedMask& mask, int id, const std::string& model)
{
    Object object;
    object.id = id;
    object.name = std::string(defaultCocoCategory) + " " + std::to_string(id);
    object.color = paletteColor(id - 1);
    object.mask = mask.mask;
    object.area = mask.area;
    object.box = mask.box;
    object.prompt.points = {{float(mask.x), float(mask.y), true}};
    object.candidate = mask.candidate;
    object.iou = mask.iou;
    object.stability = mask.stability;
    object.model = model;
    return object;
}

/// A picture's part of a dataset: a line about it, then a line per mask.
std::string cocoPart(const ListedPicture& picture, const Origin& origin,
                     const PictureResult& result)
{
    Json head = recordHead(picture, origin, result.masks.size());
    head["image"] = {{"id", 1},
                     {"file_name", listedName(picture)},
                     {"width", result.width},
                     {"height", result.height}};
    std::string text = cocoText(head) + "\n";
    int id = 0;
    for (const GeneratedMask& mask : result.masks) {
        Json annotation = cocoAnnotation(objectOf(mask, ++id, result.model), CocoSegmentation::Rle);
        const PixelRect& crop = mask.cropBox;
        annotation[ownCocoKey]["crop_box"] = {crop.x, crop.y, crop.width, crop.height};
        text += cocoText(annotation) + "\n";
    }
    return text;
}

std::string hostName()
{
    char name[256] = "";
    ::gethostname(name, sizeof name - 1);
    return name;
}

/// Opens the lock in a run's folder; −1 when it is held by somebody, or the folder is gone.
int tryLock(const fs::path& run)
{
    const fs::path path = run / "lock";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    struct stat here, there;
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &here) == 0 &&
        ::stat(path.c_str(), &there) == 0 && here.st_ino == there.st_ino)
        return fd;
    ::close(fd);
    return -1;
}

} // namespace

// --- A run's own folder -----------------------------------------------------------------------

BatchStore::BatchStore(const fs::path& output, const std::set<BatchFormat>& formats,
                       const fs::path& cocoFile)
    : output_(output), formats_(formats), cocoFile_(cocoFile), book_(output / bookName)
{
    makeFolders(book_);
    removeLeftovers();
    beginRun();
}

BatchStore::~BatchStore()
{
    std::error_code ignored;
    fs::remove_all(run_, ignored);
    ::close(lock_);
}

/// Only this machine's: elsewhere a lock may not be seen.
void BatchStore::removeLeftovers() const
{
    const std::string prefix = "run-" + hostName() + "-";
    std::error_code error;
    for (fs::directory_iterator entry(book_, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!entry->path().filename().string().starts_with(prefix))
            continue;
        if (const int lock = tryLock(entry->path()); lock >= 0) {
            std::error_code ignored;
            fs::remove_all(entry->path(), ignored);
            ::close(lock);
        }
    }
}

void BatchStore::beginRun()
{
    constexpr int tries = 1000;
    const std::string prefix = "run-" + hostName() + "-" + std::to_string(::getpid()) + "-";
    for (int i = 0; i < tries && lock_ < 0; ++i) {
        run_ = book_ / (prefix + std::to_string(i));
        if (::mkdir(run_.c_str(), 0777) == 0)
            lock_ = tryLock(run_);
        else if (errno != EEXIST)
            throwSystemError(run_, errno);
    }
    if (lock_ < 0)
        throwSystemError(run_, errno);
}

// --- Finding ----------------------------------------------------------------------------------

fs::path BatchStore::resultOf(BatchFormat format, const ListedPicture& picture) const
{
    fs::path path = output_ / picture.name;
    if (format == BatchFormat::AmgJson)
        path += ".json";
    return path;
}

/// Named by a hash: a picture may be called like another one's folder, and names can be long.
fs::path BatchStore::recordOf(BatchFormat format, const ListedPicture& picture) const
{
    const std::string hash = sha256(picture.name.generic_string());
    return book_ / nameOf(format) / hash.substr(0, 2) / hash.substr(2);
}

bool BatchStore::isThere(BatchFormat format, const ListedPicture& picture, int masks) const
{
    const fs::path result = resultOf(format, picture);
    std::error_code ignored;
    switch (format) {
    case BatchFormat::AmgFolder:
        return holdsMasks(result, masks);
    case BatchFormat::AmgJson:
        return fs::is_regular_file(result, ignored);
    case BatchFormat::Coco:
        return true; // stands in the record itself
    }
    return false;
}

std::optional<int> BatchStore::find(const ListedPicture& picture, const Origin& origin) const
{
    std::optional<int> masks;
    for (const BatchFormat format : formats_) {
        Json record = readRecord(recordOf(format, picture));
        record.erase("image");
        const Json& count = record["masks"];
        masks = count.is_number_integer() ? count.get<int>() : -1;
        // Through text and back: names need not be UTF-8.
        if (*masks < 0 ||
            record != Json::parse(cocoText(recordHead(picture, origin, std::size_t(*masks)))) ||
            !isThere(format, picture, *masks))
            return {};
    }
    return masks;
}

void BatchStore::checkPlace(const ListedPicture& picture) const
{
    for (const BatchFormat format : {BatchFormat::AmgFolder, BatchFormat::AmgJson}) {
        const fs::path result = resultOf(format, picture);
        if (!wants(format) || !isTaken(result))
            continue;
        if (!isTaken(recordOf(format, picture)))
            refuseForeign(result);
        if (format == BatchFormat::AmgFolder)
            checkOnlyOurs(result);
    }
}

// --- Saving -----------------------------------------------------------------------------------

fs::path BatchStore::moveAside(const fs::path& old)
{
    const fs::path aside = run_ / ("old-" + std::to_string(movedAside_++));
    if (::rename(old.c_str(), aside.c_str()) != 0 && errno != ENOENT)
        throwSystemError(old, errno);
    return aside;
}

void BatchStore::writeRecord(BatchFormat format, const ListedPicture& picture,
                             const std::string& text)
{
    const fs::path path = recordOf(format, picture);
    makeFolders(path.parent_path());
    AtomicFile file(path, run_);
    file.write(text);
    file.commit();
}

// All is made ready aside first, so that a full disk changes nothing. Then the older results go,
// the records say what is to come, and at last it comes: a record never stands beside results of
// another origin, and results never without a record.
void BatchStore::save(const ListedPicture& picture, const Origin& origin,
                      const PictureResult& result)
{
    const fs::path folderPath = resultOf(BatchFormat::AmgFolder, picture);
    const fs::path jsonPath = resultOf(BatchFormat::AmgJson, picture);
    std::optional<AtomicFolder> folder;
    std::optional<AtomicFile> json;
    if (wants(BatchFormat::AmgFolder) || wants(BatchFormat::AmgJson))
        makeFolders(folderPath.parent_path());
    if (wants(BatchFormat::AmgFolder))
        fillAmgFolder(folder.emplace(folderPath, run_), result.masks);
    if (wants(BatchFormat::AmgJson))
        json.emplace(jsonPath, run_).write(toAmgJson(result.masks));

    checkPlace(picture);
    const std::string record = cocoText(recordHead(picture, origin, result.masks.size())) + "\n";
    std::vector<fs::path> aside;
    if (folder) {
        aside.push_back(moveAside(folderPath));
        writeRecord(BatchFormat::AmgFolder, picture, record);
        folder->commit();
    }
    if (json) {
        aside.push_back(moveAside(jsonPath));
        writeRecord(BatchFormat::AmgJson, picture, record);
        json->commit();
    }
    if (wants(BatchFormat::Coco))
        writeRecord(BatchFormat::Coco, picture, cocoPart(picture, origin, result));
    std::error_code ignored;
    for (const fs::path& old : aside)
        fs::remove_all(old, ignored);
}

// --- The dataset ------------------------------------------------------------------------------

fs::path BatchStore::datasetRecord() const
{
    return book_ / "datasets" / sha256(cocoFile_.generic_string());
}

void BatchStore::checkDataset() const
{
    if (wants(BatchFormat::Coco) && isTaken(output_ / cocoFile_) && !isTaken(datasetRecord()))
        refuseForeign(output_ / cocoFile_);
}

void BatchStore::writeDataset(const std::vector<ListedPicture>& pictures)
{
    CocoStream stream(output_ / cocoFile_, Json::array(), run_);
    for (const ListedPicture& picture : pictures)
        stream.addImage(member(readRecord(recordOf(BatchFormat::Coco, picture)), "image"));
    std::int64_t imageId = 0;
    for (const ListedPicture& picture : pictures) {
        ++imageId;
        std::ifstream part(recordOf(BatchFormat::Coco, picture), std::ios::binary);
        std::string line;
        std::getline(part, line);
        while (std::getline(part, line))
            stream.addAnnotation(imageId, 1, Json::parse(line));
    }
    checkDataset();
    makeFolders(datasetRecord().parent_path());
    AtomicFile record(datasetRecord(), run_);
    record.write(cocoFile_.generic_string() + "\n");
    record.commit();
    stream.commit(Json::array({cocoCategory(1, defaultCocoCategory)}));
}

} // namespace core
