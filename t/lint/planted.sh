#!/bin/sh
# What these scripts find: a mistake is planted into a copy of the tree, and the sentence read that its author would read.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
in_repository

copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/whole"
files | grep -vE '^t/fuzz/corpus/|^conf/www/' | tar -cf - -T - | tar -xf - -C "$copy/whole" && chmod -R u+w "$copy/whole"

# shellcheck disable=SC2254 # a pattern
# finds TEXT LINT SENTENCE PLANT: the shell commands PLANT, run in a copy, make LINT say a line that begins with the pattern SENTENCE.
finds() {
	rm -rf "$copy/tree"
	cp -R "$copy/whole" "$copy/tree"
	(cd "$copy/tree" && eval "$4")
	if diff -rq "$copy/whole" "$copy/tree" >"$copy/difference"; then
		rule "found: $1" 'could not be planted: the tree has changed, so write the commands that plant it anew'
		return
	fi
	said=$(top_srcdir=$copy/tree "$copy/tree/t/lint/$2.sh" 2>/dev/null)
	case $said in
	*"#   "$3*) rule "found: $1" '' ;;
	*) rule "found: $1" "$2.sh does not say: $3
$(printf '%s\n' "$said" | grep -v '^ok')" ;;
	esac
}

# Each plants one mistake; rows of tables are told by their text.
test='printf "#!/bin/sh\n" >t/smoke/new.sh && chmod +x t/smoke/new.sh'
finds 'a lane that there is not' smoke 'new: there is no lane "wating": write one of these behind "# lane: "' \
	"$test && echo '# lane: wating' >>t/smoke/new.sh"
finds 'a smoke test without its first line' smoke 't/smoke/new.sh is never run: begin it with a line #!/bin/sh' ': >t/smoke/new.sh'
finds 'a generated test without its first line' smoke 't/smoke/roles.mjs is never run: begin it with a line' \
	'sed -i 1d t/smoke/roles.mjs'
finds 'a smoke test that cannot be started' smoke 't/smoke/new.sh: nobody can start it: chmod +x' "$test && chmod -x t/smoke/new.sh"
finds 'two smoke tests of one name' smoke 'tasks: two tests have this name: rename one' \
	'cp t/smoke/roles.mjs t/smoke/tasks.mjs'
finds 'a room without a test' smoke 'no test asks for /nouns: write t/smoke/nouns.sh' \
	"sed -i 's|\.path = \"/tasks\"|.path = \"/nouns\"|' src/tasks/tasks.c"
finds 'a smoke test that is not in the tarball' sources 't/smoke/new.sh' "$test"
finds 'a query file that is in no list' sources 'sql/queries/new.sql' ': >sql/queries/new.sql'
finds 'a unit test that is in no list' sources 't/unit/base/new.c' ': >t/unit/base/new.c'
finds 'a file of nginx that is in no list' sources 'conf/nginx/new.conf' ': >conf/nginx/new.conf'
finds 'a file in a list that is gone' sources 't/smoke/tasks.sh' 'rm t/smoke/tasks.sh'
finds 'fields without an end' tables 'src/tasks/tasks.c:*: routes has no end: close it with { 0 }' "sed -i '/^\t{ 0 }\$/d' src/tasks/tasks.c"
finds 'names without an end' tables 'src/clubs/members.c:*: invite_values has no end: close it with { 0 }, NULL' \
	"sed -i '/ invite_values/s/, NULL }/ }/' src/clubs/members.c"
finds 'statements without an end' tables 'src/clubs/members.c:*: member_uses has no end' \
	"sed -i '/ member_uses/s/, Q_NONE }/ }/' src/clubs/members.c"
finds 'failures without an end' tables 'src/clubs/members.c:*: owner_fails has no end' "sed -i '/ owner_fails/s/, NULL }/ }/' src/clubs/members.c"
finds 'settings without an end' tables 'src/config/config.c:*: config_settings has no end' \
	"sed -i '/^\t{ NULL }\$/d' src/config/config.c"
finds 'a module that is in no list' tables 'topics_module is in no list: add &topics_module to src/server/modules.c' \
	"sed -i '/&topics_module,/d' src/server/modules.c"
finds 'an action that is misspelt' tables 'the action club.member.chnage is not in docs/activity.md: correct it' \
	"sed -i 's/club.member.change/club.member.chnage/' src/clubs/members.c"
finds 'a unit test whose source is gone' tables 't/unit/base/buffer.c tests nothing: there is no src/base/buffer.c' \
	"rm src/base/buffer.c && sed -i '/include .base/d' t/unit/base/buffer.c"
finish
