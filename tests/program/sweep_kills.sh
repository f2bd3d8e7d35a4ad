#!/bin/bash
# Kill -9 at twenty moments of progress, and between write, sync and rename: what is resumed is the same, byte for byte.
#
#     sweep_kills.sh SWEEP_KILLED SWEEP.yaml
. "$(dirname "$0")/common.sh"
program=$1 sweep=$2
export OMP_WAIT_POLICY=passive
files=(table.csv sweep.h5 failures.csv)
"$program" "$sweep" "$work/whole" >/dev/null
chunks=40

# dies DIR MOMENT COUNT: the shell's word about it is not wanted.
dies() {
  local code=0
  { "$program" "$sweep" "$1" "$2" "$3" || code=$?; } >/dev/null 2>&1
  [ $code -eq 137 ] || fail "not killed at $2 $3, but exit code $code"
}
# killed MOMENT COUNT LEAST: dies there, keeps at least LEAST chunks, and is resumed.
killed() {
  local dir=$work/killed found
  rm -rf "$dir"
  dies "$dir" "$1" "$2"
  found=$("$program" "$sweep" "$dir") || fail "not resumed after $1 $2"
  [ "${found%% *}" -ge "$3" ] || fail "$1 $2: $found, expected $3 at least"
  for file in "${files[@]}"; do
    cmp "$work/whole/$file" "$dir/$file" || fail "$file differs after $1 $2"
  done
}
for share in $(seq 5 5 95) 97; do
  count=$((chunks * share / 100))
  killed "journal write" "$count" "$count"
done
for count in 1 20 40; do killed "journal half" "$count" $((count - 1)); done
killed "journal header" 1 0
killed "journal sync" 1 1
killed "table write" 1 "$chunks"
killed "table sync" 1 "$chunks"
for count in 1 2 3; do killed "table rename" "$count" "$chunks"; done
# killed again and again
dir=$work/often
rm -rf "$dir"
for _ in 1 2 3 4 5 6; do dies "$dir" "journal half" 6; done
"$program" "$sweep" "$dir" >/dev/null
for file in "${files[@]}"; do cmp "$work/whole/$file" "$dir/$file" || fail "$file differs after six kills"; done
