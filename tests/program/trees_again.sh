#!/bin/bash
# A run with the trees that another run has stored is that run again.
#     trees_again.sh PROGRAM SCENARIO
set -euo pipefail
program=$1 scenario=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OMP_WAIT_POLICY=passive
"$program" run "$scenario" -q -o "$folder/grown"
sed "s|^liver:.*|liver: {voxels: 2000, trees: grown/trees.vtkhdf}|" "$scenario" >"$folder/again.yaml"
"$program" run "$folder/again.yaml" -q -o "$folder/again"
cmp "$folder/grown/segments.csv" "$folder/again/segments.csv"
cmp "$folder/grown/series.csv" "$folder/again/series.csv"
sed "s|^liver:.*|liver: {voxels: 2000, trees: grown/result.h5}|" "$scenario" >"$folder/wrong.yaml"
if "$program" run "$folder/wrong.yaml" -q -o "$folder/wrong" 2>"$folder/said"; then
  echo "trees were read from a file that has none" >&2
  exit 1
fi
grep -q trees "$folder/said"
