#!/bin/bash
# The number of threads and the time of day change no byte of a result.
#
#     threads.sh PROGRAM SCENARIO
. "$(dirname "$0")/common.sh"
program=$1 scenario=$2
export OMP_WAIT_POLICY=passive  # tests share the machine: threads that spin while they wait take it from others
routes=peripheral_vein,hepatic_artery:proper,hepatic_artery:right,portal_vein,splenic_artery
# Cells enough for threads to share: 6 um where 10 would do.
cat >"$work/lobule.yaml" <<'END'
species: human
condition: alcoholic_cirrhosis
product: umbilical_cord_msc
regimen:
  - {route: portal_vein, cells: 1e9, over: 30 s}
levels: [body, lobule]
horizon: 1 min
output: {times: [30 s, 1 min]}
numerics: {size_classes: 1}
lobule: {spacing: 6 um}
END
cat >"$work/three_levels.yaml" <<'END'
species: human
condition: healthy
product: umbilical_cord_msc
regimen:
  - {route: hepatic_artery, catheter: right, cells: 1e8, over: 30 s}
levels: [body, liver, lobule]
horizon: 1 min
output: {times: [30 s, 1 min]}
numerics: {size_classes: 1}
liver: {voxels: 6000, terminals: 60}
lobule: {spacing: 8 um, place: most_cells}
END
for way in 1 2 4 again; do
  threads=${way/again/2}
  "$program" run "$scenario" --threads "$threads" -o "$work/$way/one" --quiet
  "$program" run "$work/lobule.yaml" --threads "$threads" -o "$work/$way/lobule" --quiet
  "$program" run "$work/three_levels.yaml" --threads "$threads" -o "$work/$way/three_levels" --quiet
  "$program" compare "$scenario" --routes "$routes" --threads "$threads" -o "$work/$way/many" >/dev/null
  "$program" validate --threads "$threads" -o "$work/$way/validation" >/dev/null
done
compared=0
while read -r file; do
  for way in 2 4 again; do
    cmp "$work/1/$file" "$work/$way/$file" || fail "$file differs"
    compared=$((compared + 1))
  done
done < <(cd "$work/1" && find . -type f ! -name run.json)
[ "$compared" -ge $((3 * (3 + 6 + 11 + 5 * 3 + 2))) ] || fail "only $compared files to compare"
for way in 2 4 again; do
  [ "$(cd "$work/1" && find . | sort)" = "$(cd "$work/$way" && find . | sort)" ] || fail "other files with $way"
done
