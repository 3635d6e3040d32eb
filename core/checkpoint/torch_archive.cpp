#include "core/checkpoint/torch_archive.h"

#include <string>

#include "core/checkpoint/refusal.h"
#include "core/checkpoint/zip_archive.h"

namespace core {

namespace {

constexpr std::string_view zipMark("PK\x03\x04");

/// The folder all entries of the archive lie in, with its slash. It is named after the file that
/// was written first, so any name will do.
std::string folderOf(const ZipArchive& archive)
{
    for (const auto& [name, bytes] : archive.entries) {
        const std::size_t slash = name.find('/');
        if (slash != std::string_view::npos && name.substr(slash) == "/data.pkl")
            return std::string(name.substr(0, slash + 1));
    }
    throw mismatch("it is a zip archive, but not one of PyTorch's");
}

void refuseOtherArchives(const ZipArchive& archive, const std::string& folder)
{
    if (archive.entries.contains(folder + "constants.pkl"))
        throw mismatch("it is a TorchScript program, not a checkpoint; save the model's "
                       "state_dict() with torch.save");
    if (archive.hasPacked)
        throw mismatch("its archive is compressed or encrypted, which torch.save never does");
    const auto order = archive.entries.find(folder + "byteorder");
    if (order != archive.entries.end() && order->second != "little")
        throw mismatch("it was written by a big-endian machine");
}

} // namespace

bool looksLikeZip(std::string_view file)
{
    return file.starts_with(zipMark);
}

TorchContents readTorchArchive(std::string_view file)
{
    const ZipArchive archive = readZipArchive(file);
    const std::string folder = folderOf(archive);
    refuseOtherArchives(archive, folder);

    TorchContents contents;
    contents.pickle = archive.entries.at(folder + "data.pkl");
    const std::string storages = folder + "data/";
    for (const auto& [name, bytes] : archive.entries)
        if (name.starts_with(storages))
            contents.storages.emplace(name.substr(storages.size()), bytes);
    return contents;
}

} // namespace core
