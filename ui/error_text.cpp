#include "ui/error_text.h"

#include <QCoreApplication>
#include <QDir>

namespace ui {

namespace {

class ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ui::ErrorText)
public:
    static QString picture(core::ErrorCode code, const QString& subject, const QString& reason);
    static QString model(core::ErrorCode code, const QString& subject, const QString& reason);
    static QString prompt(core::ErrorCode code, const QString& subject, const QString& reason);
    static QString output(core::ErrorCode code, const QString& subject, const QString& reason);
};

QString ErrorText::picture(core::ErrorCode code, const QString& subject, const QString& reason)
{
    using enum core::ErrorCode;
    switch (code) {
    case FileMissing:
        return tr("%1 does not exist; check the path.").arg(subject);
    case FileUnreadable:
        return tr("%1 cannot be read (%2); check its permissions.").arg(subject, reason);
    case FileEmpty:
        return tr("%1 is empty (0 bytes); get the file again from where it came from.")
            .arg(subject);
    case NotAPicture:
        return tr("%1 is not a picture this program can read; use JPEG, PNG, TIFF, WebP or BMP.")
            .arg(subject);
    case PictureDamaged:
        return tr("%1 is damaged or cut off; get the file again from where it came from.")
            .arg(subject);
    case PictureTooLarge:
        return tr("%1 is too large (%2); make it smaller or cut it into parts.")
            .arg(subject, reason);
    default:
        return {};
    }
}

QString ErrorText::model(core::ErrorCode code, const QString& subject, const QString& reason)
{
    using enum core::ErrorCode;
    switch (code) {
    case ModelMissing:
        return tr("The model %1 is not there; File → Models… downloads or adds one.").arg(subject);
    case ModelDamaged:
        return tr("The model file %1 is damaged (%2); get it again, or use another one from File → "
                  "Models….")
            .arg(subject, reason);
    case ModelWrongChecksum:
        return tr("The model file %1 is not the file it should be (its SHA-256 differs); get it "
                  "again, or use another one from File → Models….")
            .arg(subject);
    case ModelMismatch:
        return tr("The model file %1 does not hold a model this program knows (%2); use a "
                  "MobileSAM or SAM checkpoint.")
            .arg(subject, reason);
    case DownloadFailed:
        return tr("The model %1 could not be downloaded (%2); check the network and try again: what "
                  "has arrived is kept.")
            .arg(subject, reason);
    case EngineMissing:
        return tr("The part of this program that runs the model cannot be loaded (%1); install the "
                  "program again.")
            .arg(reason);
    default:
        return {};
    }
}

QString ErrorText::prompt(core::ErrorCode code, const QString& subject, const QString& reason)
{
    using enum core::ErrorCode;
    switch (code) {
    case NoPrompt:
        return tr("There is nothing to predict from; click on something or drag a box.");
    case PointOutside:
        return tr("The point %1 lies outside the picture; click inside it.").arg(subject);
    case BoxInvalid:
        return tr("The box %1 cannot be used (%2); drag it across a part of the picture.")
            .arg(subject, reason);
    case MaskInvalid:
        return tr("The mask %1 cannot be used (%2).").arg(subject, reason);
    case OptionInvalid:
        if (subject == "device")
            return tr("The model runs on the processor, since no GPU can be used (%1).").arg(reason);
        if (subject == "precision")
            return tr("The model uses 32-bit numbers, since this processor has no instructions for "
                      "bfloat16.");
        if (subject == "crop-n-points-downscale-factor") // what the window's fields do allow
            return tr("The last layer of crops has no points left; use more points per side or "
                      "fewer layers.");
        return tr("One of the options has a value that does not work (%1: %2); choose a preset to "
                  "start anew.")
            .arg(subject, reason);
    default:
        return {};
    }
}

QString ErrorText::output(core::ErrorCode code, const QString& subject, const QString& reason)
{
    using enum core::ErrorCode;
    switch (code) {
    case FileDamaged:
        return tr("%1 is damaged or not of the expected kind (%2).").arg(subject, reason);
    case WriteFailed:
        return tr("%1 cannot be written (%2); choose another place.").arg(subject, reason);
    case DiskFull:
        return tr("%1 cannot be written because the disk is full; free some space and try again.")
            .arg(subject);
    case NotWritable:
        return tr("%1 cannot be written because the file or its folder is read-only; choose "
                  "another "
                  "place.")
            .arg(subject);
    case NameTaken:
        return tr("The name for the results of %1 is already taken by %2; rename this picture.")
            .arg(subject, reason);
    case OutOfMemory:
        return tr("There is not enough memory for this picture; close other programs or use a "
                  "smaller picture.");
    case Cancelled:
        return tr("Cancelled.");
    default:
        return tr("Something went wrong inside the program (%1); please report it.").arg(reason);
    }
}

} // namespace

QString errorText(core::ErrorCode code, const QString& subject, const QString& reason)
{
    const QString shown = QDir::toNativeSeparators(subject);
    for (const auto part : {ErrorText::picture, ErrorText::model, ErrorText::prompt}) {
        const QString sentence = part(code, shown, reason);
        if (!sentence.isEmpty())
            return sentence;
    }
    return ErrorText::output(code, shown, reason);
}

} // namespace ui
