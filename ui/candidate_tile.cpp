#include "ui/candidate_tile.h"

#include <algorithm>

#include <QGridLayout>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme.h"

namespace ui {

namespace {

constexpr int padding = 8;
constexpr double corner = 6;

/// A model may be more than sure of itself; people expect a share.
QString shown(double score)
{
    return QLocale().toString(std::clamp(score, 0.0, 1.0), 'f', 3);
}

} // namespace

ScoreBar::ScoreBar(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(4);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void ScoreBar::setValue(double value)
{
    value_ = std::clamp(value, 0.0, 1.0);
    update();
}

void ScoreBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor track = palette().color(QPalette::WindowText);
    track.setAlpha(40);
    painter.setBrush(track);
    painter.drawRoundedRect(rect(), 2, 2);
    QRectF filled(rect());
    filled.setWidth(filled.width() * value_);
    painter.setBrush(theme::pendingColor());
    painter.drawRoundedRect(filled, 2, 2);
}

CandidateTile::CandidateTile(int index, QWidget* parent)
    : QAbstractButton(parent), index_(index), iouLabel_(new QLabel(this)),
      stabilityLabel_(new QLabel(this)), iouBar_(new ScoreBar(this)),
      stabilityBar_(new ScoreBar(this))
{
    setObjectName(QStringLiteral("candidate%1").arg(index));
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus); // a click must not take the keys away from the canvas
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    iouLabel_->setObjectName(QStringLiteral("iou"));
    stabilityLabel_->setObjectName(QStringLiteral("stability"));
    auto* iouCaption = new QLabel(tr("IoU"), this);
    auto* stabilityCaption = new QLabel(tr("Stability"), this);
    for (QLabel* label : {iouLabel_, stabilityLabel_, iouCaption, stabilityCaption}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        QFont font = label->font();
        font.setPointSizeF(font.pointSizeF() * 0.9);
        label->setFont(font);
    }
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setHorizontalSpacing(4);
    layout->setVerticalSpacing(2);
    layout->setRowStretch(0, 1); // the thumbnail's place
    layout->setColumnStretch(0, 1);
    layout->addWidget(iouCaption, 1, 0);
    layout->addWidget(iouLabel_, 1, 1, Qt::AlignRight);
    layout->addWidget(iouBar_, 2, 0, 1, 2);
    layout->addWidget(stabilityCaption, 3, 0);
    layout->addWidget(stabilityLabel_, 3, 1, Qt::AlignRight);
    layout->addWidget(stabilityBar_, 4, 0, 1, 2);
}

void CandidateTile::setScores(double iou, double stability, bool best)
{
    iou_ = iou;
    stability_ = stability;
    best_ = best;
    iouLabel_->setText(shown(iou));
    stabilityLabel_->setText(shown(stability));
    iouBar_->setValue(iou);
    stabilityBar_->setValue(stability);
    const QString scores = tr("Candidate %1: predicted IoU %2, stability %3")
                               .arg(index_ + 1)
                               .arg(shown(iou), shown(stability));
    setAccessibleName(best ? tr("%1, best").arg(scores) : scores);
    setToolTip(
        tr("%1. Press %2 or click to choose it, Enter to accept.").arg(scores).arg(index_ + 1));
    update();
}

QRect CandidateTile::thumbnailRect() const
{
    const QRect content = contentsRect().adjusted(padding, padding, -padding, -padding);
    return {content.topLeft(), QPoint(content.right(), iouLabel_->geometry().top() - 5)};
}

QSize CandidateTile::thumbnailSize() const
{
    return (QSizeF(thumbnailRect().size()) * devicePixelRatioF()).toSize();
}

void CandidateTile::setThumbnail(const QImage& thumbnail)
{
    thumbnail_ = thumbnail;
    update();
}

QSize CandidateTile::minimumSizeHint() const
{
    return {104, layout()->minimumSize().height() + 36};
}

QSize CandidateTile::sizeHint() const
{
    return {156, layout()->minimumSize().height() + 96};
}

void CandidateTile::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    Q_EMIT resized();
}

void CandidateTile::enterEvent(QEnterEvent*)
{
    update();
}

void CandidateTile::leaveEvent(QEvent*)
{
    update();
}

void CandidateTile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QColor accent = theme::pendingColor();
    const QColor text = palette().color(QPalette::WindowText);
    const auto translucent = [](QColor color, int alpha) {
        color.setAlpha(alpha);
        return color;
    };
    const bool warm = underMouse() || hasFocus();
    const QColor border = isChecked() ? accent : translucent(text, warm ? 110 : 45);
    painter.setPen(QPen(border, isChecked() ? 2 : 1));
    painter.setBrush(isChecked()    ? translucent(accent, 40)
                     : underMouse() ? translucent(text, 22)
                                    : translucent(text, 8));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);
    if (hasFocus()) {
        painter.setPen(QPen(text, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 3.5, -3.5, -3.5), corner - 2,
                                corner - 2);
    }
    paintThumbnail(painter);
}

void CandidateTile::paintThumbnail(QPainter& painter) const
{
    const QRect area = thumbnailRect();
    if (thumbnail_.isNull() || area.height() < 8)
        return;
    painter.save();
    QPainterPath rounded;
    rounded.addRoundedRect(area, corner - 2, corner - 2);
    painter.setClipPath(rounded);
    painter.drawImage(area, thumbnail_);
    painter.restore();
    paintKey(painter, area);
    if (best_)
        paintBest(painter, area);
}

void CandidateTile::paintKey(QPainter& painter, const QRect& area) const
{
    const int side = fontMetrics().height() + 2;
    const QRectF badge(area.left() + 4, area.top() + 4, side, side);
    painter.setPen(QPen(QColor(255, 255, 255, 150), 1));
    painter.setBrush(isChecked() ? theme::pendingColor() : QColor(0, 0, 0, 170));
    painter.drawRoundedRect(badge, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, QString::number(index_ + 1));
}

void CandidateTile::paintBest(QPainter& painter, const QRect& area) const
{
    const QString text = tr("Best");
    const int height = fontMetrics().height() + 2;
    const int width = fontMetrics().horizontalAdvance(text) + 12;
    const QRectF badge(area.right() - width - 3, area.top() + 4, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x15, 0x80, 0x3d));
    painter.drawRoundedRect(badge, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, text);
}

} // namespace ui
