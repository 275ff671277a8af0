# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Steps that the scripts beside it share. Sourced, never run. Everything it writes lies under var/ and .build/.

set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly tools=var/tools
readonly python=$tools/venv/bin/python
readonly vendor=Sources/CAssets/assets/vendor
current_step="starting"
me=script/$(basename "$0")
readonly me

# step SENTENCE: says what comes now; a failure names it.
step() {
    current_step=$1
    printf '==> %s\n' "$1" >&2
}

say() { printf '    %s\n' "$*" >&2; }

# fail SENTENCE: ends the script with one sentence.
fail() {
    trap - ERR
    printf '%s: %s\n' "$me" "$*" >&2
    exit 1
}

# Only the outermost shell speaks, or each nested one would say it again.
trap '[ "$BASH_SUBSHELL" -gt 0 ] || fail "this step failed, the lines above say why: $current_step"' ERR

# usage: prints the comment at the head of the script.
usage() { sed -n '3,/^$/{s/^# \{0,1\}//;t print;d;:print;p}' "$0"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need_packages PACKAGE…: installs the Debian packages that are missing; silent when none is.
need_packages() {
    local have package missing=()
    if ! command -v apt-get >/dev/null; then
        say "This is not Debian: see to it yourself that there are $*."
        return 0
    fi
    have=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for package; do
        [[ $have == *" $package=installed "* ]] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    step "Installing Debian packages: ${missing[*]}"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        fail "installing needs root and there is no sudo; run this as root first: apt-get install ${missing[*]}"
    # A list of packages that is hours old names versions that are gone, so it is fetched anew, once per run.
    if [ -z "${apt_is_fresh:-}" ]; then
        apt_get update
        apt_is_fresh=yes
    fi
    apt_get install -y --no-install-recommends "${missing[@]}"
}

apt_get() {
    mkdir -p var/log
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >>var/log/apt.log 2>&1 </dev/null && return
    tail -n 5 var/log/apt.log >&2
    fail "apt-get $1 failed; the whole log is var/log/apt.log; is this machine online?"
}

# What the toolchain links with, and the C libraries that Package.swift names.
need_build_packages() {
    need_packages binutils ca-certificates curl git libc6-dev libcurl4 libexpat1-dev libgcc-12-dev libpq-dev libsqlite3-dev libssl-dev \
        libstdc++-12-dev libstemmer-dev libxml2 libzip-dev pkg-config python3-venv tzdata zlib1g-dev
}

need_swift() {
    local version
    command -v swift >/dev/null || fail "Swift 6.3 is not on the PATH; install it from swift.org and run this again."
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p')
    [ "$(printf '6.3\n%s\n' "$version" | sort -V | head -n 1)" = 6.3 ] ||
        fail "Swift 6.3 or later is needed, and this is ${version:-an unknown version}."
}

# A Python of our own, so that nothing is installed into the system's.
need_python() {
    # It breaks when Debian's Python is replaced, and is cheap to make.
    "$python" -c '' 2>/dev/null && return
    step "Making a Python environment in $tools/venv"
    rm -rf "$tools/venv"
    mkdir -p "$tools"
    /usr/bin/python3 -m venv "$tools/venv"
}

pip_quietly() { "$python" -m pip --quiet --disable-pip-version-check --no-input --retries 2 --timeout 20 "$@"; }

has_hash() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]; }

# web_asset FILE SHA256 PACKAGE VERSION WHEEL_SHA256 PATH_IN_WHEEL
# Fetched, not committed: it is others' work. The app does without any of them, so that no network is no failure; a wrong hash is.
web_asset() {
    local file=$vendor/$1 sha=$2 package=$3 version=$4 wheel_sha=$5 inside=$6 folder
    has_hash "$file" "$sha" && return
    need_python
    step "Fetching $1 ($package $version)"
    folder=$(mktemp -d)
    printf '%s==%s --hash=sha256:%s\n' "$package" "$version" "$wheel_sha" >"$folder/wanted.txt"
    if ! pip_quietly download --no-deps --only-binary :all: --require-hashes -r "$folder/wanted.txt" -d "$folder" >"$folder/log" 2>&1; then
        if grep -q 'DO NOT MATCH' "$folder/log"; then
            rm -rf "$folder"
            fail "$package $version is not the file that was pinned (another SHA-256); nothing was installed."
        fi
        rm -rf "$folder"
        say "It could not be fetched, so pages load whole instead of in parts; '$me' tries again at the next build."
        return 0
    fi
    "$python" -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
        "$folder"/*.whl "$inside" >"$folder/asset"
    has_hash "$folder/asset" "$sha" || fail "$inside of $package $version is not the file that was pinned (another SHA-256)."
    mkdir -p "$vendor"
    mv "$folder/asset" "$file"
    chmod 644 "$file"
    # A file that was not there when the assets were compiled is no dependency that the build knows of.
    touch Sources/CAssets/assets.c
    rm -rf "$folder"
}

web_assets() {
    web_asset htmx-2.min.js 71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de \
        django-htmx 1.29.0 0ec5be1645ed71e6787bd75e0250624f00274ac3bb1730f07b6629a95688929b \
        django_htmx/static/django_htmx/htmx-2.min.js
}

readonly release=.build/release/entente
readonly release_stamp=.build/entente-release.stamp

# Whether the release binary is newer than all that it is made of. Folders count too: their time changes when a file is removed.
release_is_fresh() {
    [ -x "$release" ] && [ -f "$release_stamp" ] && [ -z "$(find Package.swift Sources -newer "$release_stamp" -print -quit)" ]
}

# build_release: from nothing to .build/release/entente; returns at once when it is there.
build_release() {
    release_is_fresh && return
    need_build_packages
    need_swift
    web_assets
    step "Building for release (about ten minutes the first time, seconds after a change)"
    mkdir -p .build
    # The stamp is from before the build, so that what changes meanwhile is built the next time.
    touch "$release_stamp.new"
    swift build -c release --static-swift-stdlib --product entente
    mv "$release_stamp.new" "$release_stamp"
}
