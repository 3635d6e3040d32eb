#pragma once

#include <array>

#include <QList>
#include <QStackedWidget>

#include "ui/mask_browser.h"

class QAction;
class QCheckBox;
class QLabel;

namespace ui {

class EverythingList;
class RangeField;

/// The dock for the masks that wait: filter, list and what can be done with them. Says how to get
/// some when there are none.
class EverythingPanel : public QStackedWidget {
    Q_OBJECT
public:
    /// `segment` gets masks; `verbs` become the buttons below the list, the first over the whole
    /// width.
    EverythingPanel(Session* session, QAction* segment, const QList<QAction*>& verbs,
                    QWidget* parent = nullptr);

    RangeField* iou() const { return iou_; }
    RangeField* stability() const { return stability_; }
    RangeField* area() const { return area_; }
    EverythingList* list() const { return list_; }

private:
    QWidget* emptyPage(QAction* segment);
    QWidget* browsePage(const QList<QAction*>& verbs);
    QWidget* buttons(const QList<QAction*>& verbs);
    void showEnds();
    void showFilter();
    void showCount();
    void changeFilter();

    MaskBrowser* browser_;
    QLabel* count_;
    RangeField* iou_;
    RangeField* stability_;
    RangeField* area_;
    QCheckBox* onlyUnlabelled_;
    EverythingList* list_;
};

} // namespace ui
