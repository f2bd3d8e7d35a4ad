#!/bin/bash
# A liver run that is killed, stopped or out of disk goes on and leaves the same files, byte for byte.
#
#     resumed.sh PROGRAM KILLED SCENARIO.yaml
. "$(dirname "$0")/common.sh"
program=$1 killed=$2 scenario=$3
export OMP_WAIT_POLICY=passive

# same WHOLE DIR: every file but run.json, and nothing else.
same() {
  diff <(cd "$1" && find . -type f | sort) <(cd "$2" && find . -type f | sort) >&2 || fail "other files in $2"
  local file
  while read -r file; do
    [ "${file##*/}" = run.json ] || cmp "$1/$file" "$2/$file" || fail "$2/$file differs after $3"
  done < <(cd "$1" && find . -type f)
}
# dies MOMENT COUNT DIR [OPTION...]: the shell's word about it is not wanted.
dies() {
  local code=0 moment=$1 count=$2 dir=$3
  shift 3
  { "$killed" "$moment" "$count" run "$scenario" -o "$dir" --checkpoint-every "0 s" -q "$@" || code=$?; } \
    >/dev/null 2>&1
  [ $code -eq 137 ] || fail "not killed at $moment $count, but exit code $code"
}
resume() { expect 0 "$program" run "$scenario" -o "$1" --resume -q "${@:2}"; }

whole=$work/whole
expect 0 "$program" run "$scenario" -o "$whole" -q
[ -s "$whole/liver.vtkhdf" ] || fail "no field file"
! grep -q sessions "$whole/run.json" || fail "a run in one go has sessions"

# Kill -9 at the moments of writing, early and late.
dir=$work/killed
while read -r moment count; do
  rm -rf "$dir"
  dies "${moment//_/ }" "$count" "$dir"
  resume "$dir"
  same "$whole" "$dir" "$moment $count"
done <<'END'
frames_half 1
frames_half 4
frames_written 3
frames_synced 1
frames_synced 9
checkpoint_half 1
checkpoint_half 2
checkpoint_half 21
checkpoint_synced 1
checkpoint_synced 6
checkpoint_aside 1
checkpoint_aside 2
checkpoint_aside 15
checkpoint_named 1
checkpoint_named 12
checkpoint_named 30
checkpoint_named 40
result_renamed 1
result_renamed 4
result_renamed 10
checkpoint_removed 2
END

# Killed with all files named, before it could say so: nothing is left to run, and nothing left lying about.
expect 0 "$program" run "$scenario" -o "$dir" --resume
said "there is nothing left to run"
cmp "$work/out" "$dir/summary.txt" || fail "not the summary of the results that are there"
same "$whole" "$dir" "resuming what is finished"
: >"$dir/liver.frames.part"
resume "$dir"
same "$whole" "$dir" "a kill after the last name"
expect 2 "$program" run "$scenario" -o "$dir" --resume -q --set "liver.shunts.tips=0.05"
said "are of other inputs"
same "$whole" "$dir" "inputs refused"

# Killed again and again, the folder refused to others in between.
rm -rf "$dir"
dies "checkpoint named" 3 "$dir"
for threads in 1 2 3 1; do dies "checkpoint aside" 4 "$dir" --resume --threads $threads; done
expect 2 "$program" run "$scenario" -o "$dir" -q
said "--resume goes on with it, --overwrite begins again"
expect 2 "$program" run "$scenario" -o "$dir" --resume --set "liver.shunts.tips=0.05" -q
said "is of other inputs"
said "liver.shunts.tips is 0.05"
expect 0 "$program" info "$dir"
[ "$(grep -c '^session ' "$work/out")" -eq 5 ] && grep -q '^reached .* of 24 h$' "$work/out" ||
  fail "info does not tell how far the run is"
resume "$dir"
said "going on at"
same "$whole" "$dir" "six kills"
[ "$(grep -c from_seconds "$dir/run.json")" -eq 6 ] || fail "run.json does not tell of six sessions"

# A damaged checkpoint gives way to the one before; two damaged ones are refused, and so is a damaged spool.
rm -rf "$dir"
dies "checkpoint named" 38 "$dir"
cp -r "$dir" "$work/both"
cp -r "$dir" "$work/spool"
cp -r "$dir" "$work/short"
printf 'x' | dd of="$dir/liver.checkpoint" bs=1 seek=70000 conv=notrunc status=none
resume "$dir"
said "liver.checkpoint is damaged"
said "going on from the one before"
same "$whole" "$dir" "a damaged checkpoint"
truncate -s -9 "$work/short/liver.checkpoint"
resume "$work/short"
said "is damaged"
same "$whole" "$work/short" "a short checkpoint"
for file in liver.checkpoint liver.checkpoint.before; do truncate -s 1000 "$work/both/$file"; done
expect 2 "$program" run "$scenario" -o "$work/both" --resume -q
said "no checkpoint is whole: begin again with --overwrite"
expect 0 "$program" run "$scenario" -o "$work/both" --overwrite -q
same "$whole" "$work/both" "beginning again"
truncate -s 100 "$work/spool/liver.frames.part"
expect 2 "$program" run "$scenario" -o "$work/spool" --resume -q
said "begin again with --overwrite"

# Kill -9 and Ctrl-C at any moment.
for wait in 0.1 0.3 0.5 0.7 0.9 1.2; do
  for signal in KILL INT; do
    dir=$work/$signal
    rm -rf "$dir"
    "$program" run "$scenario" -o "$dir" --checkpoint-every "0.05 s" -q >/dev/null 2>"$work/said" &
    pid=$!
    sleep "$wait"
    kill -$signal $pid 2>/dev/null || true
    code=0
    { wait $pid || code=$?; } 2>/dev/null
    [ $code -ne 0 ] || continue # done before that
    if [ $signal = INT ]; then
      [ $code -eq 1 ] || fail "exit code $code after Ctrl-C"
      grep -q -- "--resume\|nothing was written" "$work/said" || { cat "$work/said" >&2; fail "no word of --resume"; }
    fi
    resume "$dir"
    same "$whole" "$dir" "$signal after $wait s"
  done
done

# A file that may not grow is what a full disk looks like. The shell counts in units of 1024 bytes: here
# checkpoints do not fit, and there the fields do not.
limited() { (ulimit -f "$1" && shift && exec "$@"); }
checkpoint=$(stat -c %s "$work/spool/liver.checkpoint")
room=$((checkpoint * 90 / 100 / 1024)) # the first is smaller by 5 %, any other file of this run by more
dir=$work/full
expect 0 limited "$room" "$program" run "$scenario" -o "$dir" --checkpoint-every "0 s" -q
said "liver.checkpoint: File too large"
said "the run goes on without one"
same "$whole" "$dir" "no room for a checkpoint"
rm -rf "$dir"
dies "checkpoint named" 10 "$dir"
expect 0 limited "$room" "$program" run "$scenario" -o "$dir" --checkpoint-every "0 s" --resume -q
said "is kept, and the run goes on"
same "$whole" "$dir" "no room for another checkpoint"
rm -rf "$dir"
dies "checkpoint named" 10 "$dir"
expect 1 limited 60 "$program" run "$scenario" -o "$dir" --resume -q
said "liver.frames.part: File too large"
said "to go on:"
resume "$dir"
same "$whole" "$dir" "no room for fields"

# Another run that writes there keeps the folder.
rm -rf "$dir"
dies "checkpoint named" 10 "$dir"
exec 9>>"$dir/liver.frames.part"
flock -n 9 || fail "the spool is locked"
for how in --resume --overwrite; do
  expect 2 "$program" run "$scenario" -o "$dir" $how -q
  said "another run is writing to $dir"
done
exec 9>&-
resume "$dir"
same "$whole" "$dir" "a folder in use"

# A disk that is really full, with room for one checkpoint but not for the files of results beside.
disk=$work/disk
mkdir "$disk"
if mount -t tmpfs -o size=$((checkpoint * 5 / 2)) none "$disk" 2>/dev/null; then
  trap 'umount "$disk"; rm -rf "$work"' EXIT
  expect 1 "$program" run "$scenario" -o "$disk/run" --checkpoint-every "0 s" -q
  said "No space left on device"
  said "is kept, and the run goes on"
  said "to go on:"
  mount -o remount,size=$((checkpoint * 20)) "$disk"
  resume "$disk/run"
  same "$whole" "$disk/run" "a full disk"
else
  echo "skipped: a disk that is really full, which needs a mount and so root"
fi

# All three levels: lobules are fed by what a liver keeps of its way, and do not ask for its steps again.
liver=$scenario whole_liver=$whole
scenario=$work/three_levels.yaml whole=$work/three_levels
sed 's/^levels: .*/levels: [body, liver, lobule]\nlobule: {place: segment_7, spacing: 20 um, boundary: reduced}/' "$liver" >"$scenario"
expect 0 "$program" run "$scenario" -o "$whole" -q
[ -s "$whole/lobule.vtkhdf" ] && [ -s "$whole/liver.vtkhdf" ] && [ -s "$whole/trees.vtkhdf" ] || fail "no field files"
while read -r moment count; do
  rm -rf "$dir"
  dies "${moment//_/ }" "$count" "$dir"
  resume "$dir"
  [ "$moment" != lobule_step ] || said "going on at 24 h of 24 h"
  same "$whole" "$dir" "$moment $count with lobules"
done <<'END'
checkpoint_named 1
checkpoint_named 25
frames_synced 9
lobule_step 1
lobule_step 5
result_renamed 5
END
# The one checkpoint there is at the liver's end is enough, if lobules follow.
rm -rf "$dir"
{ "$killed" "lobule step" 5 run "$scenario" -o "$dir" -q || true; } >/dev/null 2>&1
expect 1 limited 60 "$program" run "$scenario" -o "$dir" --resume -q
said "to go on:"
resume "$dir" --threads 3
same "$whole" "$dir" "a kill and a full disk in the lobules"
scenario=$liver whole=$whole_liver

# Each route of a comparison has its own; those that are done are not run again.
routes() { "$@" --routes hepatic_artery,portal_vein; }
expect 0 routes "$program" compare "$scenario" -o "$work/routes"
for at in 10 60; do
  rm -rf "$dir"
  { routes "$killed" "checkpoint named" $at compare "$scenario" -o "$dir" --checkpoint-every "0 s" || true; } \
    >/dev/null 2>&1
  expect 2 routes "$program" compare "$scenario" -o "$dir"
  said "--resume goes on with it"
  expect 0 routes "$program" compare "$scenario" -o "$dir" --resume
  [ $at -lt 50 ] || said "going on at 24 h of 24 h"
  same "$work/routes" "$dir" "a kill while routes are compared"
done
expect 0 routes "$program" compare "$scenario" -o "$dir" --resume
said "there is nothing left to run"
cmp "$work/out" "$dir/compare.txt" || fail "not the table that is there"
same "$work/routes" "$dir" "resuming a comparison that is finished"
