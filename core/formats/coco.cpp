#include "core/formats/coco.h"

#include <charconv>
#include <cstdio>
#include <map>
#include <set>
#include <utility>

#include "core/atomic_file.h"
#include "core/contours.h"
#include "core/error.h"
#include "core/formats/coco_json.h"
#include "core/formats/json_fields.h"
#include "core/image.h"
#include "core/input_file.h"

namespace core {

namespace {

namespace fs = std::filesystem;

// --- Writing ----------------------------------------------------------------------------------

/// The double with the fewest digits that is this float, so that 0.9 is written as 0.9.
double shortest(float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    double result = 0;
    std::from_chars(text, end, result);
    return float(result) == value ? result : double(value);
}

std::string hex(const Color& color)
{
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", color.r, color.g, color.b);
    return text;
}

Json segmentationJson(const Rle& rle, CocoSegmentation segmentation)
{
    if (segmentation == CocoSegmentation::Rle)
        return {{"size", {rle.height, rle.width}}, {"counts", compressCounts(rle)}};
    Json result = Json::array();
    for (const Polygon& polygon : polygons(decodeRle(rle))) {
        Json corners = Json::array();
        for (const double coordinate : polygon)
            corners.push_back(std::int64_t(coordinate));
        result.push_back(std::move(corners));
    }
    return result;
}

Json promptJson(const Prompt& prompt)
{
    Json points = Json::array();
    for (const Point& point : prompt.points)
        points.push_back({shortest(point.x), shortest(point.y), point.foreground ? 1 : 0});
    Json result{{"points", std::move(points)}};
    if (const auto& box = prompt.box)
        result["box"] = {shortest(box->x0), shortest(box->y0), shortest(box->x1),
                         shortest(box->y1)};
    return result;
}

Json ownJson(const Object& object)
{
    Json own{{"object", object.id},
             {"name", object.name},
             {"color", hex(object.color)},
             {"visible", object.visible},
             {"prompt", promptJson(object.prompt)},
             {"candidate", object.candidate},
             {"predicted_iou", shortest(object.iou)},
             {"stability_score", shortest(object.stability)},
             {"model", object.model}};
    if (object.label.empty())
        own["labelled"] = false;
    return own;
}

Json imageJson(const Annotation& annotation, int id, const fs::path& folder)
{
    Json image{{"id", id},
               {"file_name", annotation.imagePath.filename().string()},
               {"width", annotation.imageWidth},
               {"height", annotation.imageHeight}};
    const fs::path elsewhere = annotation.imagePath.parent_path().lexically_proximate(folder);
    if (!elsewhere.empty() && elsewhere != ".")
        image[ownCocoKey] = {{"folder", elsewhere.string()}};
    return image;
}

/// Gives each category a number from 1, in the order of their first use.
class Categories {
public:
    int idOf(const Object& object)
    {
        const std::string name = object.label.empty() ? defaultCocoCategory : object.label;
        const auto [entry, isNew] = ids_.try_emplace(name, int(ids_.size()) + 1);
        if (isNew)
            list_.push_back(cocoCategory(entry->second, name));
        return entry->second;
    }
    const Json& list() const { return list_; }

private:
    std::map<std::string, int> ids_;
    Json list_ = Json::array();
};

} // namespace

Json cocoInfo()
{
    return {{"description", "Made with Maskwright"}, {"version", "1.0"}};
}

Json cocoCategory(int id, const std::string& name)
{
    return {{"id", id}, {"name", name}, {"supercategory", ""}};
}

Json cocoAnnotation(const Object& object, CocoSegmentation segmentation)
{
    const PixelRect box = boundingBox(object.mask);
    return {{"id", 1},
            {"image_id", 1},
            {"category_id", 1},
            {"segmentation", segmentationJson(object.mask, segmentation)},
            {"area", area(object.mask)},
            {"bbox", {box.x, box.y, box.width, box.height}},
            {"iscrowd", 0},
            {ownCocoKey, ownJson(object)}};
}

std::string cocoText(const Json& json)
{
    // File names need not be UTF-8; JSON must be.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string toCocoJson(const std::vector<Annotation>& annotations, CocoSegmentation segmentation,
                       const fs::path& folder)
{
    Json images = Json::array(), masks = Json::array();
    Categories categories;
    for (const Annotation& annotation : annotations) {
        const int imageId = int(images.size()) + 1;
        images.push_back(imageJson(annotation, imageId, folder));
        for (const Object& object : annotation.objects) {
            masks.push_back(cocoAnnotation(object, segmentation));
            masks.back()["id"] = masks.size();
            masks.back()["image_id"] = imageId;
            masks.back()["category_id"] = categories.idOf(object);
        }
    }
    const Json file{{"info", cocoInfo()},
                    {"licenses", Json::array()},
                    {"images", std::move(images)},
                    {"annotations", std::move(masks)},
                    {"categories", categories.list()}};
    return cocoText(file) + "\n";
}

void writeCoco(const fs::path& path, const std::vector<Annotation>& annotations,
               CocoSegmentation segmentation)
{
    writeFileAtomically(path, toCocoJson(annotations, segmentation, path.parent_path()));
}

// --- Reading ----------------------------------------------------------------------------------

namespace {

constexpr std::int64_t largestId = std::int64_t(1) << 53; // what JSON programs can count up to

std::int64_t id(const Json& object, const char* key)
{
    return integer(member(object, key), key, 0, largestId);
}

Rle readPolygons(const Json& segmentation, int width, int height)
{
    std::vector<Polygon> outlines;
    for (const Json& list : segmentation) {
        if (!list.is_array() || list.size() % 2 != 0 || list.size() < 6)
            refuse("a polygon is not a list of at least three points");
        Polygon& outline = outlines.emplace_back();
        outline.reserve(list.size());
        for (const Json& coordinate : list)
            outline.push_back(number(coordinate, "segmentation"));
    }
    if (outlines.empty())
        refuse("there is no mask");
    return encodeRle(fillPolygons(outlines, width, height));
}

Rle readSegmentation(const Json& segmentation, int width, int height)
{
    if (segmentation.is_object()) {
        Rle rle = readRuns(segmentation);
        if (rle.width != width || rle.height != height)
            refuse("the mask does not have the picture's size");
        return rle;
    }
    if (segmentation.is_array())
        return readPolygons(segmentation, width, height);
    refuse("\"segmentation\" is neither polygons nor a run-length code");
}

Color readColor(const Json& value)
{
    const std::string hexText = text(value, "color");
    std::uint32_t rgb = 0;
    const char* const begin = hexText.data() + 1;
    const char* const end = hexText.data() + hexText.size();
    if (hexText.size() != 7 || hexText[0] != '#' || std::from_chars(begin, end, rgb, 16).ptr != end)
        refuse("\"color\" is not of the form #rrggbb");
    return {std::uint8_t(rgb >> 16), std::uint8_t(rgb >> 8), std::uint8_t(rgb)};
}

Prompt readPrompt(const Json& value)
{
    Prompt prompt;
    for (const Json& point : arrayMember(value, "points")) {
        if (!point.is_array() || point.size() != 3)
            refuse("a point is not of the form [x, y, 0 or 1]");
        prompt.points.push_back({real(point[0], "points"), real(point[1], "points"),
                                 integer(point[2], "points", 0, 1) == 1});
    }
    if (const Json* box = optionalMember(value, "box")) {
        if (!box->is_array() || box->size() != 4)
            refuse("\"box\" is not of the form [x0, y0, x1, y1]");
        const auto at = [&](std::size_t i) { return real((*box)[i], "box"); };
        prompt.box = Box{at(0), at(1), at(2), at(3)};
    }
    return prompt;
}

void readOwn(const Json& own, Object& object)
{
    constexpr std::int64_t most = 1'000'000'000; // leaves room to count on
    object.id = int(integer(member(own, "object"), "object", 1, most));
    object.name = text(member(own, "name"), "name");
    object.color = readColor(member(own, "color"));
    const Json& visible = member(own, "visible");
    if (!visible.is_boolean())
        refuse("\"visible\" is neither true nor false");
    object.visible = visible.get<bool>();
    object.prompt = readPrompt(member(own, "prompt"));
    object.candidate = int(integer(member(own, "candidate"), "candidate", 0, 3));
    object.iou = real(member(own, "predicted_iou"), "predicted_iou");
    object.stability = real(member(own, "stability_score"), "stability_score");
    object.model = text(member(own, "model"), "model");
    const Json* const labelled = optionalMember(own, "labelled");
    if (labelled && *labelled == false && object.label == defaultCocoCategory)
        object.label.clear();
}

class CocoReader {
public:
    CocoReader(const Json& file, const fs::path& folder) : folder_(folder)
    {
        readEach(arrayMember(file, "images"), "picture",
                 [&](const Json& image) { readImageEntry(image); });
        readEach(arrayMember(file, "categories"), "category", [&](const Json& category) {
            categories_[id(category, "id")] = text(member(category, "name"), "name");
        });
        readEach(arrayMember(file, "annotations"), "annotation",
                 [&](const Json& mask) { readObject(mask); });
        for (Annotation& annotation : annotations_)
            makeIdsUnique(annotation);
    }
    std::vector<Annotation> take() { return std::move(annotations_); }

private:
    /// Entries of other programs are numbered as they come, which can be an id of one of ours.
    static void makeIdsUnique(Annotation& annotation);
    void readImageEntry(const Json& image);
    void readObject(const Json& mask);

    fs::path folder_;
    std::vector<Annotation> annotations_;
    std::map<std::int64_t, std::size_t> images_; ///< id to index in `annotations_`
    std::map<std::int64_t, std::string> categories_;
};

void CocoReader::makeIdsUnique(Annotation& annotation)
{
    int largest = 0;
    for (const Object& object : annotation.objects)
        largest = std::max(largest, object.id);
    std::set<int> taken;
    for (Object& object : annotation.objects)
        if (!taken.insert(object.id).second)
            taken.insert(object.id = ++largest);
}

void CocoReader::readImageEntry(const Json& image)
{
    fs::path folder = folder_;
    Annotation annotation;
    annotation.imageWidth = int(integer(member(image, "width"), "width", 1, maxImagePixels));
    annotation.imageHeight = int(integer(member(image, "height"), "height", 1, maxImagePixels));
    if (std::int64_t(annotation.imageWidth) * annotation.imageHeight > maxImagePixels)
        refuse("it is too large");
    if (const Json* own = optionalMember(image, ownCocoKey))
        folder /= text(member(*own, "folder"), "folder");
    annotation.imagePath =
        (folder / text(member(image, "file_name"), "file_name")).lexically_normal();
    if (!images_.try_emplace(id(image, "id"), annotations_.size()).second)
        refuse("its id stands twice");
    annotations_.push_back(std::move(annotation));
}

void CocoReader::readObject(const Json& mask)
{
    const auto image = images_.find(id(mask, "image_id"));
    if (image == images_.end())
        refuse("its picture is not in the list");
    const auto category = categories_.find(id(mask, "category_id"));
    if (category == categories_.end())
        refuse("its category is not in the list");
    Annotation& annotation = annotations_[image->second];
    Object object;
    object.id = int(annotation.objects.size()) + 1;
    object.label = category->second;
    object.name = object.label + " " + std::to_string(object.id);
    object.color = paletteColor(object.id - 1);
    object.mask = readSegmentation(member(mask, "segmentation"), annotation.imageWidth,
                                   annotation.imageHeight);
    object.area = area(object.mask);
    object.box = boundingBox(object.mask);
    if (const Json* own = optionalMember(mask, ownCocoKey))
        readOwn(*own, object);
    annotation.objects.push_back(std::move(object));
}

} // namespace

std::vector<Annotation> readCoco(const fs::path& path)
{
    const std::string bytes = readWholeFile(path);
    try {
        const Json file = Json::parse(bytes, nullptr, false);
        if (file.is_discarded())
            refuse("it is not JSON");
        return CocoReader(file, path.parent_path()).take();
    } catch (const Error& error) {
        throw Error(error.code(), path.string(), error.reason());
    }
}

} // namespace core
