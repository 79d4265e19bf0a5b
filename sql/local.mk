# SQL stands only in .sql files, which are embedded into the program.
QUERIES = \
	%D%/queries/accounts.sql \
	%D%/queries/activity.sql \
	%D%/queries/books.sql \
	%D%/queries/clubs.sql \
	%D%/queries/comments.sql \
	%D%/queries/customers.sql \
	%D%/queries/digest.sql \
	%D%/queries/errors.sql \
	%D%/queries/expiry.sql \
	%D%/queries/facets.sql \
	%D%/queries/feedback.sql \
	%D%/queries/grouping.sql \
	%D%/queries/invitations.sql \
	%D%/queries/meetings.sql \
	%D%/queries/members.sql \
	%D%/queries/merging.sql \
	%D%/queries/organizations.sql \
	%D%/queries/projects.sql \
	%D%/queries/reading.sql \
	%D%/queries/recovery.sql \
	%D%/queries/reviews.sql \
	%D%/queries/search.sql \
	%D%/queries/service.sql \
	%D%/queries/sessions.sql \
	%D%/queries/stats.sql \
	%D%/queries/tasks.sql \
	%D%/queries/topics.sql \
	%D%/queries/triage.sql \
	%D%/queries/users.sql
SCHEMA = \
	%D%/schema/001_base.sql \
	%D%/schema/002_accounts.sql \
	%D%/schema/003_tasks.sql \
	%D%/schema/004_sessions.sql \
	%D%/schema/005_accounts.sql \
	%D%/schema/006_customers.sql \
	%D%/schema/007_errors.sql \
	%D%/schema/008_clubs.sql \
	%D%/schema/009_text.sql \
	%D%/schema/010_invitations.sql \
	%D%/schema/011_sessions.sql \
	%D%/schema/012_customers.sql \
	%D%/schema/013_clubs.sql \
	%D%/schema/014_error_facets.sql \
	%D%/schema/015_triage.sql \
	%D%/schema/016_feedback.sql \
	%D%/schema/017_quotas.sql \
	%D%/schema/018_scrub.sql \
	%D%/schema/019_grouping.sql \
	%D%/schema/020_error_finding.sql
EXTRA_DIST += %D%/embed.awk $(QUERIES) $(SCHEMA)

CLEANFILES += src/db/queries.h src/db/queries.c src/db/migrations.c
nodist_libbalcao_a_SOURCES = src/db/queries.h src/db/queries.c src/db/migrations.c

# Each object needs the header that it may include. The dependency is order-only ("|"), because the compiler notes
# which objects really include the header. There are no BUILT_SOURCES: make uses them for `make all` and `make check` only,
# and each of the two would run a make of its own, so `make -j8 all check` would compile each file twice at once.
$(libbalcao_a_OBJECTS) $(balcao_OBJECTS) $(t_unit_tests_OBJECTS) $(t_db_tests_OBJECTS) \
$(check_PROGRAMS:=.$(OBJEXT)): | src/db/queries.h

EMBED = $(AM_V_GEN)$(MKDIR_P) src/db && cd $(srcdir) && $(AWK) -f %D%/embed.awk

src/db/queries.h: $(QUERIES) %D%/embed.awk
	$(EMBED) -v mode=header $(QUERIES) >$(abs_builddir)/$@.tmp && mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
src/db/queries.c: $(QUERIES) %D%/embed.awk
	$(EMBED) -v mode=source $(QUERIES) >$(abs_builddir)/$@.tmp && mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
src/db/migrations.c: $(SCHEMA) %D%/embed.awk
	$(EMBED) -v mode=schema $(SCHEMA) >$(abs_builddir)/$@.tmp && mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
