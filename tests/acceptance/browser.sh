#!/bin/bash
# Reports opened in headless Chromium as a phone, a desk and a printer would: browser.py says what must hold. They are
# of the main job with its sample, of one result, of resolved livers and lobules, and of a planted tie, which must read
# "Not decided". Besides: equal inputs give an equal file, a sample of the same case is known for one, a report is
# small enough to send, and what cannot be reported leaves no file.
#
#     browser.sh CELLROUTE CELLROUTE_RENDER
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
[ $# -eq 2 ] || fail "usage: browser.sh CELLROUTE CELLROUTE_RENDER"
cellroute=$(readlink -f "$1") render=$(readlink -f "$2")
command -v chromium >/dev/null || fail "no chromium here: packages/browser.txt"
command -v pdftotext >/dev/null || fail "no pdftotext here: packages/browser.txt"
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cellroute" validate -o "$work/validation" >/dev/null
# a sample just large enough for the correlations of its 265 parameters: what it says is not looked at here
sed -e 's/size: 2000/size: 300/' -e "s|\.\./scenarios/|$PWD/configs/scenarios/|" \
  configs/sweeps/cohort_alcoholic_cirrhosis.yaml >"$work/cohort.yaml"
"$cellroute" sweep "$work/cohort.yaml" -o "$work/cohort" >/dev/null
"$cellroute" sensitivity "$work/cohort" -o "$work/sensitivity" >/dev/null
routes=hepatic_artery,portal_vein,peripheral_vein
"$cellroute" compare configs/scenarios/three_routes.yaml --routes $routes \
  -o "$work/routes" --report --with "$work/cohort,$work/sensitivity,$work/validation" >/dev/null
grep -q "of 300 sampled patients" "$work/routes/report.html" || fail "the sample of the same case was not used"
grep -q "could not be checked" "$work/routes/report.html" && fail "the sample does not name its case"
grep -q "it does not name them" "$work/routes/report.html" && fail "the sensitivity does not name its cases"
"$render" report "$work/routes"/{hepatic_artery,portal_vein,peripheral_vein} "$work"/{cohort,sensitivity,validation} \
  -o "$work/again.html"
cmp "$work/routes/report.html" "$work/again.html" || fail "the same inputs gave another report"

"$cellroute" compare configs/scenarios/liver_three_routes.yaml --routes $routes -o "$work/livers" --report >/dev/null
"$cellroute" run configs/scenarios/lobule_healthy_portal.yaml -o "$work/lobules/portal" >/dev/null
"$cellroute" run configs/scenarios/lobule_healthy_arterial.yaml -o "$work/lobules/artery" >/dev/null
"$render" report "$work/lobules" -o "$work/lobules.html"
for page in "$work/routes/report.html" "$work/livers/report.html" "$work/lobules.html"; do
  [ "$(stat -c %s "$page")" -lt 5000000 ] || fail "$page has more than 5 MB"
done
[ "$(grep -o 'data:image/png' "$work/livers/report.html" | wc -l)" = 3 ] || fail "three livers are not three pictures"

for arm in hepatic_artery portal_vein; do # the same cells by either: a tie
  cp -r "$work/routes/portal_vein" "$work/tie_$arm"
done
"$render" report "$work/tie_hepatic_artery" "$work/tie_portal_vein" -o "$work/tie.html"
"$render" report "$work/routes/portal_vein" -o "$work/one.html" # one result alone
/usr/bin/python3 "$here/browser.py" "$work/routes/report.html" "$work/livers/report.html" "$work/lobules.html" \
  "$work/tie.html=Not decided" "$work/one.html=Of the dose, 12.1 % are alive"

# many results of several species at once: no ranking, a legend, and nothing wider than the page
for one in islets_portal vasodilator_mouse microspheres_rat regimen_repeated applied_decay; do
  "$cellroute" run configs/scenarios/$one.yaml -o "$work/many/$one" >/dev/null
done
"$render" report "$work/many" "$work/routes"/*_* -o "$work/many.html"
/usr/bin/python3 "$here/browser.py" "$work/many.html=Not decided: species" --pages 20
# a page among its results is made again, and what is no result is named
[ -e "$work/routes/compare.csv" ] || fail "there is no compare.csv to be skipped"
for _ in 1 2; do
  said=$("$render" report "$work/routes"/* -o "$work/routes/report.html" 2>&1) || fail "report beside its results: $said"
  [[ $said == *"skipped $work/routes/compare.csv"* ]] || fail "the skipped file is not named: $said"
  [[ $said == *"wrote $work/routes/report.html"* ]] || fail "the page is not named: $said"
  [[ $said != *"skipped $work/routes/report.html"* ]] || fail "the page reads itself: $said"
done

# what cannot be reported: said, exit code 2, and no file
refused() {
  local said code=0
  said=$("$render" report "${@:2}" -o "$work/refused.html" 2>&1) || code=$?
  [ $code = 2 ] || fail "report ${*:2}: exit code $code, not 2"
  [[ $said == *"$1"* ]] || fail "report ${*:2} says: $said"
  [ ! -e "$work/refused.html" ] && [ ! -e "$work/refused.html.part" ] || fail "report ${*:2} left a file"
}
mkdir "$work/empty"
refused "no such file or folder" "$work/nothing"
refused "nothing to report" "$work/empty"
refused "no result among the inputs" "$work/cohort"
refused "nothing to report" "$work/cohort.yaml"
refused "cellroute sweep" "$work/cohort/sweep.h5"
cp -r "$work/routes/portal_vein" "$work/newer"
/usr/bin/python3 -c 'import h5py, sys; h5py.File(sys.argv[1], "a").attrs["format_version"] = 99' "$work/newer/result.h5"
refused "99" "$work/routes" "$work/newer"
cp -r "$work/cohort" "$work/failed"
/usr/bin/python3 -c 'import h5py, sys
for metric in h5py.File(sys.argv[1], "a")["metrics"].values(): metric[:] = float("nan")' "$work/failed/sweep.h5"
refused "every run of it failed" "$work/routes" "$work/failed"
sed 's/times: \[[^]]*\]/times: [7 h]/; s/horizon: .*/horizon: 7 h/' configs/scenarios/three_routes.yaml >"$work/times.yaml"
"$cellroute" run "$work/times.yaml" -o "$work/times" >/dev/null
refused "share no output time" "$work/routes" "$work/times"
