#include "ui/range_field.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>

#include "ui/range_slider.h"

namespace ui {

RangeField::RangeField(const QString& name, Scale scale, int digits, QWidget* parent)
    : QWidget(parent), scale_(scale), digits_(digits), name_(new QLabel(name)),
      slider_(new RangeSlider), values_(new QLabel)
{
    slider_->setAccessibleName(name);
    name_->setMinimumWidth(fontMetrics().horizontalAdvance(tr("Stability")) + 4);
    values_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(name_);
    row->addWidget(slider_, 1);
    row->addWidget(values_);
    connect(slider_, &RangeSlider::valuesChanged, this, &RangeField::takeSlider);
    showRange();
}

void RangeField::setEnds(double least, double most)
{
    least_ = least;
    most_ = most;
    slider_->setEnabled(most > least);
    showRange();
}

void RangeField::setRange(const MaskFilter::Range& range)
{
    range_ = range;
    showRange();
}

double RangeField::valueAt(int position) const
{
    const double share = double(position) / RangeSlider::steps;
    if (scale_ == Scale::Logarithmic)
        return least_ * std::pow(most_ / least_, share);
    return least_ + (most_ - least_) * share;
}

int RangeField::positionOf(double value) const
{
    if (value <= least_)
        return 0;
    if (value >= most_)
        return RangeSlider::steps;
    const double share = scale_ == Scale::Logarithmic
                             ? std::log(value / least_) / std::log(most_ / least_)
                             : (value - least_) / (most_ - least_);
    return int(std::lround(share * RangeSlider::steps));
}

void RangeField::takeSlider(int lower, int upper)
{
    // Only the handle that was moved sets a new limit: the other keeps its exact one.
    if (lower != positionOf(range_.least))
        range_.least = lower == 0 ? MaskFilter::Range().least : valueAt(lower);
    if (upper != positionOf(range_.most))
        range_.most = upper == RangeSlider::steps ? MaskFilter::Range().most : valueAt(upper);
    showRange();
    Q_EMIT rangeChanged();
}

QString RangeField::shown(double value) const
{
    return QLocale().toString(value, 'f', digits_);
}

QString RangeField::shown(double least, double most) const
{
    return tr("%1 – %2", "least, most").arg(shown(least), shown(most));
}

int RangeField::widestValues() const
{
    return values_->fontMetrics().horizontalAdvance(shown(most_, most_));
}

void RangeField::setValuesWidth(int logicalPixels)
{
    values_->setFixedWidth(logicalPixels);
}

void RangeField::showRange()
{
    const QSignalBlocker quiet(slider_);
    slider_->setValues(positionOf(range_.least), positionOf(range_.most));
    const QString text =
        shown(std::clamp(range_.least, least_, most_), std::clamp(range_.most, least_, most_));
    values_->setText(text);
    slider_->setAccessibleDescription(text);
}

} // namespace ui
