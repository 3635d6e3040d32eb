#pragma once

#include <QString>
#include <QStringList>

namespace ui {
class MainWindow;
}

namespace app {

/// Shows what the window does where nobody can see it: opens the picture (the bundled sample when
/// empty), selects something at each point ("X,Y"; a few places when none is given), accepts all
/// but the last, exports to `folder` and leaves a picture of the window there.
/// @returns the exit status; says on standard output what it did, on standard error why it could
/// not.
int runDemo(ui::MainWindow& window, const QString& picture, const QStringList& points,
            const QString& folder);

} // namespace app
