#!/bin/bash
# Films of a result: every picture of every time in them, of the size asked for, in the colours of the pictures,
# the same when made again; whole pictures alone when it is stopped.
#
#     film.sh CELLROUTE RENDER SCENARIO_FOLDER
set -euo pipefail
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
program=$1 render=$2 scenarios=$3
for tool in ffmpeg ffprobe; do command -v $tool >/dev/null || fail "no $tool here: the package ffmpeg is missing"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" run -q "$scenarios/liver_right_artery.yaml" -o "$work/liver" 2>/dev/null
"$program" run -q "$scenarios/lobule_healthy_portal.yaml" -o "$work/lobule" 2>/dev/null

film() { "$render" "$work/$1" --view "$2" --movie --size 641x401 -o "$3" "${@:4}"; }
probe() { ffprobe -v error -select_streams v -count_frames -show_entries "stream=$2" -of csv=p=0 "$1"; }
# likeness FILM NUMBER PICTURE: by how many decibels the error of the film's frame is below white.
likeness() {
  ffmpeg -nostdin -v info -i "$1" -i "$3" -filter_complex "[0:v]select=eq(n\,$2),crop=640:400:0:0,format=gbrp[a];
    [1:v]crop=640:400:0:0,format=gbrp[b];[a][b]psnr" -frames:v 1 -f null - 2>&1 | sed -n 's/.*average:\([0-9.inf]*\).*/\1/p'
}
above() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a == "inf" || a + 0 > b) }'; }

for what in liver:liver liver:trees liver:body lobule:lobule; do
  result=${what%:*} view=${what#*:} to=$work/film_$view
  film "$result" "$view" "$to" 2>"$work/said" || { cat "$work/said" >&2; fail "$view"; }
  pictures=("$to/$view"_*.png)
  count=${#pictures[@]}
  [ "$count" -ge 4 ] || fail "$view: $count pictures"
  grep -qF "($count of $count)" "$work/said" || fail "$view: no progress"
  made=$(probe "$to/$view.mp4" codec_name,width,height,pix_fmt,color_space,duration,nb_read_frames)
  wanted=$(printf 'h264,642,402,yuv420p,bt709,%d.%d00000,%d' $((count / 2)) $((count % 2 * 5)) "$count")
  [ "$made" = "$wanted" ] || fail "$view: the film is $made, not $wanted"
  for number in 0 $((count - 1)); do
    own=$(likeness "$to/$view.mp4" "$number" "${pictures[number]}")
    above "$own" 28 || fail "$view: picture $number is $own dB like its own"
  done
  ! cmp -s "${pictures[0]}" "${pictures[1]}" || fail "$view: the first two pictures are one"
  echo "$view: $made"
done
film lobule lobule "$work/again" 2>/dev/null
cmp "$work/again/lobule.mp4" "$work/film_lobule/lobule.mp4" || fail "another film of the same result"

# Stopped between pictures, and while the encoder runs.
whole() {
  [ -z "$(find "$1" -name '*.part*' -o -name '*.mp4')" ] || fail "$2: it left $(ls "$1")"
  for picture in "$1"/*.png; do
    [ "$(tail -c 8 "$picture" | head -c 4)" = IEND ] || fail "$2: $picture is cut short"
  done
}
"$render" "$work/lobule" --view lobule --movie --size 1601x1201 -o "$work/stopped" 2>"$work/said" & making=$!
until [ -e "$work/stopped/lobule_000.png" ]; do sleep 0.02; done
kill -INT $making
code=0; wait $making || code=$?
[ $code -eq 130 ] || fail "stopped with exit code $code"
grep -q "stopped after . of 6 pictures; they are whole" "$work/said" || { cat "$work/said" >&2; fail "no word of it"; }
whole "$work/stopped" "stopped"
mkdir "$work/slow"
printf '#!/bin/sh\n: >"%s/encoding"; touch lobule.mp4.part; exec sleep 30\n' "$work" >"$work/slow/ffmpeg"
chmod +x "$work/slow/ffmpeg"
PATH=$work/slow:$PATH setsid "$render" "$work/lobule" --view lobule --movie --size 641x401 -o "$work/later" 2>"$work/said" & making=$!
until [ -e "$work/encoding" ]; do sleep 0.05; done
sleep 0.2
kill -INT -- -$making  # the group, as a terminal does
code=0; wait $making || code=$?
[ $code -eq 130 ] || fail "stopped in the encoder with exit code $code"
whole "$work/later" "stopped in the encoder"

# Without an encoder there are pictures and a word.
mkdir "$work/bare"
ln -s /bin/sh "$work/bare/sh"
PATH=$work/bare film lobule lobule "$work/none" 2>"$work/said"
grep -q "apt-get install ffmpeg" "$work/said" || fail "no word of the missing encoder"
whole "$work/none" "without an encoder"
echo "Films: every time in each, whole pictures when stopped"
