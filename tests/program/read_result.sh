#!/bin/bash
# Runs a scenario and hands the result to a reader written in another language.
#
#     read_result.sh PROGRAM SCENARIO READER...
. "$(dirname "$0")/common.sh"
program=$1 scenario=$2
shift 2
"$program" run "$scenario" -o "$work/result" --quiet
"$@" "$work/result"
