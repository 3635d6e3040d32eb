#include "core/picture_list.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "core/formats/amg.h"
#include "core/progress.h"

namespace core {

namespace fs = std::filesystem;

namespace {

bool hasPictureEnding(const fs::path& file)
{
    std::string ending = file.extension().string();
    for (char& letter : ending)
        if (letter >= 'A' && letter <= 'Z')
            letter += 'a' - 'A';
    const auto& endings = pictureEndings();
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool isHidden(const fs::path& path)
{
    return path.filename().native().starts_with('.');
}

/// Collects each picture once, by where it lies.
class Collector {
public:
    explicit Collector(std::stop_token stop) : stop_(std::move(stop)) {}
    void addFile(const fs::path& file, const fs::path& below);
    void addFolder(const fs::path& folder, const fs::path& below, bool recursive);
    std::vector<ListedPicture> take() { return std::move(pictures_); }

private:
    std::stop_token stop_;
    std::unordered_set<std::string> seen_;
    std::vector<ListedPicture> pictures_;
};

void Collector::addFile(const fs::path& file, const fs::path& below)
{
    const fs::path last = file.filename();
    if (last.empty() || last == "." || last == "..")
        throw Error(ErrorCode::FileUnreadable, file.string(), "it is not a file");
    if (seen_.insert(fs::absolute(file).lexically_normal().native()).second)
        pictures_.push_back({file, below / file.stem()});
}

void Collector::addFolder(const fs::path& folder, const fs::path& below, bool recursive)
{
    std::error_code error;
    std::vector<fs::path> folders;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        checkCancelled(stop_);
        const fs::path& path = entry->path();
        std::error_code unknown; // a broken link is neither
        if (isHidden(path))
            continue;
        if (hasPictureEnding(path) && entry->is_regular_file(unknown))
            addFile(path, below);
        else if (recursive && entry->is_directory(unknown) && !entry->is_symlink(unknown))
            folders.push_back(path);
    }
    if (error == std::errc::no_such_file_or_directory)
        throw Error(ErrorCode::FileMissing, folder.string());
    if (error == std::errc::not_a_directory)
        throw Error(ErrorCode::FileUnreadable, folder.string(), "it is not a folder");
    if (error)
        throw Error(ErrorCode::FileUnreadable, folder.string(), error.message());
    for (const fs::path& inner : folders)
        if (!isAmgFolder(inner))
            addFolder(inner, below / inner.filename(), true);
}

/// What stands in the way of some names: how many pictures have them, and the folders of others.
class Names {
public:
    void add(const fs::path& name)
    {
        ++uses_[name.native()];
        for (fs::path folder = name.parent_path(); !folder.empty(); folder = folder.parent_path())
            if (!folders_.insert(folder.native()).second)
                break;
    }
    void rename(const fs::path& from, const fs::path& to)
    {
        --uses_[from.native()];
        ++uses_[to.native()];
    }
    bool isFolder(const fs::path& name) const { return folders_.contains(name.native()); }
    bool isTaken(const fs::path& name) const
    {
        return uses_.at(name.native()) > 1 || isFolder(name);
    }

private:
    std::map<std::string, int> uses_;
    std::set<std::string> folders_;
};

/// Gives the pictures whose names are taken their endings back. An ending can make a name that is
/// taken in its turn ("cat.jpg" beside "cat.jpg.png"), so it goes on until nothing changes.
void keepEndingsWhereNeeded(std::vector<ListedPicture>& pictures)
{
    Names names;
    for (const ListedPicture& picture : pictures)
        names.add(picture.name);
    for (bool changed = true; changed;) {
        std::vector<ListedPicture*> taken;
        for (ListedPicture& picture : pictures)
            if (picture.name.filename() != picture.file.filename() && names.isTaken(picture.name))
                taken.push_back(&picture);
        for (ListedPicture* picture : taken) {
            const fs::path whole = picture->name.parent_path() / picture->file.filename();
            names.rename(picture->name, whole);
            picture->name = whole;
        }
        changed = !taken.empty();
    }
    std::map<std::string, const ListedPicture*> owners;
    for (const ListedPicture& picture : pictures) {
        const auto [owner, isNew] = owners.try_emplace(picture.name.native(), &picture);
        if (!isNew)
            throw Error(ErrorCode::NameTaken, picture.file.string(), owner->second->file.string());
        if (names.isFolder(picture.name))
            throw Error(ErrorCode::NameTaken, picture.file.string(), picture.name.string() + "/");
    }
}

} // namespace

const std::vector<std::string_view>& pictureEndings()
{
    static const std::vector<std::string_view> endings{".jpg", ".jpeg", ".jpe",  ".png",
                                                       ".tif", ".tiff", ".webp", ".bmp"};
    return endings;
}

std::vector<ListedPicture> listPictures(const std::vector<fs::path>& folders, bool recursive,
                                        const std::vector<fs::path>& files, std::stop_token stop)
{
    Collector collector(std::move(stop));
    for (const fs::path& folder : folders)
        collector.addFolder(folder, {}, recursive);
    for (const fs::path& file : files)
        collector.addFile(file, {});
    std::vector<ListedPicture> pictures = collector.take();
    keepEndingsWhereNeeded(pictures);
    std::map<std::string, ListedPicture> sorted;
    for (ListedPicture& picture : pictures) {
        std::string name = listedName(picture);
        sorted.emplace(std::move(name), std::move(picture));
    }
    pictures.clear();
    for (auto& [name, picture] : sorted)
        pictures.push_back(std::move(picture));
    return pictures;
}

std::string listedName(const ListedPicture& picture)
{
    return (picture.name.parent_path() / picture.file.filename()).generic_string();
}

std::vector<ListedPicture> shardOf(const std::vector<ListedPicture>& pictures, int index, int count)
{
    if (count < 1 || index < 1 || index > count)
        throw Error(ErrorCode::OptionInvalid, "shard",
                    "it must be K/N with K from 1 to N, not " + std::to_string(index) + "/" +
                        std::to_string(count));
    std::vector<ListedPicture> part;
    for (std::size_t i = std::size_t(index - 1); i < pictures.size(); i += std::size_t(count))
        part.push_back(pictures[i]);
    return part;
}

} // namespace core
