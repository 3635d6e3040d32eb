#pragma once

#include <QElapsedTimer>
#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

class Session;

/// A line above the canvas while everything is being segmented: how far it is, with Cancel; after
/// that the question whether to keep what was found. Hidden otherwise, never in the way.
class EverythingBar : public QFrame {
    Q_OBJECT
public:
    explicit EverythingBar(Session* session, QWidget* parent = nullptr);

    QString text() const;   ///< empty when nothing is shown
    bool hasPoints() const; ///< the run has got to its points: there may be masks to lose

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();
    void showProgress(int done, int total);
    void ask();

    Session* session_;
    QLabel* label_;
    QProgressBar* progress_;
    QPushButton* keep_;
    QPushButton* discard_;
    QPushButton* cancel_;
    QElapsedTimer sinceFirstPoint_;
};

} // namespace ui
