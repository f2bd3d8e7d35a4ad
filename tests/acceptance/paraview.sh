#!/bin/bash
# Opens field files in ParaView and compares grid or lines, times and values with what h5py reads. Where a
# liver.vtkhdf has a trees.vtkhdf beside it, voxels and vessels must lie on each other.
#
#     paraview.sh FILE.vtkhdf...
#
# Debian 12 has ParaView 5.11: it opens the .xmf beside the file, by three readers, and the file itself
# only where nothing changes in time. Its Python package cannot be installed beside VTK's own
# (python3-vtk9, which libvtk9-dev needs), so it is unpacked into build/ instead.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
[ $# -gt 0 ] || fail "no field file given"
command -v pvbatch >/dev/null || fail "no pvbatch here: the package paraview is missing"

modules() {
  local version unpacked
  version=$(dpkg-query -W -f '${Version}' paraview)
  [ -z "$(dpkg-query -W -f '${db:Status-Abbrev}' python3-paraview 2>/dev/null | grep '^ii')" ] || return 0
  unpacked=$here/../../build/paraview-$version
  if [ ! -d "$unpacked" ]; then
    rm -rf "$unpacked.part"
    mkdir -p "$unpacked.part"
    (cd "$unpacked.part" && apt-get -qq download "python3-paraview=$version" >&2 && dpkg -x python3-paraview_*.deb .) ||
      fail "apt-get could not download python3-paraview $version"
    mv "$unpacked.part" "$unpacked"
  fi
  echo "$unpacked/usr/lib/python3/dist-packages"
}
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
