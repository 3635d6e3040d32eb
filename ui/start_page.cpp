#include "ui/start_page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCommandLinkButton>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "ui/theme.h"

namespace ui {

namespace {

constexpr int shownRecentFiles = 4;
constexpr int dropMargin = 24;

QLabel* heading(const QString& text, qreal factor)
{
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

QPushButton* button(const QString& text, const QString& iconName)
{
    auto* made = new QPushButton(theme::icon(iconName), text);
    made->setMinimumSize(made->sizeHint() + QSize(24, 10));
    made->setAutoDefault(true);
    return made;
}

} // namespace

QString samplePicture()
{
    // Installed: <prefix>/bin beside <prefix>/share. Built: somewhere below the sources.
    for (QDir folder(QCoreApplication::applicationDirPath()); folder.cdUp();)
        for (const char* place : {"share/maskwright/sample.png", "resources/sample.png"})
            if (QFileInfo::exists(folder.filePath(place)))
                return folder.filePath(place);
    return {};
}

StartPage::StartPage(QWidget* parent)
    : QWidget(parent), recent_(new QWidget), recentColumn_(new QVBoxLayout(recent_))
{
    auto* picture = button(tr("Open picture…"), "open");
    auto* folder = button(tr("Open folder…"), "folder");
    auto* sample = button(tr("Try the sample"), "sample");
    sample->setVisible(!samplePicture().isEmpty());
    connect(picture, &QPushButton::clicked, this, &StartPage::openPictureRequested);
    connect(folder, &QPushButton::clicked, this, &StartPage::openFolderRequested);
    connect(sample, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(samplePicture()); });

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addStretch();
    for (QPushButton* each : {picture, folder, sample})
        buttons->addWidget(each);
    buttons->addStretch();

    auto* subtitle = new QLabel(tr("Drop a picture here, click on something, get its mask."));
    subtitle->setAlignment(Qt::AlignCenter);
    subtitle->setForegroundRole(QPalette::PlaceholderText);
    recentColumn_->setContentsMargins(0, 0, 0, 0);
    recentColumn_->setSpacing(2);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * dropMargin, 2 * dropMargin, 2 * dropMargin, 2 * dropMargin);
    column->addStretch(2);
    column->addWidget(heading(QApplication::applicationDisplayName(), 2.2));
    column->addWidget(subtitle);
    column->addSpacing(20);
    column->addLayout(buttons);
    column->addSpacing(24);
    column->addWidget(recent_, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

void StartPage::setRecentFiles(const QStringList& paths)
{
    qDeleteAll(recent_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    int shown = 0;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (shown == shownRecentFiles || !info.exists())
            continue;
        if (shown++ == 0) {
            auto* title = new QLabel(tr("Recent pictures"));
            title->setForegroundRole(QPalette::PlaceholderText);
            recentColumn_->addWidget(title);
        }
        const QString name = fontMetrics().elidedText(info.fileName(), Qt::ElideMiddle, 360);
        auto* link = new QPushButton(theme::icon("picture"), name);
        link->setFlat(true);
        link->setAutoDefault(true);
        link->setStyleSheet("text-align: left; padding: 4px 8px;");
        link->setToolTip(QDir::toNativeSeparators(path));
        connect(link, &QPushButton::clicked, this, [this, path] { Q_EMIT openRequested(path); });
        recentColumn_->addWidget(link);
    }
    recent_->setVisible(shown > 0);
}

void StartPage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::canvasBackdrop(palette()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1.5, Qt::DashLine));
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(dropMargin, dropMargin, -dropMargin, -dropMargin), 12, 12);
}

} // namespace ui
