#!/bin/sh
# The long form of t/smoke/crash.sh: t/crash.sh [SECONDS [CLIENTS]], ten minutes and eight clients unless told otherwise.
set -u
top=$(cd "$(dirname "$0")" && pwd)
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
trap 'exit 130' INT TERM HUP
export TMP CRASH_SECONDS="${1:-600}" CRASH_CLIENTS="${2:-8}" CRASH_EVERY=16
"$top/smoke/crash.sh"
