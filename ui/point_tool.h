#pragma once

#include "ui/tool.h"

namespace ui {

/// Click: foreground point; right click or Shift + click: background point; Alt + click: removes
/// the point there; drag: box.
class PointTool : public Tool {
public:
    using Tool::Tool;

protected:
    void clicked(const ToolEvent& event) override;
    void doubleClicked(const ToolEvent& event) override;

private:
    void removeNearest(const ToolEvent& event);

    bool refinedByClick_ = false; // the last click added a point to a prompt that was there before
    int candidateBefore_ = 0;     // what was selected before that click
};

} // namespace ui
