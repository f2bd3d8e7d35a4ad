#!/bin/bash
# A table of 1e5 rows, handed to readers written in other languages.
#
#     read_sweep.sh PROGRAM SWEEP.yaml
. "$(dirname "$0")/../program/common.sh"
program=$1 sweep=$2 here=$(dirname "$0")
sed 's/^  size: .*/  size: 12500/' "$sweep" >"$work/large.yaml"
code=0
"$program" sweep "$work/large.yaml" -o "$work/large" -q || code=$?
[ $code -eq 3 ] || fail "exit code $code"
/usr/bin/python3 "$here/read_sweep.py" "$work/large"
Rscript "$here/read_sweep.R" "$work/large"
