#!/usr/bin/env bash
# ./test.sh [ctest option…]: installs what is missing, builds, fetches model and photographs, tests.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
command_name=test.sh
source "$root/packaging/setup.sh"

begin
debian_packages+=("${test_packages[@]}")
install_dependencies
build_targets all
fetch_golden_model
fetch_photos
end_setup

step "pass the tests"
ctest --test-dir "$build" --output-on-failure --no-tests=error "$@" 2>&1 | tee -a "$log"
