#pragma once

#include "ui/tool.h"

namespace ui {

/// Click: foreground point; right click or Shift + click: background point; Alt + click: removes
/// the point there; drag: box.
class PointTool : public Tool {
public:
    using Tool::Tool;
    void hover(std::optional<QPoint> pixel) override; ///< asks for a preview

protected:
    void clicked(const ToolEvent& event) override;
    void doubleClicked(const ToolEvent& event) override;

private:
    void removeNearest(const ToolEvent& event);

    /// What the last click did to a prompt that was there before it.
    struct Refinement {
        int undoIndex;     ///< after the click
        int candidateThen; ///< selected before it
    };
    std::optional<Refinement> refinement_;
};

} // namespace ui
