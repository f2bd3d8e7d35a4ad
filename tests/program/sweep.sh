#!/bin/bash
# The program's sweeps: threads, parts, Ctrl-C, a real kill -9, and a full disk, in turn for journal and tables.
#
#     sweep.sh PROGRAM SWEEP.yaml
. "$(dirname "$0")/common.sh"
program=$1 sweep=$2
export OMP_WAIT_POLICY=passive
files=(table.csv sweep.h5 failures.csv)

same() { for file in "${files[@]}"; do cmp "$work/whole/$file" "$1/$file" || fail "$1/$file differs"; done; }

expect 3 "$program" sweep "$sweep" -o "$work/whole" -j 1
said "3750 of 5000 rows failed"
said "beyond the horizon"
for threads in 2 4; do
  expect 3 "$program" sweep "$sweep" -o "$work/t$threads" -j $threads -q
  same "$work/t$threads"
done

for k in 1 2 3; do expect 3 "$program" sweep "$sweep" -o "$work/part$k" --shard $k/3 -q; done
expect 1 "$program" merge "$work/part1" "$work/part3" -o "$work/two"
said "shard 2/3: all of it"
expect 3 "$program" sweep "$sweep" -o "$work/two" --resume -q
same "$work/two"
expect 3 "$program" merge "$sweep" "$work"/part[123] -o "$work/merged" -q
same "$work/merged"

# A file that may not grow is what a full disk looks like. The shell counts in units of 1024 bytes.
limited() { (ulimit -f "$1" && shift && exec "$@"); }
expect 1 limited 40 "$program" sweep "$sweep" -o "$work/full" -j 2 -q
said "$work/full/journal: File too large"
said "--resume"
[ ! -e "$work/full/table.csv" ] || fail "a table of a sweep that is not done"
for file in table.csv sweep.h5 failures.csv; do
  ln -s /dev/full "$work/full/$file.part" # which takes no byte
  expect 1 "$program" sweep "$sweep" -o "$work/full" --resume -q
  said "$work/full/$file: No space left on device"
  said "--resume"
  for name in "${files[@]}"; do [ ! -e "$work/full/$name" ] || fail "$name is there although $file did not fit"; done
done
expect 3 "$program" sweep "$sweep" -o "$work/full" --resume -q
same "$work/full"
[ -z "$(find "$work/full" -name '*.part')" ] || fail "parts are left behind"

# A real kill -9, and Ctrl-C, while the sweep is on its way.
for signal in KILL INT; do
  dir=$work/$signal
  "$program" sweep "$sweep" -o "$dir" -j 1 -q >/dev/null 2>"$work/said" &
  pid=$!
  for _ in $(seq 400); do
    [ "$(stat -c %s "$dir/journal" 2>/dev/null || echo 0)" -lt 8000 ] || break
    sleep 0.01
  done
  kill -$signal $pid
  code=0
  wait $pid 2>/dev/null || code=$?
  case $signal in
    KILL) [ $code -eq 137 ] || [ $code -eq 3 ] || fail "exit code $code after kill -9" ;;
    INT) [ $code -eq 1 ] || [ $code -eq 3 ] || fail "exit code $code after Ctrl-C" ;;
  esac
  [ $signal = KILL ] || [ $code -eq 3 ] || said "--resume"
  expect 3 "$program" sweep "$sweep" -o "$dir" --resume -q
  same "$dir"
done

# Other inputs, another version, two at a time, a torn journal, a truncated table.
expect 2 "$program" sweep "$sweep" -o "$work/whole" -q
said "--resume goes on with it"
expect 2 "$program" sweep "$sweep" -o "$work/whole" --resume --set "liver.shunts.tips=0.1" -q
said "other inputs"
truncate -s -5 "$work/whole/journal"
cp "$work/whole/table.csv" "$work/wanted.csv"
truncate -s 1000 "$work/whole/table.csv"
truncate -s 3000 "$work/whole/sweep.h5"
expect 2 "$program" info "$work/whole"
expect 3 "$program" sweep "$sweep" -o "$work/whole" --resume -q
said "no whole record"
cmp "$work/wanted.csv" "$work/whole/table.csv" || fail "the table differs after a torn journal"
same "$work/merged"
expect 0 "$program" info "$work/whole"
grep -q '3750 failed' "$work/out" || fail "info does not tell what failed"
expect 0 "$program" info "$work/part2"
grep -q 'shard 2/3' "$work/out" || fail "info does not tell of a part"
