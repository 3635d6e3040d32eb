#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include <QObject>
#include <QString>
#include <QThreadPool>

#include "core/error.h"
#include "core/picture_list.h"

namespace ui {

using ListedPictures = std::shared_ptr<const std::vector<core::ListedPicture>>;

/// Looks for pictures in a folder without keeping the window waiting: the folder may be large, or
/// at the other end of a slow line. Only the last question is answered.
class PictureLister : public QObject {
    Q_OBJECT
public:
    explicit PictureLister(QObject* parent = nullptr);
    ~PictureLister() override; ///< stops looking, and waits for that

    void list(const QString& folder, bool recursive);
    void stop(); ///< the last question is not answered either
    bool isListing() const { return listing_; }

Q_SIGNALS:
    void listed(const ui::ListedPictures& pictures);
    void failed(const core::Error& error);

private:
    void answer(quint64 question, const ListedPictures& pictures,
                const std::optional<core::Error>& error);

    quint64 question_ = 0;
    bool listing_ = false;
    std::stop_source stop_;
    QThreadPool thread_;
};

} // namespace ui
