#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace core {

/// A file that a catalogue model may lie in.
struct CatalogueFile {
    std::string name;      ///< in the models folder
    std::int64_t size = 0; ///< bytes
    std::string sha256;    ///< lower-case hex
    std::string url;       ///< empty: it is made from something else, not downloaded as it is
};

/// One entry of resources/models.json.
struct CatalogueModel {
    std::string id;                   ///< "mobile_sam"
    std::string title;                ///< for people
    std::string variant;              ///< "vit_t"
    std::string licence;              ///< SPDX
    std::vector<CatalogueFile> files; ///< one per source, in order of preference; one is enough
};

/// The models this build knows, in order of preference; the first is the default.
const std::vector<CatalogueModel>& catalogue();

/// Where models live: $XDG_DATA_HOME/maskwright/models, or ~/.local/share/maskwright/models.
std::filesystem::path modelsFolder();

/// Turns a catalogue id or the path of a checkpoint into a path that exists. An empty string is the
/// default model. Of an id's files the first that exists is taken and checked against the catalogue
/// (about 0.1 s); a path is taken as it is. What is neither may be the name of a file in `folder`.
/// @throws Error ModelMissing, ModelWrongChecksum, FileUnreadable.
std::filesystem::path resolveModel(const std::string& idOrPath,
                                   const std::vector<CatalogueModel>& models = catalogue(),
                                   const std::filesystem::path& folder = modelsFolder());

} // namespace core
