#!/bin/sh
# The whole tree: links have targets, and no file names a path or host of one machine.
# shellcheck disable=SC2016 # quoted are patterns
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

pages() { files | grep -E '\.md$' | grep -v node_modules; }

# Prints the anchors of a page's headings, as GitHub makes them.
anchors() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'; }

# Prints "page target" for each relative link, [text](target).
links() {
	pages | while IFS= read -r page; do
		sed '/^```/,/^```/d' "$page" | grep -oE '\]\([^() ]+\)' | sed "s|^](\(.*\))\$|$page \1|" | grep -vE ' (https?|mailto):'
	done
}

broken_links() {
	links | while read -r page target; do
		path=${target%%#*} anchor=
		case $target in *'#'*) anchor=${target#*#} ;; esac
		if [ -n "$path" ]; then path=$(dirname "$page")/$path; else path=$page; fi
		if [ ! -e "$path" ]; then
			echo "$page: $target is not there"
		elif [ -n "$anchor" ] && [ "${path%.md}" != "$path" ]; then
			anchors "$path" | grep -qxF -- "$anchor" || echo "$page: $target: no such heading"
		fi
	done
}

# Finds paths of one machine, and hosts that a lock file must not name.
private() { files | xargs grep -nIE '(^|[^A-Za-z0-9._~-])/(home|root|work|Users)/[A-Za-z]|registry\.[a-z]+\.' | cut -c 1-160; }
secrets() { files | grep -v '/corpus/' | xargs grep -lIE '^-----BEGIN [A-Z ]*PRIVATE KEY-----|eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}'; }
big() { files | while IFS= read -r file; do [ "$(wc -c <"$file")" -le 300000 ] || echo "$file"; done; }
trailing() { files | grep -vE 'corpus/|\.md$|^t/smoke/' | xargs grep -nIE '[ 	]+$' | cut -c 1-120; }
unfinished() { files | grep -vE 'corpus/|^t/lint/tree\.sh$' | xargs grep -nIwE 'TODO|FIXME|XXX' | cut -c 1-160; }

rule 'links of the pages have targets' "$(broken_links)"
rule 'no paths or hosts of one machine' "$(private)"
rule 'no secrets' "$(secrets)"
rule 'no big files' "$(big)"
rule 'no blanks at the end of lines' "$(trailing)"
rule 'no marks of unfinished work' "$(unfinished)"
finish
