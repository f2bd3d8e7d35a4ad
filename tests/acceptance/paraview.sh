#!/bin/bash
# Opens field files in ParaView and compares grid or lines, times and values with what h5py reads. Where a
# liver.vtkhdf has a trees.vtkhdf beside it, voxels and vessels must lie on each other.
#
#     paraview.sh FILE.vtkhdf...
#
# Debian 12 has ParaView 5.11: it opens the .xmf beside the file, by three readers, and the file itself
# only where nothing changes in time.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
[ $# -gt 0 ] || fail "no field file given"

. "$here/paraview_modules.sh"
python_path=$(modules)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# in_paraview FILE READER...: every reader must have spoken, for pvbatch can end without an error and
# without having done anything.
in_paraview() {
  local file=$1
  shift
  PYTHONPATH=$python_path timeout 300 pvbatch "$here/read_in_paraview.py" "$file" "$work/facts" "$@" |
    tee "$work/said"
  [ "$(grep -c '^ParaView .* values$' "$work/said")" -eq $# ] || fail "$file was not compared by each of: $*"
}
for file in "$@"; do
  facts=field_facts.py
  [ "$(basename "$file")" != trees.vtkhdf ] || facts=tree_facts.py
  /usr/bin/python3 "$here/$facts" "$file" >"$work/facts"
  in_paraview "${file%.vtkhdf}.xmf" "its own choice" XDMFReader Xdmf3ReaderS Xdmf3ReaderT
  if grep -q '"times": \[\]' "$work/facts"; then in_paraview "$file" VTKHDFReader; fi
  beside=$(dirname "$file")/trees.xmf
  [ "$(basename "$file")" = liver.vtkhdf ] && [ -e "$beside" ] || continue
  PYTHONPATH=$python_path timeout 300 pvbatch "$here/trees_in_liver.py" "${file%.vtkhdf}.xmf" "$beside" |
    tee "$work/said"
  grep -q '^ParaView: .* vessels end in the segment' "$work/said" || fail "vessels and voxels of $file"
done
