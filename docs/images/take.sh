#!/bin/sh
# Takes the two pictures of the README from the bundled reports. Needs summitry on the path, curl and Chromium.
# Usage: docs/images/take.sh [port]
set -eu

port=${1:-8765}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
server=

summitry demo --ledger "$scratch/demo.db" >/dev/null
summitry serve --ledger "$scratch/demo.db" --port "$port" >/dev/null &
server=$!
until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/.json"; do sleep 0.2; done

take() { # name, path
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$scratch/browser" \
        --window-size=1280,800 --screenshot="$here/$1.png" "http://127.0.0.1:$port$2" 2>/dev/null
}

article=$(curl --silent "http://127.0.0.1:$port/articles.json" | grep -o '"id":"2018-09-20-[^"]*"' | cut -d'"' -f4)
take status /
take article "/articles/$article"
