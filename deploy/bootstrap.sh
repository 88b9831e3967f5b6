#!/bin/sh
# Makes .venv and installs what a lock file names, once: it is quick when nothing changed.
#
#   deploy/bootstrap.sh run    what `make run` needs       (requirements.lock)
#   deploy/bootstrap.sh dev    that, tests and checks      (requirements-dev.lock)
#
# Needs a Python from 3.11 on (PYTHON=... chooses one). Works as root and as an ordinary user.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
venv="$root/.venv"
note="$venv/.installed"

say() { printf '%s\n' "$*"; }
fail() { say "Error: $*" >&2; exit 1; }

case "${1:-run}" in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) fail "usage: deploy/bootstrap.sh run|dev" ;;
esac

# Two `make` in one clone at the same time: the second waits for the first.
if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/.bootstrap.lock"
    flock 9
fi

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if recent "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed. Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv"
}

# Debian splits pip's own wheels off into python3-venv: without it a venv can be made, but without pip.
make_venv() {
    python=$1
    rm -rf "$venv"
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv "$venv"
    elif "$python" -c 'import virtualenv' >/dev/null 2>&1; then
        "$python" -m virtualenv -q "$venv"
    elif "$python" -c 'import venv, pip' >/dev/null 2>&1 && "$python" -m pip --python "$python" --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" --disable-pip-version-check -q install pip
    elif [ -z "${installed_by_apt:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        say "This Python cannot make a virtual environment; installing Debian's package $version ..."
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -y -q "$version" >/dev/null 2>&1 || {
            apt-get update -q >/dev/null && apt-get install -y -q "$version" >/dev/null
        } || fail "apt-get could not install $version; install it by hand and run this again"
        installed_by_apt=yes
        make_venv "$python"
    else
        fail "this Python cannot make a virtual environment. Install it and run this again: sudo apt-get install python3-venv"
    fi
}

# A venv knows its own path and its Python: after a move or an upgrade it is made anew.
usable() { [ -f "$note" ] && grep -qxF "at $root" "$note" && recent "$venv/bin/python"; }

if ! usable; then
    python=$(find_python)
    say "Making .venv with $("$python" --version) ($python)"
    make_venv "$python"
    say "at $root" >"$note"
fi

stamp() { printf '%s ' "$1"; "$venv/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }
installed() { grep -qxF "$(stamp "$1")" "$note"; }

# What tests and checks need includes what running needs: a venv that has had the one is kept at it.
if grep -q '^requirements-dev.lock ' "$note"; then lock=requirements-dev.lock; fi

if ! installed "$lock"; then
    say "Installing the packages of $lock, hashes checked ..."
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes -r "$lock" ||
        fail "the packages of $lock were not installed; the reason stands above. Run this again to continue"

    # The repository's own packages and its command, without a build: a path file and a wrapper. (-P: the packages
    # of this clone, also when the command is called inside another one.)
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    say "$root" >"$site/yijiantong.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -P -m app.cli "$@"\n' "$venv" >"$venv/bin/yjt.new"
    chmod 755 "$venv/bin/yjt.new"
    mv "$venv/bin/yjt.new" "$venv/bin/yjt"

    grep -v "^$lock " "$note" >"$note.new" || true
    stamp "$lock" >>"$note.new"
    mv "$note.new" "$note"
fi

# Programs that tests use where they are there, and do without where they are not: pdfsig looks at official papers,
# openssl stamps the ledger's heads (the demo's too), jq and xxd check receipts by hand, chromium shows the phone
# pages (in Chinese: with a font that has it), clamd scans files. The last only where no service manager would start
# its service: on a machine of one's own that is for its owner to decide.
offer() {
    program=$1 package=$2
    if command -v "$program" >/dev/null 2>&1 || [ -e "$program" ] || grep -qx "no $package" "$note"; then return; fi
    apt-get install -y -q --no-install-recommends "$package" >/dev/null 2>&1 || {
        apt-get update -q >/dev/null 2>&1 && apt-get install -y -q --no-install-recommends "$package" >/dev/null 2>&1
    } || say "no $package" >>"$note"
}

if [ "$lock" = requirements-dev.lock ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    offer pdfsig poppler-utils
    offer openssl openssl
    offer jq jq
    offer xxd xxd
    offer chromium chromium
    offer /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
    [ -d /run/systemd/system ] || [ -x /usr/sbin/clamd ] || offer clamd clamav-daemon
fi
