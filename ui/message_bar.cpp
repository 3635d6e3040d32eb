#include "ui/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme.h"

namespace ui {

namespace {

constexpr int informationMs = 10000;

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), label_(new QLabel(this)), button_(new QPushButton(this)),
      close_(new QToolButton(this))
{
    label_->setWordWrap(true);
    label_->setTextFormat(Qt::PlainText);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    close_->setAutoRaise(true);
    close_->setIcon(theme::icon("close"));
    close_->setToolTip(tr("Close this message"));
    close_->setAccessibleName(close_->toolTip());
    close_->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12 + theme::barStripeWidth, 6, 6, 6);
    row->setSpacing(12);
    row->addWidget(label_, 1);
    row->addWidget(button_);
    row->addWidget(close_);

    timer_.setSingleShot(true);
    timer_.setInterval(informationMs);
    connect(&timer_, &QTimer::timeout, this, &MessageBar::dismiss);
    connect(close_, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(button_, &QPushButton::clicked, this, [this] {
        const auto run = run_; // dismissing forgets it
        dismiss();
        run();
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& sentence, const Action& action)
{
    kind_ = kind;
    run_ = action.run;
    label_->setText(sentence);
    setAccessibleName(sentence);
    button_->setText(action.text);
    button_->setVisible(bool(action.run));
    if (kind == Kind::Information)
        timer_.start();
    else
        timer_.stop();
    show();
    update();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : label_->text();
}

void MessageBar::dismiss()
{
    timer_.stop();
    run_ = nullptr;
    hide();
}

QColor MessageBar::accent() const
{
    return kind_ == Kind::Error ? QColor(0xd6, 0x3b, 0x3b) : palette().color(QPalette::Highlight);
}

void MessageBar::paintEvent(QPaintEvent*)
{
    theme::paintBar(*this, accent());
}

/// Somebody is reading it.
void MessageBar::enterEvent(QEnterEvent* event)
{
    timer_.stop();
    QFrame::enterEvent(event);
}

} // namespace ui
