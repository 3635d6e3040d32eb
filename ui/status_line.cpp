#include "ui/status_line.h"

#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QThread>
#include <QToolButton>

#include <unistd.h>

#include "ui/mask_browser.h"
#include "ui/session.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr int memoryIntervalMs = 2000;

/// Bytes of this process in memory; 0 where the system does not tell.
qint64 residentBytes()
{
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> pages = file.readLine().split(' ');
    return pages.value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

/// Wide enough for its usual text, so that its neighbours stay where they are.
QLabel* figure(const QString& widest)
{
    auto* label = new QLabel;
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setContentsMargins(8, 0, 6, 0);
    return label;
}

/// A label that gives way in a narrow window instead of widening it.
QLabel* sentenceLabel()
{
    auto* label = new QLabel;
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setContentsMargins(6, 0, 0, 0);
    label->setObjectName("nextAction");
    return label;
}

} // namespace

StatusLine::StatusLine(Session* session, QWidget* parent)
    : QStatusBar(parent), session_(session), sentence_(sentenceLabel()),
      progress_(new QProgressBar), batch_(new QToolButton), zoom_(figure(tr("%1 %").arg(8888))),
      decodeTime_(figure(tr("%1 ms").arg(8888))), device_(figure({})),
      memory_(figure(tr("%1 MB").arg(8888)))
{
    setSizeGripEnabled(false);
    progress_->setFixedWidth(140);
    progress_->setTextVisible(false);
    progress_->setMaximumHeight(fontMetrics().height());
    progress_->setAccessibleName(tr("Preparing the picture"));
    device_->setObjectName("device");
    device_->setToolTip(tr("Where the model runs"));
    zoom_->setToolTip(tr("Zoom"));
    decodeTime_->setToolTip(tr("Time of the last answer"));
    memory_->setToolTip(tr("Memory this program uses"));
    addWidget(sentence_, 1);
    batch_->setObjectName("batchButton");
    batch_->setAutoRaise(true);
    batch_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    batch_->setIcon(theme::icon("batch"));
    batch_->setToolTip(tr("Show the batch"));
    batch_->setVisible(false);
    connect(batch_, &QToolButton::clicked, this, &StatusLine::batchClicked);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{progress_, batch_, zoom_, decodeTime_, device_, memory_})
        addPermanentWidget(widget);

    connect(session, &Session::imageStateChanged, this, [this] {
        progress_->setRange(0, 0);
        showProgress();
        showNextAction();
        zoom_->setVisible(!session_->image().empty());
    });
    connect(session, &Session::encodeProgress, this, [this](int done, int total) {
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    for (const auto signal : {&Session::promptChanged, &Session::candidatesReady,
                              &Session::candidatesCleared, &Session::modelReady})
        connect(session, signal, this, &StatusLine::showNextAction);
    for (const auto signal : {&Session::everythingStateChanged, &Session::waitingChanged})
        connect(session, signal, this, &StatusLine::showNextAction);
    connect(session->browser(), &MaskBrowser::chosenChanged, this, &StatusLine::showNextAction);
    connect(session, &Session::modelReady, this, &StatusLine::showDevice);
    for (const auto signal :
         {&Session::candidatesReady, &Session::previewChanged, &Session::decodeMeasured})
        connect(session, signal, this, &StatusLine::showDecodeTime);
    connect(&memoryTimer_, &QTimer::timeout, this, &StatusLine::showMemory);
    memoryTimer_.start(memoryIntervalMs);
    showProgress();
    showNextAction();
    showDevice();
    showMemory();
}

QString StatusLine::nextAction() const
{
    const bool pending = !session_->prompt().empty();
    switch (session_->imageState()) {
    case ImageState::None:
        return tr("Open a picture (Ctrl+O) or drop one here.");
    case ImageState::Loading:
        return tr("Reading %1…").arg(QFileInfo(session_->imagePath()).fileName());
    case ImageState::Failed:
        return tr("This picture cannot be shown; open another one (Ctrl+O).");
    case ImageState::ShownOnly:
        if (session_->model())
            return tr("This picture could not be prepared; open it again for another try.");
        return tr("There is no model to answer clicks; File → Models… downloads or adds one.");
    case ImageState::Encoding:
        if (session_->isAccepting())
            return tr("Accepted as soon as the picture is prepared; Esc takes it back.");
        return pending ? tr("Answered as soon as the picture is prepared; Enter accepts.")
                       : tr("Preparing the picture… you can already click.");
    case ImageState::Ready:
        break;
    }
    const EverythingState everything = session_->everythingState();
    const bool busy =
        everything == EverythingState::Running || everything == EverythingState::Stopping;
    if (everything == EverythingState::Stopping && !pending)
        return tr("Segmenting everything is being stopped; clicks are answered afterwards.");
    if (busy && !pending)
        return tr("Everything is being segmented; clicks are answered afterwards, Esc stops it.");
    if (busy && !session_->prediction())
        return tr("Answered as soon as everything has been segmented; Esc takes the click back.");
    if (everything == EverythingState::Asking && !pending)
        return tr("Keep or discard the masks found so far; Esc discards them.");
    if (!pending && tool_ == ToolKind::Pick)
        return pickAction();
    if (!pending)
        return tr("Click on something to select it, or drag a box.");
    if (!session_->prediction())
        return tr("Looking for masks…");
    return tr("Enter accepts, 1–4 choose a mask, click to add, right-click to leave out, Esc "
              "cancels.");
}

QString StatusLine::pickAction() const
{
    if (!masksVisible_)
        return tr("The masks are hidden; V shows them again.");
    const int chosen = session_->browser()->chosenCount();
    if (chosen == 0)
        return tr(
            "Click a mask to choose it, or drag a box around several; P goes back to points.");
    return tr("Enter makes %n chosen mask(s) objects, Del deletes, Ctrl+click chooses more.",
              nullptr, chosen);
}

void StatusLine::setTool(ToolKind tool)
{
    tool_ = tool;
    showNextAction();
}

void StatusLine::setMasksVisible(bool visible)
{
    masksVisible_ = visible;
    showNextAction();
}

void StatusLine::showNextAction()
{
    sentence_->setText(nextAction());
    sentence_->setToolTip(nextAction());
}

void StatusLine::showZoom(double scale)
{
    const double percent = scale * 100;
    zoom_->setText(tr("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0)));
}

void StatusLine::showBatch(const QString& words)
{
    batch_->setText(words);
    batch_->setVisible(!words.isEmpty());
}

void StatusLine::showProgress()
{
    const ImageState state = session_->imageState();
    progress_->setVisible(state == ImageState::Loading || state == ImageState::Encoding);
}

void StatusLine::showDecodeTime()
{
    if (session_->lastDecodeMs() > 0)
        decodeTime_->setText(tr("%1 ms").arg(qRound(session_->lastDecodeMs())));
}

void StatusLine::showDevice()
{
    const core::InputOptions input =
        session_->segmenter() ? session_->segmenter()->input() : core::InputOptions();
    QString text = tr("GPU");
    if (input.device == core::Device::Cpu)
        text = tr("CPU, %n thread(s)", nullptr, QThread::idealThreadCount());
    if (input.precision == core::Precision::BFloat16)
        text += ", bf16";
    device_->setText(text);
}

void StatusLine::showMemory()
{
    memory_->setText(tr("%1 MB").arg(residentBytes() / (1024 * 1024)));
}

} // namespace ui
