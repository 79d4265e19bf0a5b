# shellcheck shell=sh disable=SC2034
# Shared by the lint scripts. They read the source tree, in top_srcdir, and some read the
# build, in top_builddir. Each rule prints a line "ok" or "not ok"; the exit
# status is 1 if a rule is broken, 77 if a tool is missing.
: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${top_builddir:=build-check}"
case $top_builddir in /*) ;; *) [ -d "$top_builddir" ] || top_builddir=$top_srcdir/$top_builddir ;; esac
top_builddir=$(cd "$top_builddir" 2>/dev/null && pwd)
top_srcdir=$(cd "$top_srcdir" && pwd)
lint=$(basename "$0" .sh)
broken=0
export LC_ALL=C
cd "$top_srcdir" || exit 1

# rule TEXT FINDINGS: the rule is kept if FINDINGS is empty.
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

# For what takes long: a tarball has the files that the repository had, and whoever builds from it changes none of them.
in_repository() {
	[ -e .git ] || {
		echo "ok - $lint # SKIP not in the repository"
		exit 77
	}
}

# Every file of the project: those that git tracks or would add; in a tarball all files except
# those that a build in place has made.
files() {
	if [ -e .git ] && git ls-files >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done
	else
		find .ci CHANGELOG.md LICENSE Makefile.am README.md SECURITY.md check conf configure.ac docs run sql src t web \
			\( -name .deps -o -name node_modules -o -name swagger-ui -o -path web/app -o -path web/dist -o -path web/work \) -prune -o -type f -print |
			grep -vE '\.(o|a|log|trs)$|/\.dirstamp$|^src/db/(queries|migrations)\.[ch]$|^src/errors/agent/(agents\.yaml|rules\.c)$|^src/errors/dialog/script_source\.c$|^src/accounts/common_passwords\.(c|txt)$|^web/(api\.json|dist\.stamp)$|^conf/(nginx/(routes|site)\.conf|systemd/.*\.service)$' |
			xargs grep -L -a "^$(printf '\177')ELF"
	fi | sort -u
}

# Prints the code of C files as lines "file:line: code"; see code.awk.
code() { # MODE FILE...
	mode=$1
	shift
	awk -v mode="$mode" -f t/lint/code.awk "$@"
}

# The C sources below the given folders, without those that a build in place has made.
c_files() {
	for folder; do
		files | grep -E "^$folder/.*\.[ch]\$"
	done
}

finish() { exit $broken; }
