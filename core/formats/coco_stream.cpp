#include "core/formats/coco_stream.h"

#include <cassert>
#include <utility>

#include "core/formats/coco_json.h"

namespace core {

CocoStream::CocoStream(const std::filesystem::path& path, const Json& licences,
                       const std::filesystem::path& temporaryFolder)
    : file_(path, temporaryFolder)
{
    write("{\"info\":" + cocoText(cocoInfo()) + ",\"licenses\":" + cocoText(licences) +
          ",\"images\":[");
}

std::int64_t CocoStream::addImage(Json image)
{
    assert(inImages_);
    image["id"] = ++counts_.pictures;
    write((counts_.pictures > 1 ? "," : "") + cocoText(image));
    return counts_.pictures;
}

void CocoStream::addAnnotation(std::int64_t imageId, std::int64_t categoryId, Json annotation)
{
    beginAnnotations();
    annotation["id"] = ++counts_.annotations;
    annotation["image_id"] = imageId;
    annotation["category_id"] = categoryId;
    write((counts_.annotations > 1 ? "," : "") + cocoText(annotation));
}

void CocoStream::commit(const Json& categories)
{
    beginAnnotations();
    write("],\"categories\":" + cocoText(categories) + "}\n");
    file_.write(std::exchange(buffer_, {}));
    file_.commit();
}

void CocoStream::beginAnnotations()
{
    if (std::exchange(inImages_, false))
        write("],\"annotations\":[");
}

void CocoStream::write(const std::string& text)
{
    constexpr std::size_t block = 1 << 20;
    buffer_ += text;
    if (buffer_.size() >= block)
        file_.write(std::exchange(buffer_, {}));
}

} // namespace core
