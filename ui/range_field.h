#pragma once

#include <QWidget>

#include "ui/mask_filter.h"

class QLabel;

namespace ui {

class RangeSlider;

/// A name, a slider with two handles and the values they stand for. A handle at its end sets no
/// limit.
class RangeField : public QWidget {
    Q_OBJECT
public:
    enum class Scale { Linear, Logarithmic };
    /// `digits` after the point.
    RangeField(const QString& name, Scale scale, int digits, QWidget* parent = nullptr);

    /// The values at the ends of the slider; a logarithmic one starts above 0.
    void setEnds(double least, double most);
    void setRange(const MaskFilter::Range& range);
    const MaskFilter::Range& range() const { return range_; }
    int widestValues() const;               ///< of what it may have to show between these ends
    void setValuesWidth(int logicalPixels); ///< so that the slider keeps its length meanwhile
    RangeSlider* slider() const { return slider_; }

Q_SIGNALS:
    void rangeChanged(); ///< by the user

private:
    double valueAt(int position) const;
    int positionOf(double value) const;
    void takeSlider(int lower, int upper);
    void showRange();
    QString shown(double value) const;
    QString shown(double least, double most) const;

    Scale scale_;
    int digits_;
    double least_ = 0, most_ = 1;
    MaskFilter::Range range_;
    QLabel* name_;
    RangeSlider* slider_;
    QLabel* values_;
};

} // namespace ui
