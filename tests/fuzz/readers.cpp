#include "tests/fuzz/readers.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/checkpoint/onnx_file.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/torch_file.h"
#include "core/error.h"
#include "core/formats/amg.h"
#include "core/formats/coco.h"
#include "core/image.h"
#include "tests/fuzz/given_file.h"

namespace fuzz {

namespace {

using core::Error;
using core::ErrorCode;
using core::StateDict;

[[noreturn]] void fail(const char* what, const char* which)
{
    std::fprintf(stderr, "%s: %s\n", what, which);
    std::abort();
}

/// Reads the first and the last element, where reading may not leave the tensor's memory.
void touch(const std::string& name, const at::Tensor& tensor)
{
    if (tensor.numel() == 0)
        return;
    const auto* first = static_cast<const volatile char*>(tensor.data_ptr());
    if (reinterpret_cast<std::uintptr_t>(tensor.data_ptr()) % tensor.element_size() != 0)
        fail("a tensor is not aligned", name.c_str());
    std::int64_t last = 0;
    for (std::int64_t i = 0; i < tensor.dim(); ++i)
        last += (tensor.size(i) - 1) * tensor.stride(i);
    for (const std::int64_t at : {std::int64_t(0), last})
        for (std::int64_t byte = 0; byte < std::int64_t(tensor.element_size()); ++byte)
            (void)first[at * std::int64_t(tensor.element_size()) + byte];
}

/// One sentence or two, short, and in one line.
void requireSentence(const Error& error, std::initializer_list<ErrorCode> expected)
{
    const char* text = error.what();
    if (std::find(expected.begin(), expected.end(), error.code()) == expected.end())
        fail("the wrong kind of error", text);
    if (std::strlen(text) > 700 || std::strchr(text, '\n'))
        fail("no sentence", text);
}

/// read(path) uses what the file gives, or throws one of these errors.
template <typename Read>
void check(std::string_view bytes, std::initializer_list<ErrorCode> expected, Read read)
{
    const GivenFile file(bytes);
    try {
        read(file.path());
    } catch (const Error& error) {
        requireSentence(error, expected);
    } catch (const std::exception& error) {
        fail("another exception", error.what());
    }
}

template <typename Read> void checkModel(std::string_view bytes, Read read)
{
    check(bytes, {ErrorCode::ModelDamaged, ErrorCode::ModelMismatch},
          [&](const std::filesystem::path& path) {
              for (const auto& [name, tensor] : StateDict(read(path)))
                  touch(name, tensor);
          });
}

template <typename Number> std::string little(Number number)
{
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

/// An archive of stored entries, as torch.save writes it.
std::string archive(const std::vector<std::pair<std::string, std::string>>& entries)
{
    std::string file;
    std::string directory;
    for (const auto& [name, bytes] : entries) {
        const std::string sizes = little(std::uint32_t(bytes.size())) +
                                  little(std::uint32_t(bytes.size())) +
                                  little(std::uint16_t(name.size()));
        directory += "PK\x01\x02" + std::string(16, '\0') + sizes + std::string(12, '\0') +
                     little(std::uint32_t(file.size())) + name;
        file += "PK\x03\x04" + std::string(14, '\0') + sizes + std::string(2, '\0') + name + bytes;
    }
    const std::string count = little(std::uint16_t(entries.size()));
    return file + directory + "PK\x05\x06" + std::string(4, '\0') + count + count +
           little(std::uint32_t(directory.size())) + little(std::uint32_t(file.size())) +
           std::string(2, '\0');
}

} // namespace

void readTorchFile(std::string_view bytes)
{
    checkModel(bytes, core::readTorchFile);
}

void readPickle(std::string_view bytes)
{
    const std::string storage(24, '\1');
    checkModel(archive({{"a/data.pkl", std::string(bytes)},
                        {"a/data/0", storage},
                        {"a/data/1", storage},
                        {"a/data/2", storage}}),
               core::readTorchFile);
}

void readSafetensors(std::string_view bytes)
{
    checkModel(bytes, core::readSafetensors);
}

void readOnnxFile(std::string_view bytes)
{
    checkModel(bytes,
               [](const std::filesystem::path& path) { return core::readOnnxPair(path, path); });
}

void readPicture(std::string_view bytes)
{
    check(bytes,
          {ErrorCode::FileEmpty, ErrorCode::NotAPicture, ErrorCode::PictureDamaged,
           ErrorCode::PictureTooLarge},
          [](const std::filesystem::path& path) {
              const core::Image image = core::readImage(path);
              if (image.width() < 1 || image.height() < 1)
                  fail("a picture has no size", "");
              (void)*static_cast<const volatile std::uint8_t*>(image.row(image.height() - 1));
          });
}

void readCoco(std::string_view bytes)
{
    check(bytes, {ErrorCode::FileEmpty, ErrorCode::FileDamaged},
          [](const std::filesystem::path& path) {
              for (const core::Annotation& picture : core::readCoco(path))
                  for (const core::Object& object : picture.objects)
                      core::checkLength(object.mask);
          });
}

void readAmg(std::string_view bytes)
{
    check(bytes, {ErrorCode::FileEmpty, ErrorCode::FileDamaged},
          [](const std::filesystem::path& path) {
              for (const core::GeneratedMask& found : core::readAmg(path))
                  core::checkLength(found.mask);
          });
}

} // namespace fuzz
