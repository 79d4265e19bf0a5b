# The console: the page /app/. A tarball carries it built (web/app), and a clone builds it with npm (web/dist), when the program is
# there, whose document of the API gives the types. Without npm, or its registry, everything else is built all the same.
CONSOLE_FILES = %D%/.npmrc %D%/.prettierignore %D%/.prettierrc.json %D%/package.json %D%/package-lock.json %D%/index.html \
	%D%/svelte.config.js %D%/tsconfig.json %D%/vite.config.ts
EXTRA_DIST += $(CONSOLE_FILES)
console = %D%

if CONSOLE_CARRIED
console_built = $(srcdir)/%D%/app
else
console_built = %D%/dist
if CONSOLE
all-local: %D%/dist.stamp
endif
endif

# The document changes when the API does, not with each build of the program.
%D%/api.json: balcao$(EXEEXT)
	$(AM_V_at)$(MKDIR_P) $(@D) && ./balcao$(EXEEXT) openapi >$@.tmp && \
	if cmp -s $@.tmp $@; then rm -f $@.tmp; else mv $@.tmp $@; fi

# The sources are many, and their number grows: a recipe that looks at all of them is simpler than a list. It is quick if nothing changed.
.PHONY: console
console: %D%/dist.stamp
%D%/dist.stamp: %D%/api.json console-look
	$(AM_V_GEN)NPM="$(NPM)" NODE="$(NODE)" $(SHELL) $(srcdir)/%D%/build/make.sh $(srcdir)/%D% %D% $(CONSOLE_FLAGS)
.PHONY: console-look
console-look:

# The unit tests of its logic, in the build's copy; skipped where the console was not built.
TESTS += %D%/build/test.sh
EXTRA_DIST += %D%/build/test.sh

clean-local: clean-console
clean-console:
	rm -rf %D%/work %D%/work.log %D%/dist %D%/dist.stamp %D%/api.json
.PHONY: clean-console

# make dist needs the console built: a tarball without it would lack half of the product.
dist-hook: dist-console
dist-console:
	@test -f $(console_built)/index.html || $(MAKE) $(AM_MAKEFLAGS) CONSOLE_FLAGS=--strict $(console)/dist.stamp
	$(AM_V_at)$(MKDIR_P) $(distdir)/$(console) && rm -rf $(distdir)/$(console)/app && cp -R $(console_built) $(distdir)/$(console)/app && \
	for part in build public src; do rm -rf $(distdir)/$(console)/$$part && cp -R $(srcdir)/$(console)/$$part $(distdir)/$(console)/ || exit 1; done && \
	rm -f $(distdir)/$(console)/src/lib/schema.d.ts $(distdir)/$(console)/src/lib/schema.json $(distdir)/$(console)/src/lib/idempotent.json
.PHONY: dist-console

wwwappdir = $(wwwdir)/app
install-data-local: install-console
install-console:
	@if test -f $(console_built)/index.html; then \
	  rm -rf "$(DESTDIR)$(wwwappdir)" && $(MKDIR_P) "$(DESTDIR)$(wwwappdir)" && \
	  (cd $(console_built) && find . -type f -print) | while IFS= read -r file; do \
	    $(MKDIR_P) "$(DESTDIR)$(wwwappdir)/`dirname "$$file"`" && \
	    $(INSTALL_DATA) "$(console_built)/$$file" "$(DESTDIR)$(wwwappdir)/$$file" || exit 1; done; \
	else echo "the console (/app/) is not in this build"; fi
uninstall-local: uninstall-console
uninstall-console:
	rm -rf "$(DESTDIR)$(wwwappdir)"
.PHONY: install-console uninstall-console
