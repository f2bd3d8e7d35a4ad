#!/bin/bash
# The installed program works from anywhere with the source tree gone, on its own library.
#
#     install.sh BUILD_DIR SOURCE_DIR SCENARIO
. "$(dirname "$0")/common.sh"
build=$1 source=$2 scenario=$3
cmake --install "$build" --prefix "$work/prefix" >/dev/null
mkdir "$work/elsewhere"
cp "$scenario" "$work/elsewhere/scenario.yaml"
cd "$work/elsewhere"

# In a mount namespace of its own, where that is allowed, an empty folder covers the source's library
# and data; elsewhere the library that run.json names has to do.
away=()
if unshare -rm true 2>/dev/null; then
  away=(unshare -rm sh -c 'mount -t tmpfs none "$0/configs" && mount -t tmpfs none "$0/data" && exec "$@"' "$source")
else
  echo "no mount namespaces here: the source tree stays visible"
fi
program=$work/prefix/bin/cellroute
"${away[@]}" "$program" check scenario.yaml
"${away[@]}" "$program" run scenario.yaml -o result --quiet
"${away[@]}" "$program" validate >/dev/null
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$work/prefix/share/cellroute/python /usr/bin/python3 -c '
import cellroute
run = cellroute.open("result")
assert run.levels[0] == "body" and run.dose.values > 0, run.levels' || fail "the installed Python module"
used=$(sed -n 's/.*"library": "\(.*\)".*/\1/p' result/run.json)
[ "$(readlink -f "$used")" = "$(readlink -f "$work/prefix/share/cellroute/library")" ] || fail "used the library $used"
[ -z "$(find "$work/prefix" -type f -newer result/run.json)" ] || fail "the program wrote into its own folder"
