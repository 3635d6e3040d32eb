#pragma once

#include <exception>
#include <string>

namespace core {

/// What went wrong, as far as a user can do something about it. Every code has one sentence in
/// English (`describe`) and one translated sentence in the window.
enum class ErrorCode {
    FileMissing,       ///< subject: path
    FileUnreadable,    ///< subject: path, reason: the system's words
    FileEmpty,         ///< subject: path
    NotAPicture,       ///< subject: path
    PictureDamaged,    ///< subject: path
    PictureTooLarge,   ///< subject: path, reason: "W×H"
    ModelMissing,      ///< subject: id or path
    ModelDamaged,      ///< subject: path, reason: what is wrong
    ModelWrongChecksum,///< subject: path
    ModelMismatch,     ///< subject: path, reason: which tensors do not fit
    DownloadFailed,    ///< subject: the model, reason: what happened at each of its addresses
    NoPrompt,          ///< nothing to predict from
    PointOutside,      ///< subject: "X,Y", reason: "W×H"
    BoxInvalid,        ///< subject: "X0,Y0,X1,Y1", reason: empty, inverted or outside
    MaskInvalid,       ///< subject: path, reason
    OptionInvalid,     ///< subject: the option, reason: what it must be
    FileDamaged,       ///< subject: path of a mask, COCO or other file, reason
    WriteFailed,       ///< subject: path, reason: the system's words
    DiskFull,          ///< subject: path
    NotWritable,       ///< subject: path; read-only file or folder
    NameTaken,         ///< subject: path, reason: the path whose results would have the same name
    OutOfMemory,       ///< subject: what was being done
    Cancelled,         ///< not an error to show
    Internal,          ///< reason: a library's words
};

/// An error that a user can cause. Thrown in `core`, translated at the edges.
class Error : public std::exception {
public:
    explicit Error(ErrorCode code, std::string subject = {}, std::string reason = {});

    ErrorCode code() const noexcept { return code_; }
    const std::string& subject() const noexcept { return subject_; }
    const std::string& reason() const noexcept { return reason_; }

    /// One English sentence or two: what happened, where, what to do.
    const char* what() const noexcept override { return sentence_.c_str(); }

private:
    ErrorCode code_;
    std::string subject_;
    std::string reason_;
    std::string sentence_;
};

} // namespace core
