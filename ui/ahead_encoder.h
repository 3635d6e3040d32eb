#pragma once

#include <stop_token>

#include <QObject>
#include <QString>
#include <QThreadPool>

#include "core/embedding_cache.h"
#include "ui/picture_files.h"
#include "ui/session.h"

namespace ui {

/// Encodes a picture that nobody has asked for yet, in a thread of its own that gives way to all
/// others. All methods return at once and belong to the thread of the window.
class AheadEncoder : public QObject {
    Q_OBJECT
public:
    explicit AheadEncoder(const core::EmbeddingCache& cache, QObject* parent = nullptr);
    ~AheadEncoder() override; ///< cancels and waits

    /// Cancels what was under way.
    void start(const QString& path, const SegmenterPtr& segmenter);
    void cancel(); ///< no `ended` comes for what was under way
    /// Of the picture under way, empty when none.
    const QString& path() const { return path_; }

Q_SIGNALS:
    /// `embedding` is null when the picture cannot be read or encoded; `stamp` is of the file that
    /// was read.
    void ended(const QString& path, const ui::FileStamp& stamp,
               const core::EmbeddingPtr& embedding);

private:
    core::EmbeddingPtr encode(const QString& path, const core::Segmenter& segmenter,
                              std::stop_token stop);

    core::EmbeddingCache cache_;
    QString path_;
    std::stop_source stop_;
    QThreadPool thread_; // last, so that it ends first
};

} // namespace ui
