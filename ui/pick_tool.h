#pragma once

#include "ui/tool.h"

namespace ui {

/// For the masks that wait. Pointing highlights the one on top, a click chooses it (with Ctrl or
/// Shift: adds it or takes it out), a drag chooses all within the box, a double click accepts.
class PickTool : public Tool {
public:
    using Tool::Tool;
    void hover(std::optional<QPoint> pixel) override;

protected:
    void clicked(const ToolEvent& event) override;
    void boxDrawn(const core::Box& box, Qt::KeyboardModifiers modifiers) override;
    void doubleClicked(const ToolEvent& event) override;
};

} // namespace ui
