#!/bin/bash
# Builds itk_convert.cxx. Debian's ITK asks its CMake users for every library it was built with, so this
# links the few it needs by name.
#
#     build_itk_convert.sh PROGRAM
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
libraries=()
for name in ITKIOMeta ITKIONIFTI ITKIOImageBase ITKCommon itksys itkvnl itkvnl_algo; do
  file=$(find /usr/lib -maxdepth 2 -name "lib$name-5*.so" | head -n 1)
  [ -n "$file" ] || { echo "lib$name is missing: apt-get install libinsighttoolkit5-dev" >&2; exit 1; }
  libraries+=("$file")
done
g++ -O1 -w -std=c++17 -I"$(find /usr/include -maxdepth 1 -name 'ITK-5*' | head -n 1)" "$here/itk_convert.cxx" \
  "${libraries[@]}" -o "$1"
