#!/usr/bin/env bash
# parallel.sh PARTS FOLDER OUT [OPTION…]: segments everything in FOLDER with GNU parallel, in PARTS
# parts, and joins their datasets into OUT/annotations.json. OPTIONs are those of
# `maskwright-cli auto`. One part at a time runs on each machine (it uses all cores there); the
# machines are named as ever, in $PARALLEL, and must see FOLDER and OUT:
#   PARALLEL='--sshlogin node1,node2 --workdir .' parallel.sh 16 photos masks
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 3 ] || { sed -n '2,6s/^# //p' "$0" >&2 && exit 2; }
parts=$1 folder=$2 out=$3
shift 3

failed=0
seq "$parts" | parallel --jobs "${JOBS_PER_MACHINE:-1}" --line-buffer --quote \
    "${MASKWRIGHT_CLI:-maskwright-cli}" auto "$folder" -o "$out" --format coco "$@" \
    --shard "{}/$parts" || failed=$?
"$here/merge.sh" "$parts" "$out"
exit "$failed"
