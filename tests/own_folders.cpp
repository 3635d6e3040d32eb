// Neither what the user nor what an earlier test has kept or set may decide what a test sees, and
// no test may change it: each has a cache and settings of its own. Before anything asks where they
// are.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace {

class OwnFolder {
public:
    explicit OwnFolder(const char* variable)
        : folder_(std::filesystem::temp_directory_path() / "maskwright-test-XXXXXX")
    {
        if (!::mkdtemp(folder_.data()) || ::setenv(variable, folder_.c_str(), 1) != 0)
            std::abort();
    }
    ~OwnFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

private:
    std::string folder_;
};

const OwnFolder cache("XDG_CACHE_HOME"), settings("XDG_CONFIG_HOME");

} // namespace
