# Sourced, after `here` and `fail`, by tests with ParaView: where its Python modules are. Debian 12's package of
# them cannot be installed beside VTK's own (python3-vtk9, which libvtk9-dev needs), so it is unpacked into build/.
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
