#include "ui/document.h"

#include <algorithm>

namespace ui {

Document::Document(const QString& path) : path_(path)
{
    annotation_.imagePath = path.toStdString();
}

const core::Object* Document::object(int id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &annotation_.objects[index];
}

int Document::indexOf(int id) const
{
    const auto& objects = annotation_.objects;
    const auto found = std::find_if(objects.begin(), objects.end(),
                                    [id](const core::Object& object) { return object.id == id; });
    return found == objects.end() ? -1 : int(found - objects.begin());
}

int Document::freeId() const
{
    int highest = 0;
    for (const core::Object& object : annotation_.objects)
        highest = std::max(highest, object.id);
    return highest + 1;
}

void Document::setSaved(int revision)
{
    savedRevision_ = revision;
    Q_EMIT modifiedChanged();
}

void Document::initialize(core::Annotation annotation)
{
    annotation_ = std::move(annotation);
    annotation_.imagePath = path_.toStdString();
}

void Document::setPrompt(const core::Prompt& prompt, std::optional<int> candidate)
{
    prompt_ = prompt;
    Q_EMIT promptChanged(candidate);
}

void Document::setWaiting(const WaitingMasks& masks, bool undecided)
{
    waiting_ = masks;
    undecided_ = undecided && !masks.empty();
    Q_EMIT waitingChanged();
}

void Document::setObjects(std::vector<core::Object> objects, int revision)
{
    annotation_.objects = std::move(objects);
    changed(revision);
}

void Document::insertObject(int index, const core::Object& object, int revision)
{
    annotation_.objects.insert(annotation_.objects.begin() + index, object);
    changed(revision);
}

void Document::removeObject(int id, int revision)
{
    annotation_.objects.erase(annotation_.objects.begin() + indexOf(id));
    changed(revision);
}

void Document::replaceObject(const core::Object& object, int revision)
{
    annotation_.objects[indexOf(object.id)] = object;
    changed(revision);
}

void Document::changed(int revision)
{
    revision_ = revision;
    Q_EMIT annotationChanged();
    Q_EMIT modifiedChanged();
}

} // namespace ui
