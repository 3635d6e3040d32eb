// Linked into a program, makes it run as on an older processor where the environment's
// MASKWRIGHT_INSTRUCTION_SET says so: avx2, or sse4 for SSE4.1. OpenBLAS reads OPENBLAS_CORETYPE
// before anything of ours runs, so that one is for the caller to set.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <hwy/targets.h>

namespace {

/// Highway numbers better instruction sets lower.
bool limit(std::int64_t highway, const char* libTorch)
{
    hwy::DisableTargets(highway - 1);
    return ::setenv("ATEN_CPU_CAPABILITY", libTorch, 1) ==
           0; // LibTorch asks when it first needs it
}

bool limitTo(std::string_view name)
{
    if (name == "avx2")
        return limit(HWY_AVX2, "avx2");
    if (name == "sse4")
        return limit(HWY_SSE4, "default");
    return false;
}

[[maybe_unused]] const bool limited = [] {
    const char* const name = std::getenv("MASKWRIGHT_INSTRUCTION_SET");
    if (!name)
        return false;
    if (!limitTo(name)) {
        std::fprintf(stderr, "MASKWRIGHT_INSTRUCTION_SET=%s cannot be forced here.\n", name);
        std::_Exit(1);
    }
    return true;
}();

} // namespace
