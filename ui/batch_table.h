#pragma once

#include <QTreeView>

namespace ui {

class BatchModel;

/// The table of a batch's pictures; the state of the one under way is a bar.
class BatchTable : public QTreeView {
    Q_OBJECT
public:
    explicit BatchTable(BatchModel* model, QWidget* parent = nullptr);

    /// Scrolls along with the batch, unless the user has scrolled elsewhere.
    void follow(int row);
    void followFromTop() { followed_ = -1; } ///< another batch

private:
    int followed_ = -1;
};

} // namespace ui
