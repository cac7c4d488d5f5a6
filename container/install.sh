#!/bin/sh
# Installs the project in SOURCE with the libraries of its lock into an environment of its own: install.sh SOURCE TARGET
set -eu
source=$1 target=$2
"${PYTHON:-python3}" -m venv "$target"
pip() { "$target/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --require-hashes --requirement "$source/container/requirements.txt"
pip install --no-deps "$source"
install -m 755 "$source/container/serve-team.sh" "$target/bin/serve-team"
