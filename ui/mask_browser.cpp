#include "ui/mask_browser.h"

#include <algorithm>
#include <utility>

namespace ui {

MaskBrowser::MaskBrowser(Session* session) : QObject(session), session_(session)
{
    connect(session, &Session::waitingChanged, this, &MaskBrowser::takeMasks);
    connect(session, &Session::annotationChanged, this, [this] {
        labelledShares_.clear();
        if (filter_.onlyUnlabelled)
            refilter();
    });
}

// --- Filter and order ---------------------------------------------------------------------------

void MaskBrowser::takeMasks()
{
    const WaitingMasks& masks = all();
    const bool another = std::none_of(masks.begin(), masks.end(),
                                      [this](const auto& mask) { return known_.contains(mask); });
    known_ = std::set<WaitingMaskPtr>(masks.begin(), masks.end());
    if (another && !masks.empty()) { // the ranges were about other masks
        filter_ = {{}, {}, {}, filter_.onlyUnlabelled};
        Q_EMIT filterChanged();
    }
    std::erase_if(labelledShares_, [this](const auto& e) { return !known_.contains(e.first); });
    refilter();
}

void MaskBrowser::setFilter(const MaskFilter& filter)
{
    if (filter_ == filter)
        return;
    filter_ = filter;
    Q_EMIT filterChanged();
    refilter();
}

void MaskBrowser::setOrder(MaskOrder order, bool ascending)
{
    if (order_ == order && ascending_ == ascending)
        return;
    order_ = order;
    ascending_ = ascending;
    refilter();
}

void MaskBrowser::refilter()
{
    shown_.clear();
    for (const WaitingMaskPtr& mask : all())
        if (filter_.admits(*mask, filter_.onlyUnlabelled ? labelledShare(mask) : 0))
            shown_.push_back(mask);
    sortMasks(shown_, order_, ascending_);
    const std::set<WaitingMaskPtr> visible(shown_.begin(), shown_.end());
    std::set<WaitingMaskPtr> stillChosen;
    std::set_intersection(chosen_.begin(), chosen_.end(), visible.begin(), visible.end(),
                          std::inserter(stillChosen, stillChosen.end()));
    if (hovered_ && !visible.contains(hovered_))
        setHovered(nullptr);
    Q_EMIT shownChanged();
    replaceChosen(std::move(stillChosen));
}

/// Of the mask's pixels, how many lie on objects.
double MaskBrowser::labelledShare(const WaitingMaskPtr& mask)
{
    const std::vector<core::Object>& objects = session_->annotation().objects;
    if (labelledShares_.empty() && !objects.empty()) {
        std::vector<const core::Rle*> masks;
        for (const core::Object& object : objects)
            masks.push_back(&object.mask);
        const core::Rle labelled = core::unite(masks);
        for (const WaitingMaskPtr& each : all())
            labelledShares_[each] = double(core::intersectionArea(each->found.mask, labelled)) /
                                    double(std::max<std::size_t>(1, each->found.area));
    }
    const auto found = labelledShares_.find(mask);
    return found == labelledShares_.end() ? 0 : found->second;
}

// --- Chosen and pointed at ----------------------------------------------------------------------

WaitingMasks MaskBrowser::chosen() const
{
    WaitingMasks masks;
    std::copy_if(shown_.begin(), shown_.end(), std::back_inserter(masks),
                 [this](const WaitingMaskPtr& mask) { return isChosen(mask); });
    return masks;
}

void MaskBrowser::replaceChosen(std::set<WaitingMaskPtr> chosen)
{
    if (chosen == chosen_)
        return;
    chosen_ = std::move(chosen);
    Q_EMIT chosenChanged();
}

void MaskBrowser::setChosen(const WaitingMasks& masks)
{
    replaceChosen({masks.begin(), masks.end()});
}

void MaskBrowser::choose(const WaitingMaskPtr& mask, bool toggle)
{
    std::set<WaitingMaskPtr> chosen;
    if (toggle)
        chosen = chosen_;
    if (mask && chosen.erase(mask) == 0)
        chosen.insert(mask);
    replaceChosen(std::move(chosen));
}

void MaskBrowser::chooseWithin(const QRectF& box, bool add)
{
    std::set<WaitingMaskPtr> chosen;
    if (add)
        chosen = chosen_;
    for (const WaitingMaskPtr& mask : shown_) {
        const core::PixelRect& extent = mask->found.box;
        if (box.contains(QRectF(extent.x, extent.y, extent.width, extent.height)))
            chosen.insert(mask);
    }
    replaceChosen(std::move(chosen));
}

void MaskBrowser::setHovered(const WaitingMaskPtr& mask)
{
    if (hovered_ == mask)
        return;
    hovered_ = mask;
    Q_EMIT hoveredChanged();
}

WaitingMaskPtr MaskBrowser::at(QPoint pixel) const
{
    WaitingMaskPtr smallest;
    for (const WaitingMaskPtr& mask : shown_)
        if (mask->runs.at(pixel.x(), pixel.y()) &&
            (!smallest || mask->found.area < smallest->found.area))
            smallest = mask;
    return smallest;
}

void MaskBrowser::mergeChosen()
{
    const WaitingMasks parts = chosen();
    if (parts.size() < 2)
        return;
    const std::set<WaitingMaskPtr> before(all().begin(), all().end());
    session_->mergeMasks(parts);
    for (const WaitingMaskPtr& mask : shown_)
        if (!before.contains(mask))
            choose(mask, false);
}

} // namespace ui
