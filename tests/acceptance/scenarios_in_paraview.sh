#!/bin/bash
# Runs every shipped scenario, and opens all files of fields and trees that they write in ParaView: values at
# known voxels, vessels and times against h5py, and the rules of the format.
#
#     scenarios_in_paraview.sh PROGRAM SCENARIO_FOLDER RESULTS [SAMPLE]
#
# SAMPLE voxels and vessels of each file are compared. RESULTS is made, with a folder for each scenario.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
program=$1 scenarios=$2 results=$3 sample=${4:-500}
. "$here/paraview_modules.sh"
python_path=$(modules)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

views=()
for scenario in "$scenarios"/*.yaml; do
  name=$(basename "$scenario" .yaml)
  "$program" run "$scenario" -q -o "$results/$name" 2>"$work/said" || { cat "$work/said" >&2; fail "$scenario"; }
  wanted=()
  ! grep -q '^levels:.*liver' "$scenario" || wanted+=(liver trees)
  ! grep -q '^levels:.*lobule' "$scenario" || wanted+=(lobule)
  [ "$(find "$results/$name" -name '*.xmf' | wc -l)" -eq ${#wanted[@]} ] || fail "$name should write: ${wanted[*]}"
  for file in "${wanted[@]}"; do
    facts=field_facts.py
    [ "$file" != trees ] || facts=tree_facts.py
    /usr/bin/python3 "$here/$facts" "$results/$name/$file.vtkhdf" "$sample" >"$work/$name-$file.json"
    views+=("$results/$name/$file.xmf")
  done
done
[ ${#views[@]} -gt 0 ] || fail "no scenario in $scenarios writes fields"
/usr/bin/python3 "$here/vtkhdf_rules.py" "${views[@]/%.xmf/.vtkhdf}"

# Every reader must have spoken of every file, for pvbatch can end without an error and without having done anything.
PYTHONPATH=$python_path timeout 600 pvbatch "$here/scenarios_in_paraview.py" "$work" "${views[@]}" | tee "$work/said"
[ "$(grep -c '^ParaView .* values$' "$work/said")" -eq $((4 * ${#views[@]})) ] || fail "not all readers of all files"
lying=$(printf '%s\n' "${views[@]}" | grep -c '/trees.xmf$' || true)
[ "$(grep -c '^ParaView: .* vessels end in the segment' "$work/said")" -eq "$lying" ] || fail "vessels and voxels"
