#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace ui {

/// Makes this thread, and those that it starts, give way to others, as `nice` does: Linux counts
/// niceness per thread.
inline void giveWayToOthers(int niceness)
{
    setpriority(PRIO_PROCESS, id_t(gettid()), niceness);
}

} // namespace ui
