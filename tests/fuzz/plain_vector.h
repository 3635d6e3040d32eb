// Comes first in every file of a fuzzer. Clang instantiates the members of a constexpr container
// where they are named, and LibTorch's headers name those of a vector of a type they complete only
// later. So this vector is not constexpr. (__fill_a1, for vectors of bool, was declared before.)
#pragma once

#include <memory>
#include <string>

#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __plain_fill_a1
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
