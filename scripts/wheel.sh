#!/bin/sh
# Builds the wheel, installs it into a clean environment outside the checkout and does the main job there.
set -eu
checkout=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$PYTHON" -m venv "$folder/venv"
pip() { "$folder/venv/bin/python" -m pip "$@" --quiet --disable-pip-version-check; }
pip wheel --no-deps --wheel-dir "$folder/dist" "$checkout"
pip install "$folder"/dist/*.whl
mkdir "$folder/elsewhere"
cp "$checkout/seeds/A_RES_71_12.md" "$folder/elsewhere/"
cd "$folder/elsewhere"
export MANDATES_DB="$folder/elsewhere/register.db"
mandates="$folder/venv/bin/mandates"
"$mandates" init
"$mandates" ingest A_RES_71_12.md
"$mandates" db check
"$mandates" db upgrade
"$mandates" list --as-of 2019-12-01 --format csv | grep -q 'A/RES/71/12#8'
"$mandates" extract A_RES_71_12.md >/dev/null
echo "The wheel works in a clean environment."
