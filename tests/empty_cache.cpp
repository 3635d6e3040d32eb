// Neither what the user nor what an earlier test has kept may decide what a test sees.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace {

class EmptyCache {
public:
    EmptyCache() : folder_(std::filesystem::temp_directory_path() / "maskwright-cache-XXXXXX")
    {
        if (!::mkdtemp(folder_.data()) || ::setenv("XDG_CACHE_HOME", folder_.c_str(), 1) != 0)
            std::abort();
    }
    ~EmptyCache()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

private:
    std::string folder_;
};

const EmptyCache emptyCache;

} // namespace
