# shellcheck shell=sh disable=SC2034
# What the lint scripts share. They look at the source tree, in top_srcdir, and some at
# what was built, in top_builddir. Each rule prints a line "ok" or "not ok"; the exit
# status is 1 if any is broken, 77 if a tool is missing.
: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${top_builddir:=build-check}"
case $top_builddir in /*) ;; *) [ -d "$top_builddir" ] || top_builddir=$top_srcdir/$top_builddir ;; esac
top_builddir=$(cd "$top_builddir" 2>/dev/null && pwd)
top_srcdir=$(cd "$top_srcdir" && pwd)
lint=$(basename "$0" .sh)
broken=0
export LC_ALL=C
cd "$top_srcdir" || exit 1

# rule TEXT FINDINGS: none is fine.
rule() {
	if [ -z "$2" ]; then
		echo "ok - $lint: $1"
	else
		echo "not ok - $lint: $1"
		printf '%s\n' "$2" | sed 's/^/#   /'
		broken=1
	fi
}

needs() {
	for tool; do
		command -v "$tool" >/dev/null || {
			echo "ok - $lint # SKIP $tool is missing"
			exit 77
		}
	done
}

# Every file of the project: what git knows or would take; in a tarball, what there is but
# for what was made by a build in place.
files() {
	if [ -e .git ] && git ls-files >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done
	else
		find .ci CHANGELOG.md LICENSE Makefile.am README.md SECURITY.md check conf configure.ac docs run sql src t \
			\( -name .deps -o -name node_modules -o -name swagger-ui \) -prune -o -type f -print |
			grep -vE '\.(o|a|log|trs)$|/\.dirstamp$|^src/db/(queries|migrations)\.[ch]$|^src/accounts/common_passwords\.(c|txt)$|^conf/(nginx/(routes|site)\.conf|systemd/.*\.service)$' |
			xargs grep -L -a "^$(printf '\177')ELF"
	fi | sort -u
}

# The code of C files, a line "file:line: code" each; see code.awk.
code() { # MODE FILE...
	mode=$1
	shift
	awk -v mode="$mode" -f t/lint/code.awk "$@"
}

# C sources below the given folders, without what a build in place made.
c_files() {
	for folder; do
		files | grep -E "^$folder/.*\.[ch]\$"
	done
}

finish() { exit $broken; }
