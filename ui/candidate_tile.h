#pragma once

#include <QAbstractButton>
#include <QImage>
#include <QLabel>

namespace ui {

/// A thin bar that shows a score from 0 to 1.
class ScoreBar : public QWidget {
    Q_OBJECT
public:
    explicit ScoreBar(QWidget* parent);
    void setValue(double value);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double value_ = 0;
};

/// One candidate mask: thumbnail, key, predicted IoU and stability. A check button; checked is the
/// selected one.
class CandidateTile : public QAbstractButton {
    Q_OBJECT
    Q_PROPERTY(double iou READ iou)             // raw, may exceed 1
    Q_PROPERTY(double stability READ stability) // raw
    Q_PROPERTY(bool best READ isBest)           // has the highest predicted IoU
public:
    CandidateTile(int index, QWidget* parent);

    double iou() const { return iou_; }
    double stability() const { return stability_; }
    bool isBest() const { return best_; }

    void setScores(double iou, double stability, bool best);
    QSize thumbnailSize() const; ///< device pixels
    void setThumbnail(const QImage& thumbnail);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void resized(); ///< the thumbnail should be made again

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRect thumbnailRect() const;
    void paintThumbnail(QPainter& painter) const;
    void paintKey(QPainter& painter, const QRect& area) const;
    void paintBest(QPainter& painter, const QRect& area) const;

    int index_;
    double iou_ = 0;
    double stability_ = 0;
    bool best_ = false;
    QImage thumbnail_;
    QLabel* iouLabel_;
    QLabel* stabilityLabel_;
    ScoreBar* iouBar_;
    ScoreBar* stabilityBar_;
};

} // namespace ui
