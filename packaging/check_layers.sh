#!/usr/bin/env bash
# check_layers.sh [maskwright-cli]: checks the layers app → ui → core and that the command line links
# no Qt. Prints each line that breaks a rule and fails if there is one.
set -euo pipefail
cli="${1:-}"
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
if [ -n "$cli" ] && readelf -d "$cli" | grep "NEEDED.*Qt"; then
    echo "the command line links Qt, see above"
    broken=1
fi
exit "$broken"
