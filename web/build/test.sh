#!/bin/sh
# The console's unit tests (Vitest), in the build's copy of its sources. Exit status 77: the console was not built here.
set -eu
top_srcdir=$(cd "${top_srcdir:-.}" && pwd)
export top_srcdir # tests compare with pages of docs/
cd "${top_builddir:-.}/web/work" 2>/dev/null || exit 77
[ -d node_modules ] && [ -f openapi.json ] || exit 77
exec npm run --silent test -- "$@"
