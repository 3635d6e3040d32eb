#include "ui/point_tool.h"

#include <QLineF>
#include <QUndoStack>

#include "ui/prompt_marks.h"

namespace ui {

void PointTool::hover(std::optional<QPoint> pixel)
{
    session_.setHover(pixel ? std::optional(QPointF(*pixel)) : std::nullopt);
}

void PointTool::clicked(const ToolEvent& event)
{
    refinement_.reset();
    if (event.modifiers & Qt::AltModifier) {
        removeNearest(event);
        return;
    }
    const QPoint pixel = event.view.pixelAt(event.widget);
    if (!event.view.contains(pixel))
        return;
    const bool left = event.button == Qt::LeftButton;
    if (!left && event.button != Qt::RightButton)
        return;
    const bool foreground = left && !(event.modifiers & Qt::ShiftModifier);
    const bool pending = !session_.prompt().empty();
    const int candidate = session_.selectedCandidate();
    const int undoIndex = session_.undoStack()->index();
    session_.addPoint({float(pixel.x()), float(pixel.y()), foreground});
    if (pending && session_.undoStack()->index() == undoIndex + 1)
        refinement_ = {undoIndex + 1, candidate};
}

void PointTool::doubleClicked(const ToolEvent&)
{
    // The first click of the two has refined what the user is about to accept: take that back.
    if (refinement_ && session_.undoStack()->index() == refinement_->undoIndex) {
        session_.undoStack()->undo();
        session_.selectCandidate(refinement_->candidateThen);
    }
    refinement_.reset();
    session_.accept();
}

void PointTool::removeNearest(const ToolEvent& event)
{
    constexpr double reach = 12; // logical pixels
    const std::vector<core::Point>& points = session_.prompt().points;
    int nearest = -1;
    double nearestDistance = reach;
    for (int i = 0; i < int(points.size()); ++i) {
        const QPointF at = pointOnWidget(points[std::size_t(i)], event.view);
        const double distance = QLineF(at, event.widget).length();
        if (distance <= nearestDistance) {
            nearest = i;
            nearestDistance = distance;
        }
    }
    if (nearest >= 0)
        session_.removePoint(nearest);
}

} // namespace ui
