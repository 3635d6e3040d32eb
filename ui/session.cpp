#include "ui/session.h"

#include <algorithm>

#include <QFileInfo>

#include "ui/commands.h"
#include "ui/mask_browser.h"
#include "ui/session_private.h"

namespace ui {

Session::Session(QObject* parent) : QObject(parent), d_(std::make_unique<Private>(*this))
{
    d_->browser = new MaskBrowser(this);
}

Session::~Session() = default;

// --- Model --------------------------------------------------------------------------------------

void Session::loadModel(const QString& idOrPath, const core::ModelStore& store)
{
    d_->post([id = ++d_->loading, idOrPath, store](InferenceWorker& worker) {
        worker.loadModel(id, idOrPath, store);
    });
    d_->setLoadingModel(true);
    if (!d_->model && d_->isShown())
        d_->setState(ImageState::Encoding); // a first model may still come
}

bool Session::isLoadingModel() const
{
    return d_->loadingModel;
}

QString Session::modelName() const
{
    return d_->modelName;
}

const std::optional<core::ModelInfo>& Session::model() const
{
    return d_->model;
}

const SegmenterPtr& Session::segmenter() const
{
    return d_->segmenter;
}

// --- Picture ------------------------------------------------------------------------------------

void Session::openImage(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const QString previous = d_->path;
    if (absolute == previous && (d_->isShown() || d_->state == ImageState::Loading)) {
        if (d_->state == ImageState::ShownOnly && d_->model)
            d_->startEncoding(); // it failed before
        return;
    }
    const bool abandoned = d_->everything != EverythingState::Idle;
    d_->leavePicture();
    d_->path = absolute;
    d_->setState(ImageState::Loading);
    Q_EMIT fileStateChanged(previous);
    Q_EMIT promptChanged();
    Q_EMIT annotationChanged();
    Q_EMIT waitingChanged();
    Q_EMIT selectedObjectChanged(0);
    Q_EMIT modifiedChanged();
    if (abandoned)
        Q_EMIT everythingAbandoned();
    const auto known = d_->documents.find(absolute);
    const bool withObjects = known == d_->documents.end() || !known->second->isInitialized();
    d_->post([id = d_->picture, absolute, withObjects,
              token = d_->stop.get_token()](InferenceWorker& worker) {
        worker.readPicture(id, absolute, withObjects, token);
    });
}

QString Session::imagePath() const
{
    return d_->path;
}

const core::Image& Session::image() const
{
    return d_->image;
}

ImageState Session::imageState() const
{
    return d_->state;
}

// --- Files --------------------------------------------------------------------------------------

void Session::openFolder(const QString& folder)
{
    openFiles({folder});
}

void Session::openFiles(const QStringList& paths)
{
    QStringList existing, missing;
    for (const QString& path : paths)
        (QFileInfo::exists(path) ? existing : missing) += path;
    if (existing.isEmpty()) {
        if (!missing.isEmpty())
            openImage(missing.first()); // says so
        return;
    }
    for (const QString& path : missing)
        d_->fail(core::ErrorCode::FileMissing, path, {});
    if (!QFileInfo(existing.first()).isDir())
        openImage(existing.first()); // shown before its folder is listed
    d_->post([id = ++d_->listing, existing](InferenceWorker& worker) {
        worker.listPictures(id, existing);
    });
}

const QStringList& Session::files() const
{
    return d_->files;
}

void Session::openNext()
{
    const qsizetype index = d_->files.indexOf(d_->path) + 1;
    if (index < d_->files.size())
        openImage(d_->files[index]);
}

void Session::openPrevious()
{
    const qsizetype index = d_->files.indexOf(d_->path) - 1;
    if (index >= 0)
        openImage(d_->files[index]);
}

FileState Session::fileState(const QString& path) const
{
    if (path == d_->path && (d_->state == ImageState::Loading || d_->state == ImageState::Encoding))
        return FileState::Working;
    const auto found = d_->documents.find(path);
    const bool met = found != d_->documents.end();
    const bool known = met && found->second->isInitialized();
    if (known ? !found->second->annotation().objects.empty() : d_->filesWithObjects.contains(path))
        return FileState::HasObjects;
    if (!path.isEmpty() && path == d_->ahead.path())
        return FileState::Working;
    return met && found->second->embedding ? FileState::Ready : FileState::Untouched;
}

// --- Prompt -------------------------------------------------------------------------------------

const core::Prompt& Session::prompt() const
{
    return d_->document->prompt();
}

void Session::addPoint(const core::Point& point)
{
    if (!d_->isShown())
        return;
    if (d_->accepting) {
        d_->heldBack.push_back([this, point] { addPoint(point); });
        return;
    }
    core::Prompt changed = prompt();
    changed.points.push_back(point);
    d_->changePrompt(changed, point.foreground ? tr("Add point") : tr("Add background point"),
                     true);
}

void Session::removePoint(int index)
{
    core::Prompt changed = prompt();
    if (d_->accepting || index < 0 || index >= int(changed.points.size()))
        return;
    changed.points.erase(changed.points.begin() + index);
    d_->changePrompt(changed, tr("Remove point"), false);
}

void Session::setBox(const core::Box& box)
{
    if (!d_->isShown())
        return;
    if (d_->accepting) {
        d_->heldBack.push_back([this, box] { setBox(box); });
        return;
    }
    core::Prompt changed = prompt();
    changed.box = box;
    d_->changePrompt(changed, tr("Set box"), true);
}

void Session::cancelPrompt()
{
    if (!prompt().empty())
        d_->changePrompt({}, tr("Cancel prompt"), false);
}

void Session::setHover(std::optional<QPointF> position)
{
    const bool inside = position && position->x() >= 0 && position->y() >= 0 &&
                        position->x() < d_->image.width() && position->y() < d_->image.height();
    const bool answered =
        d_->state == ImageState::Ready && d_->everything != EverythingState::Running;
    if (!inside || !answered || !prompt().empty()) {
        const bool wasHovering = d_->hover.has_value();
        d_->hover.reset();
        if (wasHovering && prompt().empty()) {
            d_->makeUnderwayUnwanted();
            d_->clearPreview();
        }
        return;
    }
    if (d_->hover && d_->hover->toPoint() == position->toPoint())
        return;
    d_->hover = position;
    core::Prompt pointer;
    pointer.points.push_back({float(position->x()), float(position->y()), true});
    d_->ask(pointer);
}

const core::Candidate* Session::preview() const
{
    return d_->preview ? &d_->preview->candidates[d_->preview->best] : nullptr;
}

// --- Candidates ---------------------------------------------------------------------------------

const core::Prediction* Session::prediction() const
{
    return d_->prediction.get();
}

int Session::selectedCandidate() const
{
    return d_->selected;
}

void Session::selectCandidate(int index)
{
    if (prompt().empty() || index < 0 || index >= core::Prediction::candidateCount)
        return;
    if (!d_->lastAnswerShown())
        d_->wanted = index;
    if (!d_->prediction || d_->selected == index)
        return;
    d_->selected = index;
    Q_EMIT selectedCandidateChanged(index);
}

void Session::accept()
{
    if (d_->accepting)
        d_->heldBack.push_back([this] { accept(); });
    else if (prompt().empty() || d_->state == ImageState::ShownOnly)
        return;
    else if (d_->lastAnswerShown())
        d_->acceptNow();
    else {
        d_->accepting = true;
        Q_EMIT promptChanged();
    }
}

bool Session::isAccepting() const
{
    return d_->accepting;
}

// --- Objects ------------------------------------------------------------------------------------

const core::Annotation& Session::annotation() const
{
    return d_->document->annotation();
}

void Session::removeObject(int id)
{
    if (d_->document->object(id))
        undoStack()->push(new RemoveObjectCommand(*d_->document, id));
}

void Session::renameObject(int id, const QString& name)
{
    const core::Object* object = d_->document->object(id);
    const std::string trimmed = name.trimmed().toStdString();
    if (!object || trimmed.empty() || object->name == trimmed)
        return;
    core::Object changed = *object;
    changed.name = trimmed;
    undoStack()->push(new ChangeObjectCommand(*d_->document, changed, tr("Rename object")));
}

void Session::setObjectColor(int id, const core::Color& color)
{
    const core::Object* object = d_->document->object(id);
    if (!object || object->color == color)
        return;
    core::Object changed = *object;
    changed.color = color;
    undoStack()->push(new ChangeObjectCommand(*d_->document, changed, tr("Change colour")));
}

void Session::setObjectVisible(int id, bool visible)
{
    const core::Object* object = d_->document->object(id);
    if (!object || object->visible == visible)
        return;
    core::Object changed = *object;
    changed.visible = visible;
    undoStack()->push(new ChangeObjectCommand(*d_->document, changed,
                                              visible ? tr("Show object") : tr("Hide object")));
}

int Session::selectedObject() const
{
    return d_->document->selectedObject;
}

void Session::selectObject(int id)
{
    if (d_->document->selectedObject == id || (id != 0 && !d_->document->object(id)))
        return;
    d_->document->selectedObject = id;
    Q_EMIT selectedObjectChanged(id);
}

QString Session::currentLabel() const
{
    return d_->label;
}

void Session::setCurrentLabel(const QString& label)
{
    if (d_->label == label.trimmed())
        return;
    d_->label = label.trimmed();
    Q_EMIT currentLabelChanged();
}

QUndoStack* Session::undoStack() const
{
    return d_->document == &d_->nothing ? nullptr : d_->document->undoStack();
}

QUndoGroup* Session::undoGroup() const
{
    return &d_->undoGroup;
}

// --- Files out ----------------------------------------------------------------------------------

void Session::exportTo(const ExportOptions& options)
{
    if (!d_->isShown())
        return;
    d_->post([annotation = annotation(), picture = image(), options](InferenceWorker& worker) {
        worker.exportAnnotation(annotation, picture, options);
    });
}

void Session::save()
{
    if (!d_->isShown())
        return;
    d_->post([annotation = annotation(), revision = d_->document->revision()](
                 InferenceWorker& worker) { worker.save(annotation, revision); });
}

void Session::saveAll()
{
    for (const auto& [path, document] : d_->documents)
        if (document->isModified())
            d_->post([annotation = document->annotation(), revision = document->revision()](
                         InferenceWorker& worker) { worker.save(annotation, revision); });
}

void Session::discardAll()
{
    for (const auto& [path, document] : d_->documents)
        if (document->isModified())
            document->setSaved(document->revision());
    d_->keepRecoveries();
}

bool Session::isModified() const
{
    return d_->document->isModified();
}

QStringList Session::modifiedFiles() const
{
    QStringList modified;
    for (const auto& [path, document] : d_->documents)
        if (document->isModified())
            modified += path;
    return modified;
}

double Session::lastDecodeMs() const
{
    return d_->decodeMs;
}

} // namespace ui
