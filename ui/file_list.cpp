#include "ui/file_list.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QPainter>
#include <QSignalBlocker>

namespace ui {

namespace {

QString stateText(FileState state)
{
    switch (state) {
    case FileState::Untouched:
        return FileList::tr("not prepared yet");
    case FileState::Working:
        return FileList::tr("being prepared");
    case FileState::Ready:
        return FileList::tr("ready");
    case FileState::HasObjects:
        return FileList::tr("has objects");
    }
    return {};
}

} // namespace

FileList::FileList(Session* session, QWidget* parent) : QListWidget(parent), session_(session)
{
    setObjectName("fileList");
    setAccessibleName(tr("Pictures of the folder"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setIconSize(QSize(12, 12));
    connect(session, &Session::filesChanged, this, &FileList::fill);
    connect(session, &Session::fileStateChanged, this, &FileList::showState);
    connect(session, &Session::imageStateChanged, this, &FileList::showCurrent);
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            session_->openImage(session_->files().at(row));
    });
}

void FileList::changeEvent(QEvent* event)
{
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        for (const QString& path : session_->files())
            showState(path);
}

void FileList::fill()
{
    const QSignalBlocker quiet(this);
    clear();
    rows_.clear();
    for (const QString& path : session_->files()) {
        rows_.insert(path, count());
        addItem(QFileInfo(path).fileName());
        showState(path);
    }
    showCurrent();
}

void FileList::showState(const QString& path)
{
    QListWidgetItem* shown = item(rows_.value(path, -1));
    if (!shown)
        return;
    const FileState state = session_->fileState(path);
    shown->setIcon(dot(state));
    shown->setToolTip(
        tr("%1 (%2)", "path, state").arg(QDir::toNativeSeparators(path), stateText(state)));
}

void FileList::showCurrent()
{
    const QSignalBlocker quiet(this);
    setCurrentRow(rows_.value(session_->imagePath(), -1));
}

/// Told apart by shape as well as by colour: ring, half, small disc, full disc.
QIcon FileList::dot(FileState state) const
{
    const QColor quiet = palette().color(QPalette::PlaceholderText);
    const QColor done(0x2e, 0xa0, 0x6c);
    QIcon icon(dotPixmap(state, state == FileState::HasObjects ? done : quiet));
    icon.addPixmap(dotPixmap(state, palette().color(QPalette::HighlightedText)), QIcon::Selected);
    return icon;
}

QPixmap FileList::dotPixmap(FileState state, const QColor& color) const
{
    const qreal scale = devicePixelRatioF();
    QPixmap pixmap((QSizeF(iconSize()) * scale).toSize());
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring = QRectF(QPointF(), QSizeF(iconSize())).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(color, 1.4));
    painter.setBrush(state == FileState::HasObjects ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawEllipse(ring);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (state == FileState::Working)
        painter.drawPie(ring, 90 * 16, -180 * 16);
    else if (state == FileState::Ready)
        painter.drawEllipse(ring.center(), 2, 2);
    return pixmap;
}

} // namespace ui
