#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/download.h"
#include "core/model_catalogue.h"

namespace core {

/// How long a picture takes to be prepared, roughly: each class several times the one before.
enum class SpeedClass { Fast, Medium, Slow, VerySlow };

/// A model that is installed or could be.
struct StoredModel {
    std::string id;                       ///< of the catalogue; else the name of the file
    std::string title;                    ///< for people
    std::string variant = {};             ///< "vit_t" …; empty when the file cannot be read
    std::optional<SpeedClass> speed = {}; ///< unknown when the variant is
    std::string licence = {};             ///< SPDX; empty when unknown
    std::int64_t size = 0;                ///< bytes, of the file or the download
    bool isInCatalogue = false;
    bool canBeFetched = false;
    std::filesystem::path file = {}; ///< empty: not installed
    std::string problem = {};        ///< why the installed file is of no use; mostly empty
    std::int64_t fetched = 0;        ///< bytes that an interrupted download has left
};

/// The models folder: what lies in it and what could. A small value; its methods may be called from
/// any thread and from several programs at once.
class ModelStore {
public:
    explicit ModelStore(std::vector<CatalogueModel> models = catalogue(),
                        std::filesystem::path folder = modelsFolder(),
                        DownloadPatience patience = {});

    const std::filesystem::path& folder() const { return folder_; }
    const std::vector<CatalogueModel>& models() const { return models_; }

    /// The catalogue's models in its order, then the other files in the folder by name. Reads the
    /// headers of the latter; checks sizes, not sums.
    /// @throws Error FileUnreadable when the folder cannot be listed.
    std::vector<StoredModel> list() const;

    /// As core::resolveModel, for this catalogue and folder.
    std::filesystem::path resolve(const std::string& idOrPath) const;

    /// Downloads a model of the catalogue from the first address that has it, and answers where it
    /// lies. One that is installed already is only checked. What an interrupted download has left
    /// is used.
    /// @throws Error ModelMissing (no such id), DownloadFailed, Cancelled, DiskFull, NotWritable,
    ///         WriteFailed.
    std::filesystem::path fetch(const std::string& id, const ByteProgress& progress = {},
                                std::stop_token stop = {}) const;

    /// Removes the files of a model, also those that an interrupted download has left, and answers
    /// which. A download under way is left alone.
    /// @throws Error ModelMissing (nothing there), NotWritable, WriteFailed.
    std::vector<std::filesystem::path> remove(const std::string& id) const;

    /// Copies a checkpoint into the folder and answers its id. One that is the file of a catalogue
    /// model, to the byte, becomes that model.
    /// @throws Error ModelMissing, FileUnreadable, ModelDamaged, ModelMismatch (it is no model),
    ///         Cancelled, DiskFull, NotWritable, WriteFailed (also: another model has that name).
    std::string add(const std::filesystem::path& file, const ByteProgress& progress = {},
                    std::stop_token stop = {}) const;

private:
    struct Place {
        std::string id, name;
    };
    Place placeFor(const std::filesystem::path& file) const;
    const CatalogueModel* find(const std::string& id) const;

    std::vector<CatalogueModel> models_;
    std::filesystem::path folder_;
    DownloadPatience patience_;
};

/// @returns nothing for a variant that is not known.
std::optional<SpeedClass> speedClass(const std::string& variant);

} // namespace core
