#pragma once

#include <array>
#include <string_view>

/// The readers of files from elsewhere, as a fuzzer feeds them. Each is given a file that may hold
/// anything and ends the process when it does more than refuse it: when it throws something that is
/// no sentence for a user, or answers with a tensor that reaches outside of its memory, or with a
/// mask whose runs do not fill its picture.
namespace fuzz {

struct Reader {
    std::string_view name; ///< also the folder of its corpus
    void (*read)(std::string_view bytes);
};

void readTorchFile(std::string_view bytes);
/// The bytes are the pickle alone; they are put into an archive with a few storages.
void readPickle(std::string_view bytes);
void readSafetensors(std::string_view bytes);
/// The same graph stands for the encoder and for the decoder.
void readOnnxFile(std::string_view bytes);
void readPicture(std::string_view bytes);
void readCoco(std::string_view bytes);
void readAmg(std::string_view bytes);

inline constexpr std::array readers{
    Reader{"torch_file", readTorchFile},
    Reader{"pickle", readPickle},
    Reader{"safetensors", readSafetensors},
    Reader{"onnx_file", readOnnxFile},
    Reader{"picture", readPicture},
    Reader{"coco", readCoco},
    Reader{"amg", readAmg},
};

} // namespace fuzz
