#!/bin/sh
# release.sh 1|2 FILE: prints an application as it is in that release, from lines that end in @1 or @2.
sed -E "/@$((3 - $1))\$/d; s,[[:blank:]]*(//|#) @$1\$,," "$2"
