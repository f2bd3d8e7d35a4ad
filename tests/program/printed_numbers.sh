#!/bin/bash
# Makes results and a sweep, draws every plot of them, and hands both to a reader that compares what is drawn and
# written with the HDF5 files.
#
#     printed_numbers.sh PROGRAM RENDER SOURCE_FOLDER PYTHON
. "$(dirname "$0")/common.sh"
program=$1 render=$2 source=$3 python=$4 here=$(dirname "$(readlink -f "$0")")
"$program" compare "$source/configs/scenarios/three_routes.yaml" --routes portal_vein,hepatic_artery,peripheral_vein \
  -o "$work/routes" >"$work/said" 2>&1
sed "s/^  size: .*/  size: 60/; s#^scenario: .*#scenario: $source/configs/scenarios/three_routes.yaml#" \
  "$source/configs/sweeps/cohort_alcoholic_cirrhosis.yaml" >"$work/sweep.yaml"
"$program" sweep "$work/sweep.yaml" -q -o "$work/cohort"
draw() { "$render" "$work/$1" --view "$2" "${@:4}" --size 1200x900 -o "$work/$3.svg" >>"$work/said" 2>&1; }
draw routes/portal_vein body body --time '24 h'
draw routes/portal_vein series series
draw routes routes routes
draw routes pressure pressure
for metric in liver_living_24h liver_cell_days portal_rise; do
  draw cohort sweep "$metric" --field "$metric"
done
"$python" "$here/printed_numbers.py" "$work"
