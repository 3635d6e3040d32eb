#include "ui/everything_panel.h"

#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/everything_list.h"
#include "ui/range_field.h"

namespace ui {

EverythingPanel::EverythingPanel(Session* session, QAction* segment, const QList<QAction*>& verbs,
                                 QWidget* parent)
    : QStackedWidget(parent), browser_(session->browser()), count_(new QLabel),
      iou_(new RangeField(tr("IoU"), RangeField::Scale::Linear, 3)),
      stability_(new RangeField(tr("Stability"), RangeField::Scale::Linear, 3)),
      area_(new RangeField(tr("Area"), RangeField::Scale::Logarithmic, 0)),
      onlyUnlabelled_(new QCheckBox(tr("Only where there is &no object yet"))),
      list_(new EverythingList(session))
{
    setObjectName("everythingPanel");
    addWidget(emptyPage(segment));
    addWidget(browsePage(verbs));
    for (RangeField* field : {iou_, stability_, area_})
        connect(field, &RangeField::rangeChanged, this, &EverythingPanel::changeFilter);
    connect(onlyUnlabelled_, &QCheckBox::toggled, this, &EverythingPanel::changeFilter);
    connect(session, &Session::waitingChanged, this, &EverythingPanel::showEnds);
    connect(browser_, &MaskBrowser::filterChanged, this, &EverythingPanel::showFilter);
    for (const auto signal : {&MaskBrowser::shownChanged, &MaskBrowser::chosenChanged})
        connect(browser_, signal, this, &EverythingPanel::showCount);
    showEnds();
    showFilter();
    showCount();
}

QWidget* EverythingPanel::emptyPage(QAction* segment)
{
    auto* page = new QWidget;
    auto* sentence = new QLabel(tr("No masks wait here. Segment everything to get the masks of the "
                                   "whole picture, then keep those you want."));
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignCenter);
    sentence->setForegroundRole(QPalette::PlaceholderText);
    auto* button = new QPushButton(segment->icon(), segment->text());
    button->setToolTip(segment->toolTip());
    button->setEnabled(segment->isEnabled());
    connect(button, &QPushButton::clicked, segment, &QAction::trigger);
    connect(segment, &QAction::enabledChanged, button, &QWidget::setEnabled);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addStretch(1);
    column->addWidget(sentence);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch(1);
    return page;
}

QWidget* EverythingPanel::browsePage(const QList<QAction*>& verbs)
{
    count_->setObjectName("everythingCount");
    onlyUnlabelled_->setObjectName("onlyUnlabelled");
    onlyUnlabelled_->setToolTip(
        tr("Hide the masks of which more than half already belongs to objects"));
    iou_->setToolTip(tr("How well the model expects the mask to fit; 1 is best"));
    stability_->setToolTip(
        tr("How little the mask changes with a stricter or looser threshold; 1 is best"));
    area_->setToolTip(tr("Pixels of the mask"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(4);
    column->addWidget(count_);
    for (RangeField* field : {iou_, stability_, area_})
        column->addWidget(field);
    column->addWidget(onlyUnlabelled_);
    column->addWidget(list_, 1);
    column->addWidget(buttons(verbs));
    return page;
}

QWidget* EverythingPanel::buttons(const QList<QAction*>& verbs)
{
    auto* area = new QWidget;
    auto* grid = new QGridLayout(area);
    grid->setContentsMargins(0, 2, 0, 0);
    grid->setSpacing(4);
    for (int i = 0; i < int(verbs.size()); ++i) {
        auto* button = new QToolButton;
        button->setDefaultAction(verbs[i]);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFocusPolicy(Qt::TabFocus); // a click must not take the keys from the list
        grid->addWidget(button, i / 2, i % 2);
    }
    return area;
}

// --- What the browser says ----------------------------------------------------------------------

/// The sliders reach from the least to the greatest value there is.
void EverythingPanel::showEnds()
{
    const WaitingMasks& masks = browser_->all();
    setCurrentIndex(masks.empty() ? 0 : 1);
    if (masks.empty())
        return;
    const auto setEnds = [&](RangeField* field, const auto& value) {
        double least = value(*masks.front()), most = least;
        for (const WaitingMaskPtr& mask : masks) {
            least = std::min(least, value(*mask));
            most = std::max(most, value(*mask));
        }
        field->setEnds(least, most);
    };
    setEnds(iou_, [](const WaitingMask& mask) { return mask.iou(); });
    setEnds(stability_, [](const WaitingMask& mask) { return double(mask.found.stability); });
    setEnds(area_, [](const WaitingMask& mask) {
        return double(std::max<std::size_t>(1, mask.found.area));
    });
    int widest = 0;
    for (const RangeField* field : {iou_, stability_, area_})
        widest = std::max(widest, field->widestValues());
    for (RangeField* field : {iou_, stability_, area_})
        field->setValuesWidth(widest + 2);
}

void EverythingPanel::showFilter()
{
    const MaskFilter& filter = browser_->filter();
    iou_->setRange(filter.iou);
    stability_->setRange(filter.stability);
    area_->setRange(filter.area);
    onlyUnlabelled_->setChecked(filter.onlyUnlabelled);
}

void EverythingPanel::changeFilter()
{
    browser_->setFilter(
        {iou_->range(), stability_->range(), area_->range(), onlyUnlabelled_->isChecked()});
}

void EverythingPanel::showCount()
{
    const QString shown =
        tr("%1 of %n shown", nullptr, int(browser_->all().size())).arg(browser_->shown().size());
    count_->setText(browser_->chosenCount() == 0
                        ? shown
                        : tr("%1, %2 chosen").arg(shown).arg(browser_->chosenCount()));
}

} // namespace ui
