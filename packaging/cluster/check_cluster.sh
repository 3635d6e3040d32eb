#!/usr/bin/env bash
# check_cluster.sh MASKWRIGHT-CLI PICTURE…: divides pictures with GNU parallel and with a Slurm
# cluster of one node, both for real, and compares what they leave with an undivided run. The
# cluster lives in a folder of its own on the loopback network, and ends with this script.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export MASKWRIGHT_CLI=$1
shift

[ "$(id -u)" -eq 0 ] || { echo "this check starts a Slurm cluster, so it must be run as root" >&2; exit 1; }
for program in munged slurmctld slurmd sbatch squeue parallel; do
    command -v "$program" >/dev/null || { echo "$program is missing; ./test.sh installs it" >&2; exit 1; }
done

place=$(mktemp -d)
chmod 755 "$place"
daemons=()
finish() {
    local status=$?
    set +e
    if [ "$status" -ne 0 ]; then tail -n 20 "$place"/*.log "$place"/slurm-*.out >&2; fi
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
        kill "${daemons[i]}" 2>/dev/null
        wait "${daemons[i]}" 2>/dev/null
    done
    rm -rf -- "$place"
    exit "$status"
}
trap finish EXIT
cd -- "$place"

# eventually SENTENCE COMMAND…: repeats the command until it succeeds.
eventually() {
    local what=$1 end=$((SECONDS + 120))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || { echo "waited two minutes in vain: $what" >&2; return 1; }
        sleep 0.2
    done
}

# --- the pictures and the undivided run ----------------------------------------------------------

mkdir -p pictures/more
cp -- "$@" pictures
for ((i = 0; i < 3; i++)); do cp -- "$1" "pictures/more/picture $i.png"; done
options=(--recursive --format amg --points-per-side 2 --pred-iou-thresh 0.5)
parts=3
"$MASKWRIGHT_CLI" auto pictures -o whole --format coco "${options[@]}" >/dev/null 2>whole.log

# same FOLDER: it holds the masks and the merged dataset of the undivided run.
same() {
    cmp "$1/annotations.json" whole/annotations.json
    diff -r --exclude=.maskwright --exclude='annotations-*' "$1" whole
}

# --- GNU parallel --------------------------------------------------------------------------------

JOBS_PER_MACHINE=2 "$here/parallel.sh" "$parts" pictures parallel "${options[@]}" \
    >parallel.out 2>parallel.log
same parallel
echo "GNU parallel: $parts parts make the undivided run's bytes"

# --- Slurm ---------------------------------------------------------------------------------------

# free_port: one that nothing listens on now.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
    done
}

node=$(hostname -s)
mkdir -m 755 munge state spool
head -c 1024 /dev/urandom >munge/key
chmod 600 munge/key
munged --foreground --force --key-file="$place/munge/key" --socket="$place/munge/socket" \
    --pid-file="$place/munge/pid" --log-file="$place/munge.log" --seed-file="$place/munge/seed" \
    2>munged.log &
daemons+=($!)
eventually "munged answers" munge --no-input --socket="$place/munge/socket"

cat >slurm.conf <<END
ClusterName=check
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$place/munge/socket
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$node Default=YES State=UP
END
echo "CgroupPlugin=cgroup/v1" >cgroup.conf
export SLURM_CONF=$place/slurm.conf
slurmctld -D -f "$SLURM_CONF" >slurmctld.log 2>&1 &
daemons+=($!)
eventually "slurmctld answers" scontrol ping
slurmd -D -f "$SLURM_CONF" >slurmd.log 2>&1 &
daemons+=($!)
node_is_idle() { [ "$(sinfo --noheader --format=%t)" = idle ]; }
eventually "the node is ready" node_is_idle

jobs=$("$here/slurm.sh" "$parts" pictures slurm "${options[@]}")
echo "submitted jobs $jobs"
nothing_queued() { [ -z "$(squeue --noheader)" ]; }
eventually "the jobs end" nothing_queued
same slurm
echo "Slurm: $parts array tasks and a merge make the undivided run's bytes"
