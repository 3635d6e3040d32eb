#pragma once

#include <array>

#include <QButtonGroup>
#include <QLabel>
#include <QTimer>
#include <QWidget>

#include "ui/candidate_tile.h"
#include "ui/session.h"

class QBoxLayout;

namespace ui {

/// The four candidates of the pending prompt, for the short side of the canvas. Clicking one
/// selects it, which runs no decoder. With nothing pending it tells what to do.
class CandidateStrip : public QWidget {
    Q_OBJECT
public:
    explicit CandidateStrip(Session* session, QWidget* parent = nullptr);

    Qt::Orientation orientation() const;
    /// Horizontal: tiles side by side, for above or below the canvas. Vertical: for its left or
    /// right.
    void setOrientation(Qt::Orientation orientation);
    CandidateTile* tile(int index) const { return tiles_[std::size_t(index)]; }
    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void showTiles(bool shown);
    void remakeThumbnails();

    Session* session_;
    QBoxLayout* layout_;
    QLabel* hint_;
    std::array<CandidateTile*, core::Prediction::candidateCount> tiles_{};
    QButtonGroup group_;
    QTimer thumbnailTimer_; // gathers the tiles' resize events into one remake
};

} // namespace ui
