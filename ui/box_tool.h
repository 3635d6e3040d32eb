#pragma once

#include "ui/tool.h"

namespace ui {

/// Drag: box. Lines across the whole canvas help to hit the object's edges.
class BoxTool : public Tool {
public:
    using Tool::Tool;
    void paint(QPainter& painter, const Viewport& view,
               std::optional<QPointF> pointer) const override;

protected:
    void clicked(const ToolEvent& event) override;
};

} // namespace ui
