#!/bin/bash
# The report of the main job, opened in headless Chromium as a phone and as a desk would: browser.py says what
# must hold. Besides: a planted tie reads "Not decided", and equal inputs give an equal file.
#
#     browser.sh CELLROUTE CELLROUTE_RENDER
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
[ $# -eq 2 ] || fail "usage: browser.sh CELLROUTE CELLROUTE_RENDER"
cellroute=$(readlink -f "$1") render=$(readlink -f "$2")
command -v chromium >/dev/null || fail "no chromium here: packages/browser.txt"
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cellroute" validate -o "$work/validation" >/dev/null
# a sample just large enough for the correlations of its 265 parameters: what it says is not looked at here
sed -e 's/size: 2000/size: 300/' -e "s|\.\./scenarios/|$PWD/configs/scenarios/|" \
  configs/sweeps/cohort_alcoholic_cirrhosis.yaml >"$work/cohort.yaml"
"$cellroute" sweep "$work/cohort.yaml" -o "$work/cohort" >/dev/null
"$cellroute" sensitivity "$work/cohort" -o "$work/sensitivity" >/dev/null
"$cellroute" compare configs/scenarios/three_routes.yaml --routes hepatic_artery,portal_vein,peripheral_vein \
  -o "$work/routes" --report --with "$work/cohort,$work/sensitivity,$work/validation" >/dev/null
/usr/bin/python3 "$here/browser.py" "$work/routes/report.html"

"$render" report "$work/routes"/{hepatic_artery,portal_vein,peripheral_vein} "$work"/{cohort,sensitivity,validation} \
  -o "$work/again.html"
cmp "$work/routes/report.html" "$work/again.html" || fail "the same inputs gave another report"

for arm in hepatic_artery portal_vein; do # the same cells by either: a tie
  cp -r "$work/routes/portal_vein" "$work/tie_$arm"
done
"$render" report "$work/tie_hepatic_artery" "$work/tie_portal_vein" -o "$work/tie.html"
/usr/bin/python3 "$here/browser.py" "$work/tie.html" --answer "Not decided"

"$render" report "$work/routes/portal_vein" -o "$work/one.html" # one result alone
/usr/bin/python3 "$here/browser.py" "$work/one.html" --answer "Of the dose, alive"
