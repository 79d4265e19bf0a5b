# The rules by which browsers, systems and devices are recognised: uap-core, the data set of Debian's package uap-core.
# A tarball carries it.
BROWSER_LIST = %D%/agents.yaml
EXTRA_DIST += $(BROWSER_LIST) %D%/rules.awk
MAINTAINERCLEANFILES += $(BROWSER_LIST)
CLEANFILES += %D%/rules.c
nodist_libbalcao_a_SOURCES += %D%/rules.c

UAP_CORE = /usr/share/uap-core/regexes.yaml
$(BROWSER_LIST):
	$(AM_V_GEN)$(MKDIR_P) %D% && cp $(UAP_CORE) $@ 2>/dev/null || \
	{ echo "no list of browsers: apt-get install uap-core" >&2; exit 1; }

%D%/rules.c: $(BROWSER_LIST) %D%/rules.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && data=$(BROWSER_LIST); test -f $$data || data=$(srcdir)/$(BROWSER_LIST); \
	$(AWK) -f $(srcdir)/%D%/rules.awk $$data >$@.tmp && mv $@.tmp $@
