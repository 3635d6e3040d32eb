#include "app/console.h"

#include <iostream>

namespace app {

void complain(const std::string& sentence)
{
    std::cerr << program << ": " << sentence << '\n';
}

} // namespace app
