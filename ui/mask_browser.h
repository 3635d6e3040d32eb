#pragma once

#include <map>
#include <set>

#include <QObject>
#include <QPoint>
#include <QRectF>

#include "ui/mask_filter.h"
#include "ui/session.h"

namespace ui {

/// Which of the waiting masks are shown (filter), in which order, which are chosen and which one is
/// pointed at. The list and the canvas show this and change it; neither knows the other.
class MaskBrowser : public QObject {
    Q_OBJECT
public:
    explicit MaskBrowser(Session* session); ///< the session owns it

    const WaitingMasks& all() const { return session_->waitingMasks(); }
    const WaitingMasks& shown() const { return shown_; } ///< in the chosen order

    const MaskFilter& filter() const { return filter_; }
    void setFilter(const MaskFilter& filter);
    MaskOrder order() const { return order_; }
    bool isAscending() const { return ascending_; }
    void setOrder(MaskOrder order, bool ascending);

    WaitingMasks chosen() const; ///< always a part of shown(), in its order
    int chosenCount() const { return int(chosen_.size()); }
    bool isChosen(const WaitingMaskPtr& mask) const { return chosen_.contains(mask); }
    void setChosen(const WaitingMasks& masks);
    /// Chooses it alone (null: none), or with `toggle` adds it or takes it out.
    void choose(const WaitingMaskPtr& mask, bool toggle);
    /// Chooses all that lie within a box, image pixels; with `add` on top of those chosen before.
    void chooseWithin(const QRectF& box, bool add);

    const WaitingMaskPtr& hovered() const { return hovered_; } ///< null, or one of shown()
    void setHovered(const WaitingMaskPtr& mask);
    /// The smallest shown mask over a pixel, which is the one on top; null when there is none.
    WaitingMaskPtr at(QPoint pixel) const;

    void acceptChosen() { session_->acceptMasks(chosen()); }
    void acceptShown() { session_->acceptMasks(shown_); }
    void mergeChosen(); ///< chooses the merged mask
    void deleteChosen() { session_->deleteMasks(chosen()); }

Q_SIGNALS:
    void filterChanged();
    void shownChanged(); ///< shown() or all() is new
    void chosenChanged();
    void hoveredChanged();

private:
    void takeMasks();
    void refilter();
    double labelledShare(const WaitingMaskPtr& mask);
    void replaceChosen(std::set<WaitingMaskPtr> chosen);

    Session* session_;
    MaskFilter filter_;
    MaskOrder order_ = MaskOrder::Iou;
    bool ascending_ = false;
    WaitingMasks shown_;
    std::set<WaitingMaskPtr> chosen_;
    WaitingMaskPtr hovered_;
    std::set<WaitingMaskPtr> known_;                  ///< the masks that waited when last looked
    std::map<WaitingMaskPtr, double> labelledShares_; ///< kept until the objects change
};

} // namespace ui
