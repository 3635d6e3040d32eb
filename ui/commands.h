#pragma once

#include <optional>
#include <vector>

#include <QUndoCommand>

#include "core/annotation.h"
#include "core/prompt.h"
#include "ui/waiting_mask.h"

namespace ui {

class Document;

/// A click, a box, a removed point or a cancelled prompt.
class PromptCommand : public QUndoCommand {
public:
    PromptCommand(Document& document, core::Prompt prompt, const QString& text);
    void redo() override;
    void undo() override;

private:
    Document& document_;
    core::Prompt before_;
    core::Prompt after_;
};

/// Adds the object and clears the prompt it came from; undone, the prompt and the choice of its
/// candidate are back.
class AcceptCommand : public QUndoCommand {
public:
    AcceptCommand(Document& document, core::Object object);
    void redo() override;
    void undo() override;

private:
    Document& document_;
    core::Object object_;
    int revisionBefore_;
    int revisionAfter_;
};

class RemoveObjectCommand : public QUndoCommand {
public:
    RemoveObjectCommand(Document& document, int id);
    void redo() override;
    void undo() override;

private:
    Document& document_;
    core::Object object_;
    int index_;
    int revisionBefore_;
    int revisionAfter_;
};

/// A new name, colour or visibility.
class ChangeObjectCommand : public QUndoCommand {
public:
    ChangeObjectCommand(Document& document, core::Object after, const QString& text);
    void redo() override;
    void undo() override;

private:
    Document& document_;
    core::Object before_;
    core::Object after_;
    int revisionBefore_;
    int revisionAfter_;
};

/// Changes which masks wait for a decision; some of those that no longer do may become objects.
class WaitingCommand : public QUndoCommand {
public:
    WaitingCommand(Document& document, WaitingMasks after, bool undecided, const QString& text,
                   std::vector<core::Object> accepted = {});
    void redo() override;
    void undo() override;

private:
    Document& document_;
    WaitingMasks before_;
    WaitingMasks after_;
    bool undecidedBefore_;
    bool undecidedAfter_;
    std::vector<core::Object> accepted_;
    int revisionBefore_;
    int revisionAfter_;
};

/// Brings back objects that were never saved.
class RecoverCommand : public QUndoCommand {
public:
    RecoverCommand(Document& document, std::vector<core::Object> objects);
    void redo() override;
    void undo() override;

private:
    Document& document_;
    std::vector<core::Object> before_;
    std::vector<core::Object> after_;
    int revisionBefore_;
    int revisionAfter_;
};

} // namespace ui
