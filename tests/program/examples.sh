#!/bin/bash
# Every shipped example is valid, runs, and balances; so does every file of the library.
#
#     examples.sh PROGRAM SOURCE_DIR
. "$(dirname "$0")/common.sh"
program=$1 source=$2
mapfile -t scenarios < <(find "$source/configs/scenarios" -maxdepth 1 -name '*.yaml' | sort)
[ ${#scenarios[@]} -gt 0 ] || fail "no example in configs/scenarios"
"$program" check "${scenarios[@]}"
find "$source/configs/library" "$source/configs/scenarios" -name '*.yaml' -print0 | sort -z | xargs -0 "$program" check
for scenario in "${scenarios[@]}"; do
  out=$work/$(basename "$scenario" .yaml)
  "$program" run "$scenario" -o "$out" --quiet
  for file in result.h5 summary.txt series.csv parameters.csv run.json; do
    [ -s "$out/$file" ] || fail "$scenario: no $file"
  done
  "$program" info "$out" >"$out/info.txt"
done
