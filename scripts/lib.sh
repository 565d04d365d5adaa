# What the other scripts share. Sourced, never run: `. "$(dirname "$0")/lib.sh"`.
# Sourcing it moves to the repository's root and turns on strict mode.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
export ROOT
unset VIRTUAL_ENV PYTHONHOME

# Compiled once at installation, not at every start (some machines forbid Python to keep what it compiles).
export UV_COMPILE_BYTECODE=1
# Nothing but packages is ever downloaded: no interpreter, no browser.
export UV_PYTHON_DOWNLOADS=never PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PIP_DISABLE_PIP_VERSION_CHECK=1

TOOLS=var/tools

heading() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

# apt_install PACKAGE…: install Debian packages when we may; else say which ones are missing and fail.
apt_install() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        note "please install: $* (Debian and Ubuntu: sudo apt-get install $*)"
        return 1
    fi
    note "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    local log
    log=$(mktemp)
    # A fresh machine may have no package lists at all, or old ones; one update settles both.
    if ! apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 </dev/null; then
        if ! { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
            tail -n 20 "$log" >&2
            rm -f "$log"
            return 1
        fi
    fi
    rm -f "$log"
}

# find_python: the path of a Python >= 3.10. PYTHON= wins; an unfit one is an error, not a reason to guess.
find_python() {
    local candidate candidates="${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python3.10 python}"
    for candidate in $candidates; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    die "no Python 3.10 or newer found (looked for: $candidates). Install one, or say PYTHON=/path/to/python."
}

# make_venv PYTHON DIR: a virtual environment with pip. Debian keeps venv in a package of its own.
make_venv() {
    "$1" -m venv "$2" >/dev/null 2>&1 && return
    apt_install python3-venv >&2 && "$1" -m venv "$2"
}

# find_uv: sets UV to a working uv (8 times quicker than pip), fetched from PyPI when needed; UV is empty without.
find_uv() {
    UV=$TOOLS/bin/uv
    "$UV" --version >/dev/null 2>&1 && return
    if uv --version >/dev/null 2>&1; then
        UV=$(command -v uv)
        return
    fi
    note "fetching uv from PyPI"
    if make_venv "$(find_python)" "$TOOLS" && "$TOOLS/bin/python" -m pip install -q uv && "$UV" --version >/dev/null; then
        return
    fi
    note "uv is not to be had here: going on with pip, which takes longer"
    UV=
}

# venv PYTHON DIR: an environment in DIR, made anew when the one there is broken or half made.
venv() {
    "$2/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && return
    rm -rf "$2"
    if [ -n "$UV" ]; then "$UV" venv -q --seed -p "$1" "$2"; else make_venv "$1" "$2"; fi
}

# install DIR ARGUMENT…: what `pip install ARGUMENT…` would do in the environment DIR.
install() {
    local dir=$1
    shift
    if [ -n "$UV" ]; then "$UV" pip install -q -p "$dir" "$@"; else "$dir/bin/python" -m pip install -q "$@"; fi
}

# pythons_on_path: put every interpreter pyenv holds before its shims, which fail for versions not switched on.
pythons_on_path() {
    command -v pyenv >/dev/null || return 0
    local bin
    for bin in "$(pyenv root)"/versions/3.1[0-9]*/bin; do
        [ -d "$bin" ] && PATH="$bin:$PATH"
    done
    export PATH
}
