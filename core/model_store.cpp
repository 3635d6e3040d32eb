#include "core/model_store.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/input_file.h"
#include "core/model_file.h"
#include "core/partial_file.h"
#include "core/progress.h"
#include "core/sha256.h"
#include "core/system_error.h"

namespace core {

namespace fs = std::filesystem;

namespace {

/// Bytes; nothing when there is no such file.
std::optional<std::int64_t> sizeOf(const fs::path& path)
{
    std::error_code unknown;
    const auto size = fs::file_size(path, unknown);
    return unknown ? std::nullopt : std::optional(std::int64_t(size));
}

StoredModel describe(const CatalogueModel& entry, const fs::path& folder)
{
    StoredModel model{.id = entry.id,
                      .title = entry.title,
                      .variant = entry.variant,
                      .speed = speedClass(entry.variant),
                      .licence = entry.licence,
                      .size = entry.files.front().size,
                      .isInCatalogue = true};
    for (const CatalogueFile& file : entry.files) {
        model.canBeFetched |= !file.url.empty();
        model.fetched =
            std::max(model.fetched, sizeOf(partialFileOf(folder / file.name)).value_or(0));
        const auto size = sizeOf(folder / file.name);
        if (!size || !model.file.empty())
            continue;
        model.file = folder / file.name;
        model.size = file.size;
        if (*size != file.size)
            model.problem = "it has " + std::to_string(*size) + " bytes instead of " +
                            std::to_string(file.size);
    }
    return model;
}

StoredModel describe(const fs::path& file)
{
    StoredModel model{.id = file.filename().string(),
                      .title = file.stem().string(),
                      .size = sizeOf(file).value_or(0),
                      .file = file};
    try {
        model.variant = readModelInfo(file).variant;
        model.speed = speedClass(model.variant);
    } catch (const Error& error) {
        model.problem = error.what();
    }
    return model;
}

bool isModelName(const fs::path& name)
{
    const fs::path extension = name.extension();
    return !name.string().starts_with('.') &&
           (extension == ".pt" || extension == ".pth" || extension == ".safetensors");
}

/// Answers whether there was something to remove.
bool removeFile(const fs::path& path)
{
    if (::unlink(path.c_str()) == 0)
        return true;
    if (errno != ENOENT && errno != ENOTDIR)
        throwSystemError(path, errno);
    return false;
}

void copyFile(const fs::path& from, const fs::path& to, const ByteProgress& progress,
              std::stop_token stop)
{
    const InputFile input = openInputFile(from);
    const std::int64_t total = sizeOf(from).value_or(0);
    AtomicFile output(to);
    std::vector<char> block(1 << 20);
    std::int64_t done = 0;
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), input.get())) {
        checkCancelled(stop);
        output.write({block.data(), count});
        done += std::int64_t(count);
        if (progress)
            progress(done, total);
    }
    if (std::ferror(input.get()))
        throw Error(ErrorCode::FileUnreadable, from.string(), std::strerror(errno));
    output.commit();
}

std::string hostOf(const std::string& url)
{
    const auto begin = url.find("://");
    return begin == std::string::npos ? url
                                      : url.substr(begin + 3, url.find('/', begin + 3) - begin - 3);
}

} // namespace

std::optional<SpeedClass> speedClass(const std::string& variant)
{
    constexpr std::pair<std::string_view, SpeedClass> classes[] = {
        {"vit_t", SpeedClass::Fast},
        {"vit_b", SpeedClass::Medium},
        {"vit_l", SpeedClass::Slow},
        {"vit_h", SpeedClass::VerySlow},
    };
    for (const auto& [name, speed] : classes)
        if (name == variant)
            return speed;
    return std::nullopt;
}

ModelStore::ModelStore(std::vector<CatalogueModel> models, fs::path folder,
                       DownloadPatience patience)
    : models_(std::move(models)), folder_(std::move(folder)), patience_(patience)
{
}

const CatalogueModel* ModelStore::find(const std::string& id) const
{
    const auto found = std::find_if(models_.begin(), models_.end(),
                                    [&id](const CatalogueModel& m) { return m.id == id; });
    return found == models_.end() ? nullptr : &*found;
}

std::vector<StoredModel> ModelStore::list() const
{
    std::vector<StoredModel> list;
    for (const CatalogueModel& entry : models_)
        list.push_back(describe(entry, folder_));
    const auto isListed = [&](const fs::path& name) {
        return std::any_of(models_.begin(), models_.end(), [&](const CatalogueModel& entry) {
            return std::any_of(entry.files.begin(), entry.files.end(),
                               [&](const CatalogueFile& file) { return file.name == name; });
        });
    };
    std::vector<fs::path> added;
    std::error_code error;
    for (fs::directory_iterator item(folder_, error), end; !error && item != end;
         item.increment(error)) {
        std::error_code unknown;
        if (isModelName(item->path().filename()) && !isListed(item->path().filename()) &&
            item->is_regular_file(unknown))
            added.push_back(item->path());
    }
    if (error && error != std::errc::no_such_file_or_directory)
        throw Error(ErrorCode::FileUnreadable, folder_.string(), error.message());
    std::sort(added.begin(), added.end());
    for (const fs::path& file : added)
        list.push_back(describe(file));
    return list;
}

fs::path ModelStore::resolve(const std::string& idOrPath) const
{
    return resolveModel(idOrPath, models_, folder_);
}

fs::path ModelStore::fetch(const std::string& id, const ByteProgress& progress,
                           std::stop_token stop) const
{
    const CatalogueModel* model = find(id);
    if (!model)
        throw Error(ErrorCode::ModelMissing, id, "the catalogue does not know it");
    try {
        return resolve(id);
    } catch (const Error& error) { // a damaged file is replaced
        if (error.code() != ErrorCode::ModelMissing &&
            error.code() != ErrorCode::ModelWrongChecksum)
            throw;
    }
    std::string problems;
    for (const CatalogueFile& file : model->files) {
        if (file.url.empty())
            continue;
        try {
            download({file.url, file.size, file.sha256}, folder_ / file.name, progress, stop,
                     patience_);
            return folder_ / file.name;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::DownloadFailed)
                throw;
            problems += (problems.empty() ? "" : "; ") + hostOf(file.url) + ": " + error.reason();
        }
    }
    throw Error(ErrorCode::DownloadFailed, model->title, problems);
}

std::vector<fs::path> ModelStore::remove(const std::string& id) const
{
    std::vector<fs::path> removed;
    bool partsRemoved = false;
    if (const CatalogueModel* model = find(id)) {
        for (const CatalogueFile& file : model->files) {
            if (removeFile(folder_ / file.name))
                removed.push_back(folder_ / file.name);
            partsRemoved |= removePartialFile(folder_ / file.name);
        }
    } else if (isModelName(id) && !fs::path(id).has_parent_path() && removeFile(folder_ / id)) {
        removed.push_back(folder_ / id);
    }
    if (removed.empty() && !partsRemoved)
        throw Error(ErrorCode::ModelMissing, id, "there is nothing of it in " + folder_.string());
    return removed;
}

std::string ModelStore::add(const fs::path& file, const ByteProgress& progress,
                            std::stop_token stop) const
{
    readModelInfo(file); // refuses what is no model
    const Place place = placeFor(file);
    const fs::path target = folder_ / place.name;
    std::error_code unknown;
    if (fs::exists(target, unknown)) {
        if (sizeOf(target) == sizeOf(file) && sha256OfFile(target) == sha256OfFile(file))
            return place.id;
        if (!find(place.id)) // what lies in the place of a catalogue's model is damaged
            throw Error(ErrorCode::WriteFailed, target.string(),
                        "another model has that name; rename yours, or remove the other first");
    }
    makeFolders(folder_);
    copyFile(file, target, progress, stop);
    return place.id;
}

/// Under its own name, unless the catalogue knows the file to the byte.
ModelStore::Place ModelStore::placeFor(const fs::path& file) const
{
    const std::int64_t size = sizeOf(file).value_or(0);
    for (const CatalogueModel& entry : models_)
        for (const CatalogueFile& known : entry.files)
            if (known.size == size && known.sha256 == sha256OfFile(file))
                return {entry.id, known.name};
    std::string name = file.filename().string();
    if (!isModelName(name))
        name += ".pt";
    for (const CatalogueModel& entry : models_)
        for (const CatalogueFile& known : entry.files)
            if (known.name == name)
                throw Error(ErrorCode::WriteFailed, (folder_ / name).string(),
                            "that name belongs to " + entry.title +
                                ", which is another file; rename yours");
    return {name, name};
}

} // namespace core
