#!/bin/sh
# Makes the register where there is none, brings it to the revision of the program, and serves it: serve-team HOST PORT
set -eu
mandates db current --quiet >/dev/null 2>&1 || mandates init
mandates db upgrade
exec mandates serve --team --no-browser --host "$1" --port "$2"
