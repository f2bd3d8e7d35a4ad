#!/bin/bash
# The scripts of docs/clusters on a one-node Slurm of its own, which is gone afterwards.
#
#     slurm.sh PROGRAM_WITH_MPI SWEEP.yaml
#
# Exit code 77, with the reason on the last line, where no Slurm can be set up. Needs no cgroups: processes
# are found by their parents, and cores are counted, not bound.
. "$(dirname "$0")/../program/common.sh"
program=$(readlink -f "$1") sweep_file=$(readlink -f "$2") scripts=$(readlink -f "$(dirname "$0")/../../docs/clusters")
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
cannot() { printf '%s\n' "$*"; exit 77; }
[ "$(id -u)" -eq 0 ] || cannot "setting up a Slurm needs root"
for tool in munged mungekey slurmctld slurmd sbatch; do
  command -v $tool >/dev/null || cannot "there is no $tool here (packages/slurm.txt)"
done

# Nothing of a Slurm that this runs under, or of one that the machine belongs to.
for name in $(compgen -e | grep -E '^(SLURM|SBATCH|SQUEUE|SCANCEL|PMI|PMIX|OMPI)_'); do unset "$name"; done
export SLURM_CONF=$work/slurm.conf
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_WAIT_POLICY=passive
daemons=()

# Every process started here, jobs too, has this very SLURM_CONF in its environment.
ours() { grep -lszx "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ | grep -oE '[0-9]+' | grep -vx $$ || true; }
take_down() {
  local code=$? process
  set +e
  if [ ${#daemons[@]} -gt 0 ]; then
    timeout 20 scancel --user=root
    for _ in $(seq 50); do [ -n "$(timeout 10 squeue --noheader)" ] || break; sleep 0.2; done
    kill "${daemons[@]}"
    for process in "${daemons[@]}"; do wait "$process"; done
    for process in $(ours); do kill -KILL "$process"; done
  fi 2>/dev/null
  if [ $code -ne 0 ] && [ $code -ne 77 ]; then tail -n 20 "$work"/{cellroute*,early,late,slurm*d}.log >&2; fi
  rm -rf "$work"
  exit $code
}
trap take_down EXIT
trap 'exit 1' INT TERM HUP

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}
free_ports() {
  /usr/bin/python3 -c 'import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in held))'
}

host=$(hostname -s) cores=6 # by count, for three tasks at a time: the machine may have fewer
read -r port_of_head port_of_node <<<"$(free_ports)"
chmod 711 "$work"
mkdir "$work"/{state,spool,bin}
ln -s "$program" "$work/bin/cellroute"
cat >"$SLURM_CONF" <<END
ClusterName=throwaway
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port_of_head
SlurmdPort=$port_of_node
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=2
MinJobAge=300
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,sched_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores RealMemory=8000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
mungekey --create --keyfile "$work/munge.key"
munged --foreground --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" \
  --seed-file="$work/munge.seed" --log-file="$work/munge.log" 2>"$work/munge.err.log" &
daemons+=($!)
until_true 10 test -S "$work/munge.socket" || cannot "munge does not start: $(tail -n 1 "$work/munge.err.log")"
slurmctld -D -c >"$work/slurmctld.err.log" 2>&1 &
daemons+=($!)
slurmd -D >"$work/slurmd.err.log" 2>&1 &
daemons+=($!)
node_is_up() { sinfo --noheader --format=%T | grep -qx idle; }
until_true 30 node_is_up || cannot "Slurm does not start: $(grep -h error: "$work"/slurm*.log | tail -n 1)"

PATH=$work/bin:$PATH
cd "$work"

# Of some seconds, so that there is time to stop it.
sed 's/^  size: .*/  size: 25000/' "$sweep_file" >sweep.yaml
code=0
cellroute sweep sweep.yaml -o whole -j 2 -q || code=$?
[ $code -eq 3 ] || fail "exit code $code" # rows of this sweep fail on purpose
same() { for file in table.csv sweep.h5 failures.csv; do cmp "whole/$file" "$1/$file" || fail "$1/$file differs"; done; }

array() { sbatch --parsable --array="$1" "$scripts/array.sh" sweep.yaml parts 3; }
ranks() { sbatch --parsable --nodes=1 --ntasks-per-node=2 --cpus-per-task=1 "$scripts/ranks.sh" sweep.yaml ranks; }
merge_after() {
  sbatch --parsable --output="$2.log" --dependency="afterany:$1" --wrap "cellroute merge parts/part* -o $2 -q"
}
ended() { scontrol show job "$1" --oneliner | grep -q 'JobState=\(COMPLETED\|FAILED\|CANCELLED\|TIMEOUT\)'; }
# ends JOB CODE: as Slurm writes it, EXIT:SIGNAL.
ends() {
  until_true 120 ended "$1" || fail "job $1 does not end"
  scontrol show job "$1" --oneliner | grep -q "ExitCode=$2 " || {
    scontrol show job "$1" >&2
    fail "job $1 does not end with $2"
  }
}
is_on_its_way() { [ "$(stat -c %s "$1/journal")" -gt 20000 ]; }
rows_there() { grep -oE '[0-9]+ of [0-9]+ rows are done already' "$1" || fail "$1 begins again"; }

echo "A job array: task 2 is killed, task 3 is told to stop"
job=$(array 1-3) early=$(merge_after "$job" early)
until_true 120 is_on_its_way parts/part2 || fail "part 2 does not begin"
scancel --signal=KILL --batch "${job}_2"
until_true 120 is_on_its_way parts/part3 || fail "part 3 does not begin"
scancel --signal=INT --batch "${job}_3"
ends "${job}_1" 3:0
ends "${job}_2" 0:9
ends "${job}_3" 1:0
ends "$early" 1:0
grep -q 'part2 (shard 2/3): [0-9]* of' early.log || fail "merge does not tell what part 2 lacks"
echo "Both are submitted again, and the parts are merged"
again=$(array 2,3) late=$(merge_after "$again" late)
ends "$late" 3:0
for part in 2 3; do rows_there "cellroute-${again}_$part.log"; done
same late

echo "Two ranks, cancelled and submitted again"
job=$(ranks)
until_true 120 is_on_its_way ranks || fail "the ranks do not begin"
scancel "$job"
until_true 60 ended "$job" || fail "the ranks do not end"
again=$(ranks)
ends "$again" 3:0
rows_there "cellroute-$again.log"
grep -q '"ranks": 2' ranks/run.json || fail "not two ranks"
same ranks
