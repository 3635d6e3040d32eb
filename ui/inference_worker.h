#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>

#include "core/annotation.h"
#include "core/embedding_cache.h"
#include "core/error.h"
#include "core/image.h"
#include "core/mask_generator.h"
#include "core/model_store.h"
#include "core/prompt.h"
#include "core/segmenter.h"
#include "ui/picture_files.h"
#include "ui/session.h"
#include "ui/waiting_mask.h"

namespace ui {

/// Counts the pictures opened: what belongs to an earlier one is never shown.
using PictureId = quint64;
/// Counts the prompts asked.
using Ticket = quint64;
/// Counts the times that everything was to be segmented.
using RunId = quint64;

using PredictionPtr = std::shared_ptr<const core::Prediction>;

struct LoadedModel {
    quint64 id = 0;
    QString name; ///< as it was asked for
    SegmenterPtr segmenter;
};

/// A picture with what was found beside it.
struct LoadedPicture {
    PictureId picture = 0;
    FileStamp stamp;
    core::Image image;
    std::optional<core::Annotation> saved;     ///< objects from the file beside it
    std::optional<core::Annotation> recovered; ///< objects that were never saved
};

/// An embedding belongs to the segmenter that made it, so each request names its own.
struct PredictionRequest {
    PictureId picture = 0;
    Ticket ticket = 0;
    SegmenterPtr segmenter;
    core::EmbeddingPtr embedding;
    core::Prompt prompt;
};

struct EverythingRequest {
    RunId run = 0;
    SegmenterPtr segmenter;
    core::Image image;
    core::EmbeddingPtr embedding;
    core::MaskGeneratorOptions options;
    std::stop_token stop;
};

/// What a failure interrupted.
enum class Task {
    LoadModel,
    ListPictures,
    ReadPicture,
    ReadObjects,
    Encode,
    Predict,
    Everything,
    ReadEverything,
    Export,
    Save,
    Recover
};

struct Failure {
    Task task = Task::LoadModel;
    quint64 id = 0; ///< PictureId; Ticket for Task::Predict, RunId for Task::Everything, …
    core::ErrorCode code = core::ErrorCode::Internal;
    QString subject;
    QString reason;
};

/// Does everything that takes time: lives in the one inference thread, where its methods are
/// queued. Each answers with one signal, or with `failed`, or, when its work is no longer wanted,
/// not at all.
class InferenceWorker : public QObject {
    Q_OBJECT
public:
    explicit InferenceWorker(const core::EmbeddingCache& cache);

    /// Prompts with a lower ticket that have not been started are dropped. Any thread.
    void supersede(Ticket latest) { latestTicket_.store(latest, std::memory_order_relaxed); }

    void loadModel(quint64 id, const QString& idOrPath, const core::ModelStore& store);
    void listPictures(quint64 id, const QStringList& paths);
    /// `withObjects`: also looks for saved and recovered objects.
    void readPicture(PictureId picture, const QString& path, bool withObjects,
                     std::stop_token stop);
    /// Runs the encoder, unless the embedding has been kept from an earlier run.
    void encode(PictureId picture, const SegmenterPtr& segmenter, const core::Image& image,
                std::stop_token stop);
    void predict(const PredictionRequest& request);
    /// How long `predict` takes when its memory is warm.
    void measureDecode(const SegmenterPtr& segmenter, const core::EmbeddingPtr& embedding,
                       const core::Point& point);
    /// Answers also when stopped: with what was found until then.
    void segmentEverything(const EverythingRequest& request);
    void readEverything(PictureId picture, const QString& path);
    void exportAnnotation(const core::Annotation& annotation, const core::Image& image,
                          const ExportOptions& options);
    /// `revision` comes back with the answer.
    void save(const core::Annotation& annotation, int revision);
    void keepRecovery(const core::Annotation& annotation);
    void dropRecovery(const QString& imagePath);

Q_SIGNALS:
    void modelLoaded(const ui::LoadedModel& model);
    void picturesListed(quint64 id, const ui::PictureList& list);
    void pictureLoaded(const ui::LoadedPicture& picture);
    void encodeProgress(ui::PictureId picture, int done, int total);
    /// `ms`: what the encoder took; 0 when it did not run.
    void encoded(ui::PictureId picture, const core::EmbeddingPtr& embedding, double ms);
    void predicted(ui::PictureId picture, ui::Ticket ticket, const ui::PredictionPtr& prediction);
    void decodeMeasured(double ms);
    void everythingProgress(ui::RunId run, int done, int total);
    void everythingFound(ui::RunId run, const ui::WaitingMasks& masks, bool complete);
    void everythingRead(ui::PictureId picture, const QString& path, const ui::WaitingMasks& masks);
    void exported(const QString& folder, const QStringList& files);
    void saved(const QString& imagePath, int revision, const QString& file,
               const QString& keptAside);
    void failed(const ui::Failure& failure);

private:
    template <typename Work> void attempt(Task task, quint64 id, Work&& work);

    core::EmbeddingCache cache_;
    QThreadPool writer_; ///< prompts need not wait for the disk
    std::atomic<Ticket> latestTicket_ = 0;
};

} // namespace ui
