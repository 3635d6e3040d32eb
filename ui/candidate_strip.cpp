#include "ui/candidate_strip.h"

#include <QBoxLayout>
#include <QEvent>

#include "ui/theme.h"
#include "ui/thumbnail.h"

namespace ui {

CandidateStrip::CandidateStrip(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), layout_(new QBoxLayout(QBoxLayout::LeftToRight, this)),
      hint_(new QLabel(this))
{
    setObjectName(QStringLiteral("candidateStrip"));
    setAccessibleName(tr("Candidate masks"));
    setWhatsThis(tr("The model answers every prompt with four masks. Press <b>1</b> to <b>4</b> or "
                    "click to choose one, <b>Enter</b> to keep it. <b>IoU</b> is how well the "
                    "model expects the mask to fit, <b>stability</b> how little it would change "
                    "with a stricter or looser threshold; 1 is best."));
    layout_->setContentsMargins(6, 6, 6, 6);
    layout_->setSpacing(6);
    hint_->setObjectName(QStringLiteral("hint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    hint_->setForegroundRole(QPalette::PlaceholderText);
    hint_->setText(tr("Click an object in the picture: four candidate masks appear here."));
    layout_->addWidget(hint_, 1);
    for (int i = 0; i < int(tiles_.size()); ++i) {
        CandidateTile* tile = tiles_[std::size_t(i)] = new CandidateTile(i, this);
        layout_->addWidget(tile, 1);
        group_.addButton(tile, i);
        connect(tile, &CandidateTile::resized, &thumbnailTimer_, qOverload<>(&QTimer::start));
    }
    thumbnailTimer_.setSingleShot(true);
    thumbnailTimer_.setInterval(0);
    connect(&thumbnailTimer_, &QTimer::timeout, this, &CandidateStrip::remakeThumbnails);
    connect(&group_, &QButtonGroup::idClicked, session, &Session::selectCandidate);
    connect(session, &Session::candidatesReady, this, &CandidateStrip::refresh);
    connect(session, &Session::candidatesCleared, this, &CandidateStrip::refresh);
    connect(session, &Session::promptChanged, this, &CandidateStrip::refresh);
    connect(session, &Session::imageLoaded, this, &CandidateStrip::refresh);
    connect(session, &Session::selectedCandidateChanged, this, &CandidateStrip::refresh);
    showTiles(false);
    refresh();
}

Qt::Orientation CandidateStrip::orientation() const
{
    return layout_->direction() == QBoxLayout::LeftToRight ? Qt::Horizontal : Qt::Vertical;
}

void CandidateStrip::setOrientation(Qt::Orientation orientation)
{
    layout_->setDirection(orientation == Qt::Horizontal ? QBoxLayout::LeftToRight
                                                        : QBoxLayout::TopToBottom);
    updateGeometry();
}

QSize CandidateStrip::sizeHint() const
{
    const QSize tile = tiles_[0]->sizeHint();
    const int count = int(tiles_.size());
    const QMargins margins = layout_->contentsMargins();
    const int along = layout_->spacing() * (count - 1);
    const QSize tiles = orientation() == Qt::Horizontal
                            ? QSize(tile.width() * count + along, tile.height())
                            : QSize(tile.width(), tile.height() * count + along);
    return tiles.grownBy(margins);
}

void CandidateStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        thumbnailTimer_.start();
    QWidget::changeEvent(event);
}

void CandidateStrip::refresh()
{
    const core::Prediction* prediction = session_->prediction();
    if (!prediction) {
        // While the answer to one more click is under way the old candidates stay: no flicker.
        if (session_->prompt().empty())
            showTiles(false);
        return;
    }
    for (int i = 0; i < int(tiles_.size()); ++i) {
        const core::Candidate& candidate = prediction->candidates[std::size_t(i)];
        CandidateTile* tile = tiles_[std::size_t(i)];
        tile->setScores(candidate.iou, candidate.stability, i == prediction->best);
        tile->setChecked(i == session_->selectedCandidate());
    }
    showTiles(true);
    thumbnailTimer_.start();
}

void CandidateStrip::showTiles(bool shown)
{
    hint_->setVisible(!shown);
    for (CandidateTile* tile : tiles_)
        tile->setVisible(shown);
}

void CandidateStrip::remakeThumbnails()
{
    const core::Prediction* prediction = session_->prediction();
    if (!prediction)
        return;
    std::array<QRect, core::Prediction::candidateCount> extents;
    QRect together;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        extents[i] = roughExtent(prediction->candidates[i].mask);
        together |= extents[i];
    }
    const QSize picture(session_->image().width(), session_->image().height());
    // Parts are shown larger than the whole, but not so large that one cannot tell where they are.
    const QSizeF least = QSizeF(together.size()) / 2.5;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        const QSize size = tiles_[i]->thumbnailSize();
        if (size.isEmpty())
            continue;
        const QRect& extent = extents[i].isEmpty() ? together : extents[i];
        const QRectF crop = cropAround(extent, least, size, picture);
        tiles_[i]->setThumbnail(maskThumbnail(session_->image(), prediction->candidates[i].mask,
                                              crop, size, theme::pendingColor(),
                                              theme::canvasBackdrop(palette())));
    }
}

} // namespace ui
