#pragma once

#include <QStatusBar>
#include <QTimer>

#include "ui/canvas.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace ui {

class Session;

/// What to do next, how far the encoder is, and four figures.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(Session* session, QWidget* parent = nullptr);

    QString nextAction() const;           ///< the sentence shown
    void showZoom(double scale);          ///< 1 is 100 %
    void showBatch(const QString& words); ///< empty: there is none
    void setTool(ui::ToolKind tool);
    void setMasksVisible(bool visible);

Q_SIGNALS:
    void batchClicked();

private:
    QString pickAction() const;
    void showNextAction();
    void showProgress();
    void showDecodeTime();
    void showDevice();
    void showMemory();

    Session* session_;
    ToolKind tool_ = ToolKind::Point;
    bool masksVisible_ = true;
    QLabel* sentence_;
    QProgressBar* progress_;
    QToolButton* batch_;
    QLabel* zoom_;
    QLabel* decodeTime_;
    QLabel* device_;
    QLabel* memory_;
    QTimer memoryTimer_;
};

} // namespace ui
