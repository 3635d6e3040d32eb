#include "ui/everything_bar.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include "ui/batch_progress.h"
#include "ui/session.h"
#include "ui/theme.h"

namespace ui {

EverythingBar::EverythingBar(Session* session, QWidget* parent)
    : QFrame(parent), session_(session), label_(new QLabel), progress_(new QProgressBar),
      keep_(new QPushButton(tr("&Keep"))), discard_(new QPushButton(tr("&Discard"))),
      cancel_(new QPushButton(tr("Cancel")))
{
    setObjectName("everythingBar");
    keep_->setObjectName("keepFound");
    discard_->setObjectName("discardFound");
    cancel_->setObjectName("cancelEverything");
    keep_->setToolTip(tr("Show the masks found so far, to accept or delete"));
    discard_->setToolTip(tr("Forget the masks found so far (Esc)"));
    cancel_->setToolTip(tr("Stop segmenting everything (Esc)"));
    label_->setWordWrap(true);
    label_->setTextFormat(Qt::PlainText);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(160);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12 + theme::barStripeWidth, 6, 6, 6);
    row->setSpacing(12);
    row->addWidget(label_, 1);
    row->addWidget(progress_);
    for (QPushButton* button : {discard_, keep_, cancel_})
        row->addWidget(button);

    connect(keep_, &QPushButton::clicked, session, &Session::keepFound);
    connect(discard_, &QPushButton::clicked, session, &Session::discardFound);
    connect(cancel_, &QPushButton::clicked, session, &Session::cancelEverything);
    connect(session, &Session::everythingStateChanged, this, &EverythingBar::follow);
    connect(session, &Session::everythingProgress, this, &EverythingBar::showProgress);
    hide();
}

QString EverythingBar::text() const
{
    return isHidden() ? QString() : label_->text();
}

bool EverythingBar::hasPoints() const
{
    return sinceFirstPoint_.isValid();
}

void EverythingBar::follow()
{
    const EverythingState state = session_->everythingState();
    const bool asking = state == EverythingState::Asking;
    keep_->setVisible(asking);
    discard_->setVisible(asking);
    cancel_->setVisible(!asking);
    cancel_->setEnabled(state == EverythingState::Running);
    progress_->setVisible(!asking);
    switch (state) {
    case EverythingState::Idle:
        break;
    case EverythingState::Running:
        sinceFirstPoint_.invalidate();
        progress_->setRange(0, 0); // moves without an end until the first point is through
        label_->setText(session_->imageState() == ImageState::Ready
                            ? tr("Segmenting everything…")
                            : tr("Everything is segmented as soon as the picture is prepared…"));
        break;
    case EverythingState::Stopping:
        label_->setText(tr("Stopping…"));
        break;
    case EverythingState::Asking:
        ask();
        break;
    }
    setAccessibleName(label_->text());
    setVisible(state != EverythingState::Idle);
}

void EverythingBar::ask()
{
    label_->setText(
        tr("Keep the %n mask(s) found so far?", nullptr, int(session_->foundMasks().size())));
    show();
    if (!qobject_cast<QLineEdit*>(QApplication::focusWidget())) // not while somebody types
        keep_->setFocus();                                      // a stray Space can be undone
}

void EverythingBar::showProgress(int done, int total)
{
    progress_->setRange(0, total);
    progress_->setValue(done);
    if (!sinceFirstPoint_.isValid())
        sinceFirstPoint_.start();
    const QLocale locale;
    const QString points = tr("Segmenting everything: %1 of %2 points")
                               .arg(locale.toString(done), locale.toString(total));
    constexpr int meaningfulMs = 800;
    const qint64 elapsed = sinceFirstPoint_.elapsed();
    const double left = double(elapsed) / 1000 * (total - done) / std::max(1, done - 1);
    label_->setText(elapsed < meaningfulMs ? points
                                           : tr("%1, about %2 left", "points, duration")
                                                 .arg(points, BatchProgress::durationText(left)));
}

void EverythingBar::paintEvent(QPaintEvent*)
{
    theme::paintBar(*this, palette().color(QPalette::Highlight));
}

} // namespace ui
