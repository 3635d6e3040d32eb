#!/usr/bin/env bash
# merge.sh PARTS OUT: joins the datasets of a run in PARTS parts into OUT/annotations.json.
# Needs no scheduler.
set -euo pipefail
parts=$1 out=$2

files=()
for ((part = 1; part <= parts; part++)); do
    files+=("$out/annotations-$part-of-$parts.json")
done
exec "${MASKWRIGHT_CLI:-maskwright-cli}" merge "${files[@]}" -o "$out/annotations.json"
