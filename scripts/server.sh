#!/bin/sh
# The steps of the Containerfile in a clean environment: installs, makes a register, and its server answers.
set -eu
checkout=$(pwd)
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
mkdir "$folder/source" "$folder/data"
git -C "$checkout" ls-files -co --exclude-standard | while read -r name; do
    [ -f "$checkout/$name" ] && mkdir -p "$folder/source/$(dirname "$name")" && cp "$checkout/$name" "$folder/source/$name"
done
PYTHON="$PYTHON" sh "$folder/source/container/install.sh" "$folder/source" "$folder/mandates"
rm -rf "$folder/source"
cd "$folder/data"
export PATH="$folder/mandates/bin:$PATH" MANDATES_DB="$folder/data/register.db" MANDATES_PUBLIC_URL=https://mandates.example.org
export MANDATES_ADMIN="Ada Lovelace"
port=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
serve-team 127.0.0.1 "$port" >"$folder/server.log" 2>&1 &
server=$!
python - "$port" <<'ASK' || { cat "$folder/server.log"; exit 1; }
import sys
import time
import urllib.error
import urllib.request

request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/api/1/healthz", headers={"Host": "mandates.example.org"})
for _ in range(600):
    try:
        print(urllib.request.urlopen(request).read().decode())
        break
    except urllib.error.HTTPError:
        raise
    except OSError:
        time.sleep(0.1)
else:
    raise SystemExit("the server does not answer")
ASK
mandates user list | grep -q "Ada Lovelace"
echo "The team's server works in a clean environment."
