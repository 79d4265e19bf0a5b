#!/bin/sh
# Nobody edits a migration that has landed: databases were migrated with its text, and `balcao migrate` refuses a database that was
# migrated with another text. t/lint/migrations.sha256 has the SHA-256 of each migration. Its head says when you may change it, with
#   t/lint/migrations.sh --accept
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
list=t/lint/migrations.sha256

migrations() { find sql/schema -name '*.sql' | sed 's|.*/||' | sort; }
sum_of() { sha256sum <"sql/schema/$1" | cut -c 1-64; }
listed() { sed -n "s/^\([0-9a-f]\{64\}\)  $1\$/\1/p" $list; }

# Writes the list again below its head, and shows the differences.
accept() {
	{
		sed -n '/^#/p' $list
		migrations | while read -r file; do
			echo "$(sum_of "$file")  $file"
		done
	} >$list.new
	diff $list $list.new | grep '^[<>]'
	mv $list.new $list
}

# Prints the number of the next migration, such as 009.
next() { migrations | tail -n 1 | awk '{ printf "%03d", substr($0, 1, 3) + 1 }'; }

changed() {
	migrations | while read -r file; do
		sum=$(listed "$file")
		if [ -z "$sum" ]; then
			echo "$file is not in $list: when it is finished, run t/lint/migrations.sh --accept, and commit both"
		elif [ "$sum" != "$(sum_of "$file")" ]; then
			echo "$file has changed: a migration that has landed is never edited; write $(next)_NOUN.sql, which changes what it made"
		fi
	done
}

gone() {
	sed -n 's/^[0-9a-f]\{64\}  //p' $list | while read -r file; do
		[ -f "sql/schema/$file" ] || echo "$file is gone: a migration that has landed is neither removed nor renamed; put it back"
	done
}

case ${1:-} in
--accept) accept; exit ;;
'') ;;
*) echo "usage: t/lint/migrations.sh [--accept]" >&2 && exit 2 ;;
esac
rule 'migrations that have landed are as they were' "$(changed; gone)"
finish
