#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

inline std::string contents(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Every file below a folder, hidden ones too, with what is in it; empty folders as well.
inline std::map<std::string, std::string> tree(const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        files[entry.path().lexically_relative(folder).string()] =
            entry.is_directory() ? "folder" : contents(entry.path());
    return files;
}

/// A line per file that one of both lacks or that differs; empty when there is none.
inline std::string differences(const fs::path& a, const fs::path& b)
{
    std::string text;
    const auto left = tree(a), right = tree(b);
    for (const auto& [name, bytes] : left)
        if (!right.contains(name) || right.at(name) != bytes)
            text += "< " + name + "\n";
    for (const auto& [name, bytes] : right)
        if (!left.contains(name))
            text += "> " + name + "\n";
    return text;
}
