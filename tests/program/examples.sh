#!/bin/bash
# Every shipped example is valid, runs, and balances; so does every file of the library.
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
