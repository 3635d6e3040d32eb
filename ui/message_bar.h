#pragma once

#include <functional>

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

/// One sentence across the top of the window, with at most one thing to do about it. Never in the
/// way: it can be closed, and good news closes itself.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind {
        Information, ///< goes away by itself
        Request,     ///< stays until it is answered
        Error        ///< likewise
    };
    struct Action {
        QString text;
        std::function<void()> run;
    };

    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& sentence, const Action& action = {});
    QString text() const; ///< empty when nothing is shown
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;

private:
    QColor accent() const;

    Kind kind_ = Kind::Information;
    std::function<void()> run_;
    QLabel* label_;
    QPushButton* button_;
    QToolButton* close_;
    QTimer timer_;
};

} // namespace ui
