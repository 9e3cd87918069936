#!/bin/sh
# slurm.sh FOLDER PORT SCRIPT: runs SCRIPT, an array of jobs, on a Slurm of this one machine that lives in FOLDER, and waits for its end.
set -eu
folder=$1 port=$2 script=$3
host=$(hostname -s)
export SLURM_CONF=$folder/slurm.conf
mkdir -p "$folder/spool" "$folder/state"
chmod 700 "$folder"
dd if=/dev/urandom of="$folder/munge.key" bs=1024 count=1 2>"$folder/dd.log"
chmod 600 "$folder/munge.key"
cat >"$SLURM_CONF" <<CONF
ClusterName=diwan
SlurmctldHost=$host
SlurmctldAddr=127.0.0.1
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.sock
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmdSpoolDir=$folder/spool
StateSaveLocation=$folder/state
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1
ReturnToService=2
JobAcctGatherType=jobacct_gather/none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
stop() {
    scontrol shutdown >"$folder/stop.log" 2>&1 || true
    kill "$(cat "$folder/munged.pid")" 2>>"$folder/stop.log" || true
}
trap stop EXIT
munged --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
slurmctld
slurmd
for _ in 1 2 3 4 5 6 7 8 9 10; do
    sinfo --noheader --format=%t 2>>"$folder/sinfo.log" | grep -q idle && break
    sleep 1
done
sbatch --wait --export=ALL "$script"
