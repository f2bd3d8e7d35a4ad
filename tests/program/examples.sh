#!/bin/bash
# Every shipped example is valid, runs, and balances; every sweep runs; every file of the library is valid.
#
#     examples.sh PROGRAM SOURCE_DIR
. "$(dirname "$0")/common.sh"
program=$1 source=$2
export OMP_WAIT_POLICY=passive  # tests share the machine: threads that spin while they wait take it from others
mapfile -t scenarios < <(find "$source/configs/scenarios" -maxdepth 1 -name '*.yaml' | sort)
[ ${#scenarios[@]} -gt 0 ] || fail "no example in configs/scenarios"
"$program" check "${scenarios[@]}"
find "$source/configs/library" "$source/configs/scenarios" -name '*.yaml' -print0 | sort -z | xargs -0 "$program" check
for scenario in "${scenarios[@]}"; do
  out=$work/$(basename "$scenario" .yaml)
  "$program" run "$scenario" -o "$out" --quiet
  files=(result.h5 summary.txt series.csv parameters.csv run.json)
  grep -q '^levels:.*lobule' "$scenario" && files+=(lobule.vtkhdf lobule.xmf)
  for file in "${files[@]}"; do
    [ -s "$out/$file" ] || fail "$scenario: no $file"
  done
  "$program" info "$out" >"$out/info.txt"
done

# Sweeps, with designs of a few points.
mapfile -t sweeps < <(find "$source/configs/sweeps" -name '*.yaml' | sort)
[ ${#sweeps[@]} -gt 0 ] || fail "no example in configs/sweeps"
"$program" check "${sweeps[@]}"
for sweep in "${sweeps[@]}"; do
  small=$work/$(basename "$sweep") out=$work/$(basename "$sweep" .yaml)
  sed -e 's/^  size: .*/  size: 2/' -e "s|\.\./scenarios|$source/configs/scenarios|" "$sweep" >"$small"
  code=0
  "$program" sweep "$small" -o "$out" --quiet || code=$?
  [ $code -eq 0 ] || [ $code -eq 3 ] || fail "$sweep: exit code $code" # of all parameters at once some are impossible
  grep -q ',ok,' "$out/table.csv" || fail "$sweep: no row succeeded"
  "$program" info "$out" >"$out/info.txt"
done
