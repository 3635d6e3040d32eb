#include "ui/batch_dialog.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>

#include "ui/batch_table.h"
#include "ui/error_text.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr int progressSteps = 1000;
constexpr double fewSeconds = 10;

} // namespace

BatchDialog::BatchDialog(Session* session, QWidget* parent)
    : QDialog(parent, Qt::Window), session_(session), form_(new BatchForm),
      model_(new BatchModel(this)), table_(new BatchTable(model_)), pages_(new QStackedWidget),
      empty_(new QLabel), bar_(new QProgressBar), status_(new QLabel),
      lister_(new PictureLister(this)), runner_(new BatchRunner(this))
{
    setWindowTitle(tr("Batch"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    empty_->setObjectName("batchEmpty");
    pages_->addWidget(empty_);
    pages_->addWidget(table_);
    pages_->setMinimumHeight(7 * fontMetrics().height());
    bar_->setRange(0, progressSteps);
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(fontMetrics().height());
    QSizePolicy keepingItsPlace = bar_->sizePolicy();
    keepingItsPlace.setRetainSizeWhenHidden(true);
    bar_->setSizePolicy(keepingItsPlace);
    bar_->setAccessibleName(tr("Progress of the batch"));
    status_->setWordWrap(true);
    status_->setObjectName("batchStatus");
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(form_);
    column->addWidget(pages_, 1);
    column->addWidget(bar_);
    column->addWidget(status_);
    column->addWidget(buttonRow());
    connectParts();
    form_->setSettings(settings_.batchSettings());
    updateAll();
    resize(900, 720);
}

QWidget* BatchDialog::buttonRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    openOutput_ = button(tr("Open output folder"), "batchOpenOutput");
    openOutput_->setIcon(theme::icon("folder"));
    start_ = button(tr("St&art"), "batchStart");
    pause_ = button(tr("Pause"), "batchPause");
    cancel_ = button(tr("Cancel"), "batchCancel");
    cancel_->setToolTip(tr("What is done is kept; Start goes on from there."));
    auto* close = button(tr("Close"), "batchClose");
    close->setToolTip(tr("A running batch continues; the status bar shows how far it is."));
    layout->addWidget(openOutput_);
    layout->addStretch(1);
    for (QPushButton* each : {start_, pause_, cancel_, close})
        layout->addWidget(each);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    return row;
}

/// Enter in a field must not set a batch going, so none of the buttons is the default one.
QPushButton* BatchDialog::button(const QString& text, const QString& name)
{
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    made->setAutoDefault(false);
    return made;
}

void BatchDialog::connectParts()
{
    connect(form_, &BatchForm::picturesChanged, this, &BatchDialog::list);
    connect(form_, &BatchForm::changed, this, [this] {
        lastWords_.clear();
        updateAll();
    });
    connect(session_, &Session::modelReady, this, &BatchDialog::updateAll);
    connect(lister_, &PictureLister::listed, this, &BatchDialog::showPictures);
    connect(lister_, &PictureLister::failed, this, &BatchDialog::showNoPictures);
    connect(runner_, &BatchRunner::stateChanged, this, &BatchDialog::updateAll);
    connect(runner_, &BatchRunner::stateChanged, this,
            [this] { session_->setBusyElsewhere(runner_->state() != BatchRunner::State::Idle); });
    connect(runner_, &BatchRunner::news, this, &BatchDialog::take);
    connect(runner_, &BatchRunner::finished, this, &BatchDialog::end);
    connect(runner_, &BatchRunner::failed, this, &BatchDialog::endWith);
    connect(start_, &QPushButton::clicked, this, &BatchDialog::start);
    connect(pause_, &QPushButton::clicked, this, &BatchDialog::pauseOrResume);
    connect(cancel_, &QPushButton::clicked, this, &BatchDialog::cancel);
    connect(openOutput_, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(lastOutput_)); });
}

void BatchDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateStatus();
}

// --- The pictures -------------------------------------------------------------------------------

void BatchDialog::list()
{
    const BatchSettings settings = form_->settings();
    listingProblem_.clear();
    if (settings.folder.isEmpty()) {
        lister_->stop();
        showPictures(std::make_shared<const std::vector<core::ListedPicture>>());
    } else {
        lister_->list(settings.folder, settings.recursive);
    }
}

void BatchDialog::showPictures(const ListedPictures& pictures)
{
    listingProblem_.clear();
    model_->setPictures(pictures, form_->settings().folder);
    table_->followFromTop();
    if (starting_ && obstacle().isEmpty())
        run();
    starting_ = false;
    updateAll();
}

void BatchDialog::showNoPictures(const core::Error& error)
{
    model_->setPictures(std::make_shared<const std::vector<core::ListedPicture>>(), {});
    listingProblem_ = errorText(error.code(), QString::fromStdString(error.subject()),
                                QString::fromStdString(error.reason()));
    starting_ = false;
    updateAll();
}

// --- Start to end -------------------------------------------------------------------------------

/// The folder is looked through again: there may be more pictures by now.
void BatchDialog::start()
{
    settings_.setBatchSettings(form_->settings());
    lastWords_.clear();
    progress_ = BatchProgress();
    starting_ = true;
    list();
    updateAll();
}

void BatchDialog::run()
{
    const BatchSettings settings = form_->settings();
    lastOutput_ = settings.output;
    core::BatchJob job;
    job.pictures = model_->pictures();
    job.output = settings.output.toStdString();
    job.formats = settings.formats;
    job.options = settings.options;
    progress_ = BatchProgress(job.pictures.size());
    runner_->start([segmenter = session_->segmenter(), job = std::move(job)](
                       const core::BatchObserver& observer, std::stop_token stop) {
        return core::runBatch(*segmenter, job, observer, stop);
    });
}

void BatchDialog::pauseOrResume()
{
    if (runner_->state() == BatchRunner::State::Paused)
        runner_->resume();
    else
        runner_->pause();
}

void BatchDialog::cancel()
{
    if (starting_) {
        starting_ = false;
        finish(tr("Cancelled before the first picture."), false);
    } else {
        runner_->cancel();
    }
}

void BatchDialog::take(const core::BatchNews& news)
{
    progress_.add(news, runner_->secondsWorked());
    model_->apply(news);
    if (news.state == core::PictureState::Running)
        table_->follow(int(news.picture));
    updateStatus();
}

void BatchDialog::end(const core::BatchSummary& summary)
{
    finish(summaryText(summary), false);
}

void BatchDialog::endWith(const core::Error& error)
{
    finish(tr("The batch could not go on: %1")
               .arg(errorText(error.code(), QString::fromStdString(error.subject()),
                              QString::fromStdString(error.reason()))),
           true);
}

void BatchDialog::finish(const QString& sentence, bool isError)
{
    model_->stopRunning();
    lastWords_ = sentence;
    lastWordsAreBad_ = isError;
    updateAll();
    Q_EMIT ended(sentence, isError);
}

// --- Words --------------------------------------------------------------------------------------

bool BatchDialog::isBusy() const
{
    return starting_ || runner_->state() != BatchRunner::State::Idle;
}

QString BatchDialog::shortText() const
{
    const auto count = [this](const QString& sentence) {
        return sentence.arg(progress_.finished()).arg(progress_.pictures());
    };
    switch (runner_->state()) {
    case BatchRunner::State::Running:
        return count(tr("Batch: %1 of %2"));
    case BatchRunner::State::Paused:
        return count(tr("Batch paused: %1 of %2"));
    case BatchRunner::State::Stopping:
        return tr("Batch: stopping…");
    case BatchRunner::State::Idle:
        break;
    }
    return {};
}

QString BatchDialog::obstacle() const
{
    const BatchSettings settings = form_->settings();
    if (lister_->isListing() || model_->rowCount() == 0)
        return emptyText();
    if (settings.output.isEmpty())
        return tr("Choose a folder for the results.");
    if (settings.formats.empty())
        return tr("Choose at least one kind of result to write.");
    if (!session_->segmenter())
        return tr("The model is not loaded yet.");
    try {
        core::validate(settings.options);
    } catch (const core::Error& error) {
        return errorText(error.code(), QString::fromStdString(error.subject()),
                         QString::fromStdString(error.reason()));
    }
    return {};
}

QString BatchDialog::emptyText() const
{
    const BatchSettings settings = form_->settings();
    if (settings.folder.isEmpty())
        return tr("Choose a folder with pictures.");
    if (!listingProblem_.isEmpty())
        return listingProblem_;
    if (lister_->isListing())
        return tr("Looking for pictures…");
    return settings.recursive
               ? tr("There are no pictures in this folder and its sub-folders; choose one with "
                    "JPEG, PNG, TIFF, WebP or BMP files.")
               : tr("There are no pictures in this folder; choose one with JPEG, PNG, TIFF, WebP "
                    "or BMP files, or include the sub-folders.");
}

QString BatchDialog::progressText() const
{
    QStringList parts{
        tr("%L1 of %Ln picture(s)", nullptr, int(progress_.pictures())).arg(progress_.finished())};
    if (progress_.failed() > 0)
        parts += tr("%n failed", nullptr, int(progress_.failed()));
    if (const auto each = progress_.secondsPerPicture())
        parts += tr("%1 per picture").arg(BatchProgress::durationText(*each));
    if (const auto left = progress_.secondsLeft())
        parts += *left < fewSeconds ? tr("a few seconds left")
                                    : tr("about %1 left").arg(BatchProgress::durationText(*left));
    return parts.join(QStringLiteral(" · "));
}

QString BatchDialog::summaryText(const core::BatchSummary& summary) const
{
    QStringList parts{tr("%n picture(s) done", nullptr, int(summary.done))};
    if (summary.skipped > 0)
        parts += tr("%n done before", nullptr, int(summary.skipped));
    if (summary.failed > 0)
        parts += tr("%n failed", nullptr, int(summary.failed));
    const std::size_t left = progress_.pictures() - summary.done - summary.skipped - summary.failed;
    if (left > 0)
        parts += tr("%n left", nullptr, int(left));
    const QString sentence =
        summary.stopped
            ? tr("The batch was stopped after %1: %2. Starting it again goes on from there.")
            : tr("The batch finished in %1: %2.");
    return sentence.arg(BatchProgress::durationText(runner_->secondsWorked()),
                        parts.join(tr(", ", "between the parts of a list")));
}

void BatchDialog::updateAll()
{
    using State = BatchRunner::State;
    const State state = runner_->state();
    const bool busy = isBusy();
    const QString why = obstacle();
    form_->setLocked(busy);
    start_->setEnabled(!busy && why.isEmpty());
    start_->setToolTip(busy ? QString() : why);
    pause_->setEnabled(state == State::Running || state == State::Paused);
    pause_->setText(state == State::Paused ? tr("Resume") : tr("Pause"));
    cancel_->setEnabled(busy && state != State::Stopping);
    openOutput_->setVisible(!busy && QDir(lastOutput_).exists() && !lastOutput_.isEmpty());
    empty_->setText(emptyText());
    pages_->setCurrentWidget(model_->rowCount() > 0 ? static_cast<QWidget*>(table_) : empty_);
    updateStatus();
}

void BatchDialog::updateStatus()
{
    QString words;
    if (runner_->state() == BatchRunner::State::Stopping)
        words = tr("Stopping…");
    else if (runner_->state() == BatchRunner::State::Paused)
        words = tr("Paused: %1").arg(progressText());
    else if (isBusy())
        words = starting_ ? tr("Looking for pictures…") : progressText();
    else if (!lastWords_.isEmpty())
        words = lastWords_;
    else if (obstacle().isEmpty())
        words = tr("%n picture(s) to work on.", nullptr, model_->rowCount());
    else if (model_->rowCount() > 0) // otherwise it stands in the table's place
        words = obstacle();
    const bool isBad = !isBusy() && !lastWords_.isEmpty() && lastWordsAreBad_;
    QPalette colors = palette();
    if (isBad)
        colors.setColor(QPalette::WindowText, theme::errorColor(colors));
    status_->setPalette(colors);
    status_->setText(words);
    bar_->setVisible(isBusy() || !lastWords_.isEmpty());
    bar_->setValue(int(progress_.fraction() * progressSteps));
    Q_EMIT shortTextChanged();
}

} // namespace ui
