#!/bin/sh
# The main job on the founding document, in a fresh register: what a delegate would type, and what they see.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export MANDATES_DB="$folder/register.db"

run() {
    printf '\n$ mandates'
    for word in "$@"; do case $word in *[\ \;\#\(]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    mandates "$@"
}

run init
run ingest seeds
run list --as-of 2016-12-05
run show '71/12#8' --as-of 2016-12-05
run overdue --as-of 2019-12-01
run summary --session 73
run report '71/12#8' --document A/73/328 --on 2018-08-20
run summary --session 73
