# Sourced by the tests that drive the built program from outside: a folder of their own that goes
# away with them, and one way to fail.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
