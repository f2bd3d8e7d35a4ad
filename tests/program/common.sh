# Sourced by the tests that drive the built program from outside: a folder of their own that goes
# away with them, one way to fail, and one to run a command that must end and speak in a certain way.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
# expect CODE COMMAND...: runs it, its output in $work/out and its messages in $work/said.
expect() {
  local code=0 wanted=$1
  shift
  "$@" >"$work/out" 2>"$work/said" || code=$?
  [ $code -eq "$wanted" ] || { cat "$work/said" >&2; fail "exit code $code instead of $wanted: $*"; }
}
said() { grep -qF -- "$1" "$work/said" || { cat "$work/said" >&2; fail "did not say: $1"; }; }
