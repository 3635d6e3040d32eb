#pragma once

#include <optional>

#include <QObject>
#include <QString>
#include <QUndoStack>

#include "core/annotation.h"
#include "core/prompt.h"
#include "core/segmenter.h"
#include "ui/picture_files.h"
#include "ui/waiting_mask.h"

namespace ui {

/// One picture's objects, waiting masks, pending prompt and undo history. Only undo commands change
/// it.
class Document : public QObject {
    Q_OBJECT
public:
    explicit Document(const QString& path);

    const QString& path() const { return path_; }
    const core::Annotation& annotation() const { return annotation_; }
    const core::Prompt& prompt() const { return prompt_; }
    const WaitingMasks& waiting() const { return waiting_; }
    bool isUndecided() const { return undecided_; } ///< its waiting masks exist nowhere else
    QUndoStack* undoStack() { return &undoStack_; }
    const core::Object* object(int id) const; ///< null when there is none
    int indexOf(int id) const;                ///< −1 when there is none
    int freeId() const;

    /// Each state of the objects has a number of its own, so that undoing back to the saved state
    /// is known to be unmodified.
    int revision() const { return revision_; }
    int newRevision() { return ++lastRevision_; }
    bool isModified() const { return revision_ != savedRevision_; }
    void setSaved(int revision);

    /// Fills a document that nobody has touched yet.
    void initialize(core::Annotation annotation);
    bool isInitialized() const { return annotation_.imageWidth > 0; }

    // --- For commands ---------------------------------------------------------------------------
    /// `candidate` is chosen when the answer comes; empty means the best.
    void setPrompt(const core::Prompt& prompt, std::optional<int> candidate = {});
    void setWaiting(const WaitingMasks& masks, bool undecided);
    void setObjects(std::vector<core::Object> objects, int revision);
    void insertObject(int index, const core::Object& object, int revision);
    void removeObject(int id, int revision);
    void replaceObject(const core::Object& object, int revision); ///< the one with the same id

    // --- Kept for the session, not part of the document -----------------------------------------
    core::EmbeddingPtr embedding;
    FileStamp stamp; ///< of the picture file that the embedding was made from
    quint64 lastUsed = 0;
    int selectedObject = 0;

Q_SIGNALS:
    void promptChanged(std::optional<int> candidate);
    void waitingChanged();
    void annotationChanged();
    void modifiedChanged();

private:
    void changed(int revision);

    QString path_;
    core::Annotation annotation_;
    core::Prompt prompt_;
    WaitingMasks waiting_;
    bool undecided_ = false;
    int revision_ = 0;
    int lastRevision_ = 0;
    int savedRevision_ = 0;
    QUndoStack undoStack_;
};

} // namespace ui
