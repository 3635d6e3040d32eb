#pragma once

#include <QWidget>

namespace ui {

/// A slider with two handles, for a least and a most value. Mouse: drag a handle, click beside one.
/// Keys: Tab goes from the lower handle to the upper one, arrows move the handle that has the
/// focus, Home and End send it as far as it goes.
class RangeSlider : public QWidget {
    Q_OBJECT
public:
    explicit RangeSlider(QWidget* parent = nullptr);

    static constexpr int steps = 1000; ///< both values lie in 0 … steps
    int lower() const { return lower_; }
    int upper() const { return upper_; }
    void setValues(int lower, int upper); ///< cut to the range; lower ≤ upper

    QSize sizeHint() const override { return {120, 22}; }
    QSize minimumSizeHint() const override { return {80, 22}; }

Q_SIGNALS:
    void valuesChanged(int lower, int upper);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    enum class Handle { Lower, Upper };

    double positionOf(int value) const;
    int valueAt(double x) const;
    void moveActive(int value);

    int lower_ = 0;
    int upper_ = steps;
    Handle active_ = Handle::Lower;
};

} // namespace ui
