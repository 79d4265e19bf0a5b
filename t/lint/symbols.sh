#!/bin/sh
# The symbols that objects define and use, as nm prints them: names begin with their file's noun, and calls go one way, as includes do.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs nm
[ -f "$top_builddir/libbalcao.a" ] || { echo "not ok - $lint: $top_builddir/libbalcao.a is not there: make first" && exit 1; }

# The objects of existing sources: a build directory may contain objects of removed ones.
objects() {
	c_files src | sed -n 's|^src/\(.*\)\.c$|./\1.o|p'
}

# Prints "errors/key T key_find" for each global symbol of our objects; U marks a symbol that the object uses.
symbols() {
	objects | (cd "$top_builddir/src" && xargs nm -A -g) |
		sed -n 's|^\./\(.*\)\.o: *[0-9a-f]* *\([A-Z]\) \([a-z_0-9]*\)$|\1 \2 \3|p'
}

# The noun may be singular or plural: names in errors.c begin with errors_ or error_, names in schema.c with schema_ or schemas_.
foreign_names() {
	symbols | awk '
		function begins(name, noun) { return name == noun || index(name, noun "_") == 1 }
		$2 != "U" && $3 != "main" {
			n = split($1, part, "/")
			one = part[n]
			sub(/s$/, "", one)
			if (!begins($3, one) && !begins($3, one "s") && !begins($3, part[n])) print "src/" $1 ".c: " $3
		}'
}

wrong_calls() {
	symbols | awk -f t/lint/floors.awk -f /dev/fd/3 3<<-'EOT' | sort -u
		function folder(path) { return sub(/\/[^\/]*$/, "", path) ? path : "" }
		$2 != "U" { home[$3] = $1; next }
		{ user[++uses] = $1; used[uses] = $3 }
		END {
			for (i = 1; i <= uses; i++)
				if (used[i] in home && !floors_allow(folder(user[i]), folder(home[used[i]])))
					print "src/" user[i] ".c calls " used[i] " of src/" home[used[i]] ".c"
		}
	EOT
}

rule 'names begin with those of their files' "$(foreign_names)"
rule 'calls go one way' "$(wrong_calls)"
finish
