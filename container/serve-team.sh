#!/bin/sh
# Makes the register where there is none, brings it to the revision of the program, lets the first admin in, and serves:
# serve-team HOST PORT [OPTION ...]; the options are those of 'mandates serve'. MANDATES_ADMIN names the first admin.
set -eu
host=$1 port=$2
shift 2
mandates db current --quiet >/dev/null 2>&1 || mandates init
mandates db upgrade
if [ -z "$(mandates user list)" ]; then
    mandates user add "${MANDATES_ADMIN:?names the person who lets the others in}" --role admin
fi
exec mandates serve --team --no-browser --host "$host" --port "$port" "$@"
