#!/bin/sh
# Feeds each fuzz target its corpus. A line "ok" or "not ok" each; a target without a
# corpus, or the other way round, is a failure.
set -u
: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${top_builddir:=.}"
failed=0

for source in "$top_srcdir"/t/fuzz/*.c; do
	name=$(basename "$source" .c)
	corpus=$top_srcdir/t/fuzz/corpus/$name
	[ "$name" != main ] || continue
	if [ ! -d "$corpus" ]; then
		echo "not ok - fuzz $name: no corpus"
		failed=1
	fi
done
for corpus in "$top_srcdir"/t/fuzz/corpus/*/; do
	name=$(basename "$corpus")
	set -- "$corpus"
	# libFuzzer would go on for ever.
	if grep -q LLVMFuzzerRunDriver "$top_builddir/t/fuzz/$name" 2>/dev/null; then
		set -- -runs=0 "$corpus"
	fi
	if "$top_builddir/t/fuzz/$name" "$@"; then
		echo "ok - fuzz $name"
	else
		echo "not ok - fuzz $name: status $?"
		failed=1
	fi
done
exit $failed
