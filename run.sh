#!/usr/bin/env bash
# ./run.sh [picture…]: installs what is missing, builds, fetches the model once, opens the window.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
command_name=run.sh
source "$root/packaging/setup.sh"

begin
for picture in "$@"; do
    [ -r "$picture" ] || fail "there is no readable picture at $picture"
done
install_dependencies
build_targets maskwright maskwright-cli
fetch_model
end_setup

demo=(--demo "$root/out")
if [ $# -eq 0 ]; then
    set -- "$root/resources/sample.png"
    # Apple, flower pot, pear, book, painting; then the cup, whose four masks the strip shows.
    for point in 1290,680 310,610 1110,560 600,860 960,140 890,590; do
        demo+=(--demo-point "$point")
    done
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    step "keep the window open"
    "$build/app/maskwright" "$@" 2>&1 | tee -a "$log"
else
    say "No display here, so the window opens offscreen, segments the picture and saves what it sees."
    step "run the window offscreen"
    QT_QPA_PLATFORM=offscreen logged "$build/app/maskwright" "${demo[@]}" "$@"
    say "Done: masks, COCO file and window.png are in $root/out"
fi
