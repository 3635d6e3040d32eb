#include "core/error.h"

namespace core {

namespace {

std::string sentence(ErrorCode code, const std::string& subject, const std::string& reason)
{
    const std::string because = reason.empty() ? "" : " (" + reason + ")";
    switch (code) {
    case ErrorCode::FileMissing:
        return subject + " does not exist; check the path.";
    case ErrorCode::FileUnreadable:
        return subject + " cannot be read" + because + "; check its permissions.";
    case ErrorCode::FileEmpty:
        return subject + " is empty (0 bytes); get the file again from where it came from.";
    case ErrorCode::NotAPicture:
        return subject +
               " is not a picture this program can read; use JPEG, PNG, TIFF, WebP or BMP.";
    case ErrorCode::PictureDamaged:
        return subject + " is damaged or cut off" + because +
               "; get the file again from where it came from.";
    case ErrorCode::PictureTooLarge:
        return subject + " is too large" + because + "; make it smaller or cut it into parts.";
    case ErrorCode::ModelMissing:
        return "There is no model " + subject + because +
               "; fetch one with 'maskwright-cli model get' ('maskwright-cli model list' names them), "
               "or name a .pt, .pth or .safetensors file.";
    case ErrorCode::ModelDamaged:
        return "The model file " + subject + " is damaged" + because +
               "; delete it and fetch it again.";
    case ErrorCode::ModelWrongChecksum:
        return "The model file " + subject +
               " is not the file it should be (its SHA-256 differs); delete it and fetch it again.";
    case ErrorCode::ModelMismatch:
        return "The model file " + subject + " does not hold a model this program knows" + because +
               "; use a MobileSAM or SAM checkpoint.";
    case ErrorCode::DownloadFailed:
        return "The model " + subject + " could not be downloaded" + because +
               "; check the network and try again: what has arrived is kept.";
    case ErrorCode::NoPrompt:
        return "There is nothing to predict from; give at least one point, a box or a mask.";
    case ErrorCode::PointOutside:
        return "The point " + subject + " lies outside the picture" + because +
               "; choose a point inside it.";
    case ErrorCode::BoxInvalid:
        return "The box " + subject + " cannot be used" + because +
               "; give X0,Y0,X1,Y1 with X0 < X1 and Y0 < Y1 that meets the picture.";
    case ErrorCode::MaskInvalid:
        return "The mask " + subject + " cannot be used" + because + ".";
    case ErrorCode::OptionInvalid:
        return "The option " + subject + " cannot have that value" + because + ".";
    case ErrorCode::FileDamaged:
        return subject + " is damaged or not of the expected kind" + because + ".";
    case ErrorCode::WriteFailed:
        return subject + " cannot be written" + because + ".";
    case ErrorCode::DiskFull:
        return subject + " cannot be written because the disk is full; free some space and try "
                         "again. Nothing was changed.";
    case ErrorCode::NotWritable:
        return subject + " cannot be written because the file or its folder is read-only; choose "
                         "another place.";
    case ErrorCode::NameTaken:
        return "The results of " + subject + " would have the same name as those of " + reason +
               "; rename one of them, or name the folder above both and include its sub-folders.";
    case ErrorCode::OutOfMemory:
        return "There is not enough memory" + (subject.empty() ? "" : " for " + subject) +
               "; close other programs or use a smaller picture.";
    case ErrorCode::Cancelled:
        return "Cancelled.";
    case ErrorCode::Internal:
        return "Something went wrong inside the program" + because + "; please report it.";
    }
    return "Unknown error.";
}

} // namespace

Error::Error(ErrorCode code, std::string subject, std::string reason)
    : code_(code), subject_(std::move(subject)), reason_(std::move(reason)),
      sentence_(sentence(code_, subject_, reason_))
{
}

} // namespace core
