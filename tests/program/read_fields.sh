#!/bin/bash
# Writes made-up fields and hands the folder to a reader written in another language.
#
#     read_fields.sh WRITE_FIELDS READER...
. "$(dirname "$0")/common.sh"
write_fields=$1
shift
"$write_fields" "$work/fields"
"$@" "$work/fields"
