#include "core/sha256.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "core/error.h"
#include "core/input_file.h"

namespace core {

namespace {

class Digest {
public:
    Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
    }
    void add(const char* bytes, std::size_t count)
    {
        EVP_DigestUpdate(context_.get(), bytes, count);
    }
    std::string hex()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
        constexpr char digits[] = "0123456789abcdef";
        std::string text;
        for (unsigned int i = 0; i < size; ++i) {
            text += digits[digest[i] >> 4];
            text += digits[digest[i] & 15];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

std::string sha256(std::string_view bytes)
{
    Digest digest;
    digest.add(bytes.data(), bytes.size());
    return digest.hex();
}

std::string sha256OfFile(const std::filesystem::path& path)
{
    const InputFile file = openInputFile(path);
    Digest digest;
    std::vector<char> block(1 << 20);
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get()))
        digest.add(block.data(), count);
    if (std::ferror(file.get()))
        throw Error(ErrorCode::FileUnreadable, path.string(), std::strerror(errno));
    return digest.hex();
}

} // namespace core
