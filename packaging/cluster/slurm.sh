#!/usr/bin/env bash
# slurm.sh PARTS FOLDER OUT [OPTION…]: segments everything in FOLDER by PARTS tasks of a Slurm
# cluster and joins their datasets into OUT/annotations.json. OPTIONs are those of
# `maskwright-cli auto`. Resources are set as ever, by sbatch's variables: SBATCH_PARTITION,
# SBATCH_TIMELIMIT … Prints the numbers of the two jobs.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 3 ] || { sed -n '2,5s/^# //p' "$0" >&2 && exit 2; }
parts=$1 folder=$2 out=$3
shift 3

array=$(sbatch --parsable --array="1-$parts" "$here/maskwright.sbatch" \
    auto "$folder" -o "$out" --format coco "$@")
# After any end: a picture that cannot be read makes its task fail, but the part is whole. A part
# that is missing makes the merge fail.
merge=$(sbatch --parsable --dependency="afterany:${array%%;*}" --job-name=maskwright-merge \
    "$here/merge.sh" "$parts" "$out")
echo "${array%%;*} ${merge%%;*}"
