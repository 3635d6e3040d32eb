#pragma once

#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace ui {

/// The bundled picture; empty when it is not there.
QString samplePicture();

/// What the window shows while there is no picture: a place to drop one and the ways to open one.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRecentFiles(const QStringList& paths); ///< those that still exist are shown

Q_SIGNALS:
    void openPictureRequested();
    void openFolderRequested();
    void openRequested(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* recent_;
    QVBoxLayout* recentColumn_;
};

} // namespace ui
