#include "core/model_catalogue.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/models_json.h"
#include "core/sha256.h"
#include "core/user_folders.h"

namespace core {

namespace {

void checkAgainstCatalogue(const std::filesystem::path& path, const CatalogueFile& file)
{
    std::error_code ignored;
    const bool sameSize =
        std::filesystem::file_size(path, ignored) == static_cast<std::uintmax_t>(file.size);
    if (!sameSize || sha256OfFile(path) != file.sha256)
        throw Error(ErrorCode::ModelWrongChecksum, path.string());
}

/// @throws Error FileUnreadable when the system does not tell.
bool isThere(const std::filesystem::path& path)
{
    std::error_code error;
    const bool found = std::filesystem::exists(path, error);
    if (error && error != std::errc::not_a_directory)
        throw Error(ErrorCode::FileUnreadable, path.string(), error.message());
    return found;
}

} // namespace

const std::vector<CatalogueModel>& catalogue()
{
    static const std::vector<CatalogueModel> models = [] {
        const nlohmann::json file = nlohmann::json::parse(modelsJson);
        std::vector<CatalogueModel> list;
        for (const nlohmann::json& model : file.at("models")) {
            list.push_back(
                {model.at("id"), model.at("title"), model.at("variant"), model.at("licence"), {}});
            for (const nlohmann::json& source : model.at("sources"))
                list.back().files.push_back({source.at("file"), source.at("size"),
                                             source.at("sha256"), source.value("url", "")});
        }
        return list;
    }();
    return models;
}

std::filesystem::path modelsFolder()
{
    return dataHome() / "maskwright" / "models";
}

std::filesystem::path resolveModel(const std::string& idOrPath,
                                   const std::vector<CatalogueModel>& models,
                                   const std::filesystem::path& folder)
{
    const std::string& id = idOrPath.empty() ? models.front().id : idOrPath;
    const auto model = std::find_if(models.begin(), models.end(),
                                    [&id](const CatalogueModel& m) { return m.id == id; });
    if (model == models.end()) {
        if (isThere(idOrPath))
            return idOrPath;
        const bool isName = !std::filesystem::path(idOrPath).has_parent_path();
        if (isName && isThere(folder / idOrPath))
            return folder / idOrPath;
        throw Error(ErrorCode::ModelMissing, id);
    }
    for (const CatalogueFile& file : model->files) {
        const std::filesystem::path path = folder / file.name;
        if (isThere(path)) {
            checkAgainstCatalogue(path, file);
            return path;
        }
    }
    throw Error(ErrorCode::ModelMissing, id, "expected in " + folder.string());
}

} // namespace core
