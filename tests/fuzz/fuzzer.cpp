// One reader under libFuzzer; which one is a definition of the target.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::MASKWRIGHT_FUZZ_READER({reinterpret_cast<const char*>(data), size});
    return 0;
}
