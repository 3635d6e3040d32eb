#pragma once

#include <cstdint>

#include <hwy/targets.h>

/// Calls `check(target)` once for each instruction set that the kernels were compiled for and this
/// processor has, with dispatch forced to it.
template <typename Check> void forEveryTarget(Check check)
{
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        check(hwy::TargetName(target));
    }
    hwy::SetSupportedTargetsForTest(0); // back to what the processor has
}
