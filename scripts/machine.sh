# Sets up a Debian or Ubuntu machine: sourced by ./run and ./check with the current folder at the
# project's root. Says what it does before it does it.

# Only the system's own tools and libraries: a foreign cmake, python3, compiler or HDF5 that stands
# first on somebody's PATH must not get mixed in.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset CC CXX CPP CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH \
  LD_LIBRARY_PATH LD_PRELOAD PKG_CONFIG_PATH PYTHONHOME PYTHONPATH CMAKE_PREFIX_PATH CMAKE_GENERATOR \
  CMAKE_TOOLCHAIN_FILE HDF5_ROOT HDF5_PLUGIN_PATH CELLROUTE_LIBRARY

# Pictures take VTK, which is large: CELLROUTE_VIZ=OFF does without.
viz=${CELLROUTE_VIZ:-ON}
unset CELLROUTE_VIZ

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

[ "$viz" = ON ] || [ "$viz" = OFF ] || fail "CELLROUTE_VIZ is $viz, and may be ON or OFF"

# packages_of TIER...: the names in packages/TIER.txt.
packages_of() {
  local tier
  for tier in "$@"; do sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "packages/$tier.txt"; done
}

# missing_packages TIER...: those that are not installed.
missing_packages() {
  packages_of "$@" | while read -r name; do
    [ "$(dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | head -n 1)" = installed ] || echo "$name"
  done
}

# install_packages TIER...: installs what is missing, and nothing when nothing is. Exits 2 when that
# takes rights this user does not have.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian or Ubuntu: going on in the hope that these are installed:"
    packages_of "$@" | paste -sd ' '
    return
  fi
  local missing as_root=()
  missing=$(missing_packages "$@" | paste -sd ' ')
  if [ -z "$missing" ]; then
    echo "Nothing to install: the packages of packages/{$(IFS=,; echo "$*")}.txt are here."
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      printf 'These packages are missing, and installing them takes root. Please run\n\n' >&2
      printf '  apt-get update && apt-get install -y --no-install-recommends %s\n\n' "$missing" >&2
      printf 'as root, then %s again.\n' "$0" >&2
      exit 2
    fi
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  mkdir -p build
  echo "Installing with apt-get (its log: build/packages.log): $missing"
  "${apt[@]}" -qq update || echo "apt-get update complained; trying with the lists as they are."
  # shellcheck disable=SC2086  # a list of names
  "${apt[@]}" -qq install -y --no-remove --no-install-recommends $missing </dev/null >build/packages.log 2>&1 || {
    tail -n 20 build/packages.log >&2
    fail "apt-get could not install: $missing"
  }
}

# configure PRESET [cmake arguments]: quiet unless it fails.
configure() {
  mkdir -p build
  cmake --preset "$@" >"build/configure-$1.log" 2>&1 || {
    cat "build/configure-$1.log" >&2
    return 1
  }
}
