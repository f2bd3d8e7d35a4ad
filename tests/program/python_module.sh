#!/bin/bash
# Makes a result of each kind and hands them to the test of the Python module.
#
#     python_module.sh PROGRAM SOURCE_FOLDER PYTHON
. "$(dirname "$0")/common.sh"
program=$1 source=$2 python=$3 here=$(dirname "$(readlink -f "$0")")
"$program" run "$source/configs/scenarios/three_routes.yaml" -q -o "$work/results/body"
"$program" run "$source/configs/scenarios/liver_right_artery.yaml" -q -o "$work/results/liver"
"$program" run "$source/configs/scenarios/lobule_shear_detachment.yaml" -q -o "$work/results/lobule"
sed 's/^  size: .*/  size: 4/' "$here/sweep.yaml" >"$work/sweep.yaml"
code=0
"$program" sweep "$work/sweep.yaml" -q -o "$work/results/cohort" || code=$?
[ $code -eq 3 ] || fail "exit code $code" # some of its rows fail, and belong there
"$python" "$here/python_module.py" "$source/viz/python" "$work/results" >"$work/said" || { cat "$work/said"; exit 1; }
