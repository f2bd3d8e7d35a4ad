#!/bin/bash
# The scripts of viz/paraview draw a liver and a lobule without a screen; other data is another picture, and
# what is not there is refused in words.
#
#     shown_in_paraview.sh LIVER_RESULT LOBULE_RESULT
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
liver=$1 lobule=$2 scripts=$here/../../viz/paraview
command -v Xvfb >/dev/null || fail "no Xvfb here: the package xvfb is missing"
. "$here/paraview_modules.sh"
PYTHONPATH=$(modules)
export PYTHONPATH
work=$(mktemp -d)
# One screen for all pictures. By -noreset it does not start anew, deaf meanwhile, when a picture is done.
mkfifo "$work/number"
Xvfb -displayfd 3 -noreset -nolisten tcp -screen 0 1280x1024x24 3>"$work/number" 2>"$work/screen" &
screen=$!
trap 'kill $screen; rm -rf "$work"' EXIT
read -r -t 30 number <"$work/number" || { cat "$work/screen" >&2; fail "Xvfb did not start"; }
export DISPLAY=:$number

# draw NAME SCRIPT ARGUMENTS...: a picture NAME.png.
draw() {
  local name=$1
  shift
  timeout 120 pvbatch "$scripts/$1" "${@:2}" --size 800x600 --screenshot "$work/$name.png" >"$work/said" 2>&1 ||
    { cat "$work/said" >&2; fail "$name"; }
  [ -s "$work/$name.png" ] || { cat "$work/said" >&2; fail "$name: no picture"; }
}
# refuse WORDS SCRIPT ARGUMENTS...: no picture, but these words.
refuse() {
  local words=$1
  shift
  ! timeout 120 pvbatch "$scripts/$1" "${@:2}" --screenshot "$work/none.png" >"$work/said" 2>&1 || fail "not refused: $*"
  [ ! -e "$work/none.png" ] || fail "a picture of what is not there: $*"
  grep -qF -- "$words" "$work/said" || { cat "$work/said" >&2; fail "refused in other words than: $words"; }
}
draw liver show_liver.py "$liver" --time "1 h"
draw liver_again show_liver.py "$liver" --time 3600
draw liver_later show_liver.py "$liver" --time "24 h"
draw liver_arrival show_liver.py "$liver" --time "1 h" --trees arrival
draw liver_cloud show_liver.py "$liver" --time "1 h" --cells volume
draw lobule show_lobule.py "$lobule" --time "1 h"
draw lobule_later show_lobule.py "$lobule" --time "24 h" --field homed
refuse "nothing at 2 h; there are: 5 min, 20 min, 1 h" show_liver.py "$liver" --time "2 h"
refuse 'no field "lving"; there are: adherent' show_liver.py "$liver" --field lving
refuse "no such file; the folder has: liver.xmf, trees.xmf" show_lobule.py "$liver"
# unwritable OPTION FILE: no picture is drawn, and no file is said to be written.
unwritable() {
  ! timeout 120 pvbatch "$scripts/show_lobule.py" "$lobule" --time "1 h" "$1" "$2" >"$work/said" 2>&1 || fail "not refused: $*"
  grep -qF "cannot write $2" "$work/said" || { cat "$work/said" >&2; fail "no word about $2"; }
}
unwritable --screenshot /nonexistent/none.png
unwritable --state "$work"
timeout 120 pvbatch "$here/vessels_in_paraview.py" "$scripts" "$liver" >"$work/said" 2>&1 || { cat "$work/said" >&2; fail "vessels"; }
grep -F "vessels of three trees" "$work/said"
/usr/bin/python3 "$here/shown_pictures.py" "$work"
