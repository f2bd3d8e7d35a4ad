#!/bin/bash
# A sweep on 1, 2 and 3 ranks, stopped on 2 and resumed on 3: the same files as without MPI.
#
#     mpi.sh PROGRAM_WITH_MPI SWEEP.yaml
. "$(dirname "$0")/../program/common.sh"
program=$1 sweep=$2
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1
ranks() { mpirun --allow-run-as-root --oversubscribe -n "$@"; }
# expect CODE COMMAND...
expect() {
  local code=0 wanted=$1
  shift
  "$@" >"$work/out" 2>"$work/said" || code=$?
  [ $code -eq "$wanted" ] || { cat "$work/said" >&2; fail "exit code $code instead of $wanted: $*"; }
}
same() {
  for file in table.csv sweep.h5 failures.csv; do
    cmp "$work/alone/$file" "$1/$file" || fail "$1/$file differs"
  done
}
expect 3 "$program" sweep "$sweep" -o "$work/alone" -q
for n in 1 2 3; do
  expect 3 ranks $n "$program" sweep "$sweep" -o "$work/on$n" -q
  same "$work/on$n"
  [ "$(grep -c 'rows failed' "$work/said")" -eq 1 ] || fail "not one rank alone speaks"
done
expect 3 ranks 3 "$program" sweep "$sweep" -o "$work/fast" --fail-fast -q
grep -q 'beyond the horizon' "$work/said" || fail "--fail-fast does not tell the row"
expect 3 ranks 3 "$program" sweep "$sweep" -o "$work/fast" --resume -q
same "$work/fast"
expect 2 ranks 2 "$program" sweep "$sweep" -o "$work/on2" -q
sed 's/portal_vein/portal_vien/' "$sweep" >"$work/wrong.yaml"
expect 2 ranks 2 "$program" sweep "$work/wrong.yaml" -o "$work/none" -q
[ "$(grep -c 'unknown route' "$work/said")" -eq 1 ] || fail "a mistake is not said once"
