#!/usr/bin/env bash
# check_layers.sh [maskwright-cli maskwright]: checks the layers app → ui → core, that LibTorch stays
# in the engine, which the programs load beside their work, and that the command line links no Qt.
# Prints each line that breaks a rule and fails if there is one.
set -euo pipefail
cli="${1:-}" window="${2:-}"
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

torch='#include *[<"](torch|ATen|c10|caffe2)/'
qt='#include *[<"]Q|QT_|\bQObject\b'
broken=0

# rule SENTENCE PATTERN PATH…
rule() {
    local sentence="$1" pattern="$2" found
    shift 2
    found=$(grep -rnE --include='*.h' --include='*.cpp' --include='*.hpp' -e "$pattern" -- "$@") ||
        [ $? -eq 1 ]
    if [ -n "$found" ]; then
        printf '%s\n%s\n' "$sentence" "$found"
        broken=1
    fi
}

rule "core knows no Qt:" "$qt" core
rule "core knows neither ui nor app:" '#include *[<"](ui|app)/' core
rule "ui does not know app:" '#include *[<"]app/' ui
rule "LibTorch stays inside core:" "$torch" ui app
rule "what is named _impl.h is core's own:" '#include *[<"].*_impl\.h[>"]' ui app
shopt -s extglob
rule "the public headers in core/ and core/formats/ are free of LibTorch:" "$torch" \
    core/!(*_impl).h core/formats/!(*_impl).h

# The sources of the library that programs link, by core/CMakeLists.txt.
mapfile -t linked < <(sed -n '/^add_library(maskwright_core /,/^)/s/^  \([a-z].*\.cpp\)$/core\/\1/p' \
    core/CMakeLists.txt)
[ "${#linked[@]}" -gt 0 ] || { echo "core/CMakeLists.txt names no source of maskwright_core"; broken=1; }
rule "what programs link does without LibTorch and what the engine is made of:" \
    "$torch|#include *[<\"](oneapi|onnx|core/(sam|kernels|checkpoint))/|_impl\.h[>\"]" "${linked[@]}"

# needs_none PROGRAM PATTERN WHAT: the program loads no such library when it starts.
needs_none() {
    if [ -n "$1" ] && readelf -d "$1" | grep -E "NEEDED.*$2"; then
        echo "${1##*/} links $3, see above"
        broken=1
    fi
}

needs_none "$cli" "lib(torch|c10|caffe2)" LibTorch
needs_none "$window" "lib(torch|c10|caffe2)" LibTorch
needs_none "$cli" Qt Qt
exit "$broken"
