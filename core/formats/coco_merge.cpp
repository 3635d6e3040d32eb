#include "core/formats/coco_merge.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "core/formats/coco_json.h"
#include "core/formats/coco_stream.h"
#include "core/formats/json_fields.h"
#include "core/input_file.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t largestId = std::int64_t(1) << 53; // what JSON programs can count up to

std::int64_t idIn(const Json& entry, const char* key)
{
    return integer(member(entry, key), key, 0, largestId);
}

/// A range of lines in the spool.
struct Range {
    std::int64_t begin, end; ///< bytes
};

/// Holds the annotations' lines between reading and writing. The file has no name, so nothing of it
/// can be left behind.
class Spool {
public:
    explicit Spool(const fs::path& output) : output_(output)
    {
        std::string name = (output.has_parent_path() ? output.parent_path() : fs::path(".")) /
                           ".maskwright-XXXXXX";
        const int fd = ::mkostemp(name.data(), O_CLOEXEC);
        if (fd < 0)
            throwSystemError(output_, errno);
        ::unlink(name.c_str());
        file_.reset(::fdopen(fd, "w+b"));
        if (!file_)
            throwSystemError(output_, errno);
    }

    Range append(const std::string& line)
    {
        const std::int64_t begin = size_;
        if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size())
            throwSystemError(output_, errno);
        size_ += std::int64_t(line.size());
        return {begin, size_};
    }

    std::string read(const Range& range)
    {
        std::string lines(std::size_t(range.end - range.begin), '\0');
        if (std::fseek(file_.get(), range.begin, SEEK_SET) != 0 ||
            std::fread(lines.data(), 1, lines.size(), file_.get()) != lines.size())
            throwSystemError(output_, errno);
        return lines;
    }

private:
    fs::path output_;
    InputFile file_;
    std::int64_t size_ = 0;
};

/// Categories or licences of all parts. Those with the same key are one.
class SharedEntries {
public:
    void add(std::size_t part, Json entry, const std::string& key)
    {
        const std::int64_t oldId = idIn(entry, "id");
        const auto [known, isNew] = byKey_.try_emplace(key, list_.size() + 1);
        if (isNew) {
            entry["id"] = known->second;
            list_.push_back(std::move(entry));
        }
        newIds_[{part, oldId}] = known->second;
    }
    /// 0 when there is none.
    std::int64_t newId(std::size_t part, std::int64_t oldId) const
    {
        const auto found = newIds_.find({part, oldId});
        return found == newIds_.end() ? 0 : found->second;
    }
    const Json& list() const { return list_; }

private:
    std::map<std::string, std::int64_t> byKey_;
    std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> newIds_;
    Json list_ = Json::array();
};

struct Picture {
    std::string name; ///< its file_name
    std::string json;
    std::size_t part;
    std::vector<Range> annotations;
};

class Merger {
public:
    Merger(const std::vector<fs::path>& parts, const fs::path& output)
        : parts_(parts), output_(output), spool_(output)
    {
    }
    CocoCounts run();

private:
    void readPart(std::size_t part);
    void takeEntry(const std::string& list, std::size_t part, const Json& entry);
    void takeAnnotation(const Json& entry);
    void assignAnnotations(std::size_t firstPicture, std::size_t part);
    void sortPictures();
    Json imageOf(const Picture& picture) const;
    void writeAnnotations(CocoStream& stream, const Picture& picture, std::int64_t imageId);

    const std::vector<fs::path>& parts_;
    const fs::path& output_;
    Spool spool_;
    std::vector<Picture> pictures_;
    std::unordered_map<std::int64_t, std::size_t> pictureOfId_; ///< of the part that is being read
    std::unordered_map<std::int64_t, std::vector<Range>> annotationsOfId_; ///< likewise
    SharedEntries categories_, licences_;
};

CocoCounts Merger::run()
{
    for (std::size_t part = 0; part < parts_.size(); ++part)
        readPart(part);
    sortPictures();
    CocoStream stream(output_, licences_.list());
    for (const Picture& picture : pictures_)
        stream.addImage(imageOf(picture));
    std::int64_t imageId = 0;
    for (const Picture& picture : pictures_)
        writeAnnotations(stream, picture, ++imageId);
    stream.commit(categories_.list());
    return stream.counts();
}

/// Each entry of the four lists is taken as soon as it is read and kept nowhere else.
void Merger::readPart(std::size_t part)
{
    const std::size_t firstPicture = pictures_.size();
    pictureOfId_.clear();
    annotationsOfId_.clear();
    std::string list;
    std::map<std::string, int> counts;
    const auto taken = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth == 1 && event == Json::parse_event_t::key)
            list = value.get<std::string>();
        if (depth != 2 || event != Json::parse_event_t::object_end)
            return true;
        try {
            ++counts[list];
            takeEntry(list, part, value);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::FileDamaged)
                throw;
            refuse("entry " + std::to_string(counts[list]) + " of \"" + list +
                   "\": " + error.reason());
        }
        return false;
    };
    try {
        const InputFile file = openInputFile(parts_[part]);
        const Json rest = Json::parse(file.get(), taken, false);
        if (rest.is_discarded())
            refuse("it is not JSON");
        for (const char* key : {"images", "annotations", "categories"})
            if (!arrayMember(rest, key).empty())
                refuse(std::string("\"") + key + "\" holds something else than entries");
        assignAnnotations(firstPicture, part);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::FileDamaged)
            throw;
        throw Error(ErrorCode::FileDamaged, parts_[part].string(), error.reason());
    }
}

void Merger::takeEntry(const std::string& list, std::size_t part, const Json& entry)
{
    if (list == "images") {
        if (!pictureOfId_.try_emplace(idIn(entry, "id"), pictures_.size()).second)
            refuse("its id stands twice");
        pictures_.push_back(
            {text(member(entry, "file_name"), "file_name"), cocoText(entry), part, {}});
    } else if (list == "annotations") {
        takeAnnotation(entry);
    } else if (list == "categories") {
        categories_.add(part, entry, text(member(entry, "name"), "name"));
    } else if (list == "licenses") {
        Json key = entry;
        key.erase("id");
        licences_.add(part, entry, key.dump());
    }
}

void Merger::takeAnnotation(const Json& entry)
{
    idIn(entry, "category_id");
    std::vector<Range>& ranges = annotationsOfId_[idIn(entry, "image_id")];
    const Range range = spool_.append(cocoText(entry) + "\n");
    if (!ranges.empty() && ranges.back().end == range.begin)
        ranges.back().end = range.end;
    else
        ranges.push_back(range);
}

void Merger::assignAnnotations(std::size_t firstPicture, std::size_t part)
{
    for (auto& [id, ranges] : annotationsOfId_) {
        const auto picture = pictureOfId_.find(id);
        if (picture == pictureOfId_.end())
            refuse("an annotation's picture " + std::to_string(id) + " is not in the list");
        pictures_[picture->second].annotations = std::move(ranges);
    }
    for (std::size_t i = firstPicture; i < pictures_.size(); ++i) {
        const Json image = Json::parse(pictures_[i].json);
        const Json* const licence = optionalMember(image, "license");
        if (licence && !licences_.newId(part, integer(*licence, "license", 0, largestId)))
            refuse("the licence of " + pictures_[i].name + " is not in the list");
    }
}

void Merger::sortPictures()
{
    std::stable_sort(pictures_.begin(), pictures_.end(),
                     [](const Picture& a, const Picture& b) { return a.name < b.name; });
    const auto twice =
        std::adjacent_find(pictures_.begin(), pictures_.end(),
                           [](const Picture& a, const Picture& b) { return a.name == b.name; });
    if (twice != pictures_.end())
        throw Error(ErrorCode::FileDamaged, parts_[(twice + 1)->part].string(),
                    "its picture " + twice->name + " stands in " + parts_[twice->part].string() +
                        " too");
}

Json Merger::imageOf(const Picture& picture) const
{
    Json image = Json::parse(picture.json);
    if (const Json* licence = optionalMember(image, "license"))
        image["license"] = licences_.newId(picture.part, licence->get<std::int64_t>());
    return image;
}

void Merger::writeAnnotations(CocoStream& stream, const Picture& picture, std::int64_t imageId)
{
    for (const Range& range : picture.annotations) {
        const std::string lines = spool_.read(range);
        for (std::size_t begin = 0; begin < lines.size();) {
            const std::size_t end = lines.find('\n', begin);
            Json annotation = Json::parse(lines.begin() + std::ptrdiff_t(begin),
                                          lines.begin() + std::ptrdiff_t(end));
            const std::int64_t category =
                categories_.newId(picture.part, idIn(annotation, "category_id"));
            if (category == 0)
                throw Error(ErrorCode::FileDamaged, parts_[picture.part].string(),
                            "an annotation's category is not in the list");
            stream.addAnnotation(imageId, category, std::move(annotation));
            begin = end + 1;
        }
    }
}

} // namespace

CocoCounts mergeCoco(const std::vector<fs::path>& parts, const fs::path& output)
{
    return Merger(parts, output).run();
}

} // namespace core
