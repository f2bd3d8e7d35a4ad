#!/bin/bash
# Segmentations written afresh by nibabel and ITK, read by our tests of the stored ones.
#
#     images.sh TEST_IMAGES
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
tests=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/build_itk_convert.sh" "$work/itk_convert"
/usr/bin/python3 "$here/make_images.py" "$work/images" "$work/itk_convert"
CELLROUTE_IMAGES=$work/images "$tests" "[written by others]"
