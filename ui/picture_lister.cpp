#include "ui/picture_lister.h"

#include <optional>

#include "ui/caught_error.h"

namespace ui {

PictureLister::PictureLister(QObject* parent) : QObject(parent)
{
    thread_.setMaxThreadCount(1);
}

PictureLister::~PictureLister()
{
    stop();
    thread_.waitForDone();
}

void PictureLister::list(const QString& folder, bool recursive)
{
    stop();
    listing_ = true;
    stop_ = std::stop_source();
    thread_.start([this, question = question_, folder, recursive, stop = stop_.get_token()] {
        auto pictures = std::make_shared<std::vector<core::ListedPicture>>();
        const auto error = caughtError(
            [&] { *pictures = core::listPictures({folder.toStdString()}, recursive, {}, stop); });
        QMetaObject::invokeMethod(
            this, [this, question, pictures, error] { answer(question, pictures, error); },
            Qt::QueuedConnection);
    });
}

void PictureLister::stop()
{
    stop_.request_stop();
    ++question_;
    listing_ = false;
}

void PictureLister::answer(quint64 question, const ListedPictures& pictures,
                           const std::optional<core::Error>& error)
{
    if (question != question_)
        return;
    listing_ = false;
    if (error)
        Q_EMIT failed(*error);
    else
        Q_EMIT listed(pictures);
}

} // namespace ui
