#include "ui/commands.h"

#include <QCoreApplication>

#include "ui/document.h"

namespace ui {

namespace {

QString commandText(const char* source)
{
    return QCoreApplication::translate("ui::Commands", source);
}

} // namespace

PromptCommand::PromptCommand(Document& document, core::Prompt prompt, const QString& text)
    : QUndoCommand(text), document_(document), before_(document.prompt()), after_(std::move(prompt))
{
}

void PromptCommand::redo()
{
    document_.setPrompt(after_);
}

void PromptCommand::undo()
{
    document_.setPrompt(before_);
}

AcceptCommand::AcceptCommand(Document& document, core::Object object)
    : QUndoCommand(commandText(QT_TRANSLATE_NOOP("ui::Commands", "Accept mask"))),
      document_(document), object_(std::move(object)), revisionBefore_(document.revision()),
      revisionAfter_(document.newRevision())
{
}

void AcceptCommand::redo()
{
    document_.setPrompt({});
    document_.insertObject(int(document_.annotation().objects.size()), object_, revisionAfter_);
}

void AcceptCommand::undo()
{
    document_.removeObject(object_.id, revisionBefore_);
    document_.setPrompt(object_.prompt, object_.candidate);
}

RemoveObjectCommand::RemoveObjectCommand(Document& document, int id)
    : QUndoCommand(commandText(QT_TRANSLATE_NOOP("ui::Commands", "Delete object"))),
      document_(document), object_(*document.object(id)), index_(document.indexOf(id)),
      revisionBefore_(document.revision()), revisionAfter_(document.newRevision())
{
}

void RemoveObjectCommand::redo()
{
    document_.removeObject(object_.id, revisionAfter_);
}

void RemoveObjectCommand::undo()
{
    document_.insertObject(index_, object_, revisionBefore_);
}

ChangeObjectCommand::ChangeObjectCommand(Document& document, core::Object after,
                                         const QString& text)
    : QUndoCommand(text), document_(document), before_(*document.object(after.id)),
      after_(std::move(after)), revisionBefore_(document.revision()),
      revisionAfter_(document.newRevision())
{
}

void ChangeObjectCommand::redo()
{
    document_.replaceObject(after_, revisionAfter_);
}

void ChangeObjectCommand::undo()
{
    document_.replaceObject(before_, revisionBefore_);
}

WaitingCommand::WaitingCommand(Document& document, WaitingMasks after, bool undecided,
                               const QString& text, std::vector<core::Object> accepted)
    : QUndoCommand(text), document_(document), before_(document.waiting()),
      after_(std::move(after)), undecidedBefore_(document.isUndecided()),
      undecidedAfter_(undecided), accepted_(std::move(accepted)),
      revisionBefore_(document.revision()),
      revisionAfter_(accepted_.empty() ? document.revision() : document.newRevision())
{
}

void WaitingCommand::redo()
{
    if (!accepted_.empty()) {
        std::vector<core::Object> objects = document_.annotation().objects;
        objects.insert(objects.end(), accepted_.begin(), accepted_.end());
        document_.setObjects(std::move(objects), revisionAfter_);
    }
    document_.setWaiting(after_, undecidedAfter_);
}

void WaitingCommand::undo()
{
    if (!accepted_.empty()) {
        std::vector<core::Object> objects = document_.annotation().objects;
        objects.resize(objects.size() - accepted_.size()); // they lie on top again
        document_.setObjects(std::move(objects), revisionBefore_);
    }
    document_.setWaiting(before_, undecidedBefore_);
}

RecoverCommand::RecoverCommand(Document& document, std::vector<core::Object> objects)
    : QUndoCommand(commandText(QT_TRANSLATE_NOOP("ui::Commands", "Restore unsaved objects"))),
      document_(document), before_(document.annotation().objects), after_(std::move(objects)),
      revisionBefore_(document.revision()), revisionAfter_(document.newRevision())
{
}

void RecoverCommand::redo()
{
    document_.setObjects(after_, revisionAfter_);
}

void RecoverCommand::undo()
{
    document_.setObjects(before_, revisionBefore_);
}

} // namespace ui
