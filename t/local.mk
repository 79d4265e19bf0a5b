# The tests. `make check` runs those that need no server: unit tests, fuzz corpora and lint. ./check runs all tests.
AM_TESTS_ENVIRONMENT = top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' \
	LINT_CC='$(CC) $(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS) $(AM_CFLAGS) $(CFLAGS)'; \
	export top_srcdir top_builddir LINT_CC;

if HAVE_CRITERION
check_PROGRAMS += %D%/unit-tests %D%/db-tests
# `make check` runs both programs; db-tests skips its tests because it has no database there.
TESTS += %D%/unit-tests %D%/db-tests
endif

%C%_unit_tests_SOURCES = \
	%D%/unit/accounts/password.c \
	%D%/unit/accounts/secret_link.c \
	%D%/unit/accounts/terminal.c \
	%D%/unit/accounts/username.c \
	%D%/unit/base/address.c \
	%D%/unit/base/arena.c \
	%D%/unit/base/buffer.c \
	%D%/unit/base/clock.c \
	%D%/unit/base/crypto.c \
	%D%/unit/base/escape.c \
	%D%/unit/base/json.c \
	%D%/unit/base/json_pieces.c \
	%D%/unit/base/json_values.c \
	%D%/unit/base/log.c \
	%D%/unit/base/text.c \
	%D%/unit/base/uuid.c \
	%D%/unit/call/cookie.c \
	%D%/unit/call/token.c \
	%D%/unit/check/check.c \
	%D%/unit/check/check_field.c \
	%D%/unit/check/check_module.c \
	%D%/unit/check/check_statement.c \
	%D%/unit/check/planted.h \
	%D%/unit/check/tables.c \
	%D%/unit/clubs/isbn.c \
	%D%/unit/config/config.c \
	%D%/unit/config/setting.c \
	%D%/unit/core/authorise.c \
	%D%/unit/core/render.c \
	%D%/unit/core/router.c \
	%D%/unit/core/validate.c \
	%D%/unit/customers/cep.c \
	%D%/unit/customers/cpf.c \
	%D%/unit/customers/entity.c \
	%D%/unit/customers/formats.c \
	%D%/unit/customers/mask.c \
	%D%/unit/customers/phone.c \
	%D%/unit/customers/provider.c \
	%D%/unit/customers/state.c \
	%D%/unit/customers/street.c \
	%D%/unit/db/bind.c \
	%D%/unit/db/prepared.c \
	%D%/unit/db/rows.c \
	%D%/unit/db/sqlstate.c \
	%D%/unit/db/statement.c \
	%D%/unit/errors/agent/agent.c \
	%D%/unit/errors/dialog/script.c \
	%D%/unit/errors/feedback/feedback.c \
	%D%/unit/errors/grouping/corpus.c \
	%D%/unit/errors/grouping/fingerprint.c \
	%D%/unit/errors/grouping/grouping.c \
	%D%/unit/errors/grouping/harms.c \
	%D%/unit/errors/grouping/names.c \
	%D%/unit/errors/grouping/normal.c \
	%D%/unit/errors/grouping/pairs.c \
	%D%/unit/errors/grouping/stack.c \
	%D%/unit/errors/grouping/title.c \
	%D%/unit/errors/lenient/lenient.c \
	%D%/unit/errors/lenient/quoted.c \
	%D%/unit/errors/lenient/repair.c \
	%D%/unit/errors/scrub/cost.c \
	%D%/unit/errors/scrub/name.c \
	%D%/unit/errors/scrub/scrub.c \
	%D%/unit/errors/reporting/facets.c \
	%D%/unit/errors/sentry/auth.c \
	%D%/unit/errors/sentry/category.c \
	%D%/unit/errors/sentry/envelope.c \
	%D%/unit/errors/sentry/event/facts.c \
	%D%/unit/errors/sentry/event/inspect.c \
	%D%/unit/errors/sentry/event/mapper.c \
	%D%/unit/errors/sentry/event/mapper_bulk.c \
	%D%/unit/errors/sentry/event/mapper_wide.c \
	%D%/unit/errors/sentry/event/message.c \
	%D%/unit/errors/sentry/event/moment.c \
	%D%/unit/errors/sentry/event/security.c \
	%D%/unit/errors/sentry/event/tags.c \
	%D%/unit/errors/sentry/event/trace.c \
	%D%/unit/errors/sentry/event/user.c \
	%D%/unit/errors/sentry/inflate.c \
	%D%/unit/errors/sentry/page/view.c \
	%D%/unit/errors/sentry/raw.c \
	%D%/unit/errors/sentry/sample.h \
	%D%/unit/errors/sentry/security_report.c \
	%D%/unit/errors/sentry/store_body.c \
	%D%/unit/http/cors.c \
	%D%/unit/http/cursor.c \
	%D%/unit/http/etag.c \
	%D%/unit/http/fetch.c \
	%D%/unit/http/language.c \
	%D%/unit/http/media.c \
	%D%/unit/http/problem.c \
	%D%/unit/http/reason.c \
	%D%/unit/http/reply.c \
	%D%/unit/http/request.c \
	%D%/unit/http/url.c \
	%D%/unit/openapi/openapi.c \
	%D%/unit/server/job.c \
	%D%/unit/server/modules.c \
	%D%/unit/server/nginx.c \
	%D%/unit/service/problem_page.c \
	%D%/unit/shared/breaker.c \
	%D%/unit/shared/gate.c \
	%D%/unit/shared/gate_deaths.c \
	%D%/unit/shared/metrics.c \
	%D%/unit/shared/rate.c \
	%D%/unit/shared/scoreboard.c \
	%D%/unit/shared/visitors.h \
	%D%/unit/table/endpoint.c \
	%D%/unit/table/job.c \
	%D%/unit/table/value.c \
	%D%/unit/values/checksum.c \
	%D%/unit/values/email.c \
	%D%/unit/values/pasted.c \
	%D%/unit/values/zone.c
%C%_unit_tests_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) -I$(top_srcdir)/t/unit -DTOP_SRCDIR='"$(abs_top_srcdir)"'
# The test of the breaker replaces this function to move the clock forward.
%C%_unit_tests_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_monotonic_us
# libbrotlienc compresses; it is in the same package as the library that decompresses, libbrotli-dev.
%C%_unit_tests_LDADD = libbalcao.a $(BALCAO_LIBS) $(CRITERION_LIBS) -lbrotlienc
EXTRA_DIST += %D%/unit/errors/grouping/corpus.json
# Events of real SDKs; unit/errors/grouping/pairs.c reads them.
EXTRA_DIST += %D%/corpus

# Tests with a database: t/db/run.sh starts a server and runs them.
%C%_db_tests_SOURCES = \
	%D%/db/catalog.c \
	%D%/db/club_plans.c \
	%D%/db/connection.c \
	%D%/db/errors.c \
	%D%/db/inbox.h \
	%D%/db/facets.c \
	%D%/db/finding.c \
	%D%/db/hearing.c \
	%D%/db/invitations.c \
	%D%/db/greeting.c \
	%D%/db/jobs.c \
	%D%/db/keys.c \
	%D%/db/main.c \
	%D%/db/meetings.c \
	%D%/db/plans.c \
	%D%/db/queries.c \
	%D%/db/reading.c \
	%D%/db/server.c %D%/db/server.h \
	%D%/db/sessions.c \
	%D%/db/text.c \
	%D%/db/triage.c
%C%_db_tests_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
%C%_db_tests_LDADD = libbalcao.a $(BALCAO_LIBS) $(CRITERION_LIBS)
EXTRA_DIST += %D%/db/run.sh %D%/db/planted/009_text.sql %D%/db/planted/010_invitations.sql %D%/db/planted/015_triage.sql \
	%D%/db/planted/020_error_finding.sql

# A fuzz target for each parser. fuzz/main.c replays its corpus. With --enable-fuzzing, libFuzzer takes the place of
# fuzz/main.c and looks for more inputs: t/fuzz/json t/fuzz/corpus/json.
check_PROGRAMS += %D%/fuzz/cep %D%/fuzz/clock %D%/fuzz/cpf %D%/fuzz/cursor %D%/fuzz/email %D%/fuzz/envelope \
	%D%/fuzz/etag %D%/fuzz/grouping %D%/fuzz/inflate %D%/fuzz/isbn %D%/fuzz/json %D%/fuzz/mapper \
	%D%/fuzz/pasted %D%/fuzz/phone %D%/fuzz/provider %D%/fuzz/scrub %D%/fuzz/statement %D%/fuzz/text %D%/fuzz/token %D%/fuzz/url
if FUZZING
FUZZ_MAIN =
else
FUZZ_MAIN = %D%/fuzz/main.c
endif
%C%_fuzz_cep_SOURCES = %D%/fuzz/cep.c $(FUZZ_MAIN)
%C%_fuzz_clock_SOURCES = %D%/fuzz/clock.c $(FUZZ_MAIN)
%C%_fuzz_cpf_SOURCES = %D%/fuzz/cpf.c $(FUZZ_MAIN)
%C%_fuzz_cursor_SOURCES = %D%/fuzz/cursor.c $(FUZZ_MAIN)
%C%_fuzz_email_SOURCES = %D%/fuzz/email.c $(FUZZ_MAIN)
%C%_fuzz_envelope_SOURCES = %D%/fuzz/envelope.c $(FUZZ_MAIN)
%C%_fuzz_etag_SOURCES = %D%/fuzz/etag.c $(FUZZ_MAIN)
%C%_fuzz_grouping_SOURCES = %D%/fuzz/grouping.c $(FUZZ_MAIN)
%C%_fuzz_inflate_SOURCES = %D%/fuzz/inflate.c $(FUZZ_MAIN)
%C%_fuzz_isbn_SOURCES = %D%/fuzz/isbn.c $(FUZZ_MAIN)
%C%_fuzz_json_SOURCES = %D%/fuzz/json.c $(FUZZ_MAIN)
%C%_fuzz_mapper_SOURCES = %D%/fuzz/mapper.c $(FUZZ_MAIN)
%C%_fuzz_pasted_SOURCES = %D%/fuzz/pasted.c $(FUZZ_MAIN)
%C%_fuzz_phone_SOURCES = %D%/fuzz/phone.c $(FUZZ_MAIN)
%C%_fuzz_provider_SOURCES = %D%/fuzz/provider.c $(FUZZ_MAIN)
%C%_fuzz_scrub_SOURCES = %D%/fuzz/scrub.c $(FUZZ_MAIN)
%C%_fuzz_statement_SOURCES = %D%/fuzz/statement.c $(FUZZ_MAIN)
%C%_fuzz_text_SOURCES = %D%/fuzz/text.c $(FUZZ_MAIN)
%C%_fuzz_token_SOURCES = %D%/fuzz/token.c $(FUZZ_MAIN)
%C%_fuzz_url_SOURCES = %D%/fuzz/url.c $(FUZZ_MAIN)
# For the programs without an LDADD of their own: the fuzz targets.
LDADD = libbalcao.a $(BALCAO_LIBS) $(FUZZ_LIBS)
TESTS += %D%/fuzz/replay.sh
EXTRA_DIST += %D%/fuzz/main.c %D%/fuzz/replay.sh %D%/fuzz/corpus

# Rules that the compiler can't check. Each script also runs alone: t/lint/sizes.sh
LINT = %D%/lint/console.sh %D%/lint/docs.sh %D%/lint/format.sh %D%/lint/install.sh %D%/lint/layers.sh %D%/lint/migrations.sh %D%/lint/places.sh \
	%D%/lint/planted.sh %D%/lint/queries.sh %D%/lint/release.sh %D%/lint/shell.sh %D%/lint/sizes.sh %D%/lint/smoke.sh \
	%D%/lint/sources.sh %D%/lint/symbols.sh %D%/lint/tables.sh %D%/lint/tree.sh
TESTS += $(LINT)
EXTRA_DIST += $(LINT) %D%/lint/lib.sh %D%/lint/code.awk %D%/lint/console.tsv %D%/lint/floors.awk %D%/lint/migrations.sha256 %D%/lint/tables.awk

clean-local:
	rm -rf .shellcheck # what lint/shell.sh remembers

.PHONY: lint
lint: all
	@$(AM_TESTS_ENVIRONMENT) failed=; for lint in $(LINT); do \
	  $(srcdir)/$$lint || test $$? = 77 || failed=yes; done; test -z "$$failed"

# The tests of the whole service, which ./check runs. This hook copies ./check, because make would take the name in
# EXTRA_DIST for the target `check`.
dist-hook:
	$(MKDIR_P) $(distdir)/.ci
	cp -p $(srcdir)/.ci/run $(distdir)/.ci/run
	cp -p $(srcdir)/check $(distdir)/check
EXTRA_DIST += %D%/README.md %D%/check/leaks.txt %D%/check/lib.sh %D%/check/steps.sh
EXTRA_DIST += %D%/crash.sh
EXTRA_DIST += %D%/fake/cep.mjs

# The browser tests, without the packages that stand beside them. A room's spec needs no line here.
web_tests = %D%/web
dist-hook: dist-web-tests
dist-web-tests:
	$(MKDIR_P) $(distdir)/$(web_tests)
	for part in .npmrc .prettierrc.json README.md lib package.json package-lock.json playwright.config.ts run.sh tsconfig.json; do \
	  cp -pR $(srcdir)/$(web_tests)/$$part $(distdir)/$(web_tests)/ || exit 1; done
	cp -p $(srcdir)/$(web_tests)/*.spec.ts $(distdir)/$(web_tests)/
.PHONY: dist-web-tests

EXTRA_DIST += \
	%D%/smoke/accounts.sh \
	%D%/smoke/bans.sh \
	%D%/smoke/books.sh \
	%D%/smoke/bulk.sh \
	%D%/smoke/bursts.sh \
	%D%/smoke/center.sh \
	%D%/smoke/cep.sh \
	%D%/smoke/client.mjs \
	%D%/smoke/clubs.sh \
	%D%/smoke/clubstats.sh \
	%D%/smoke/conditional.sh \
	%D%/smoke/cookies.sh \
	%D%/smoke/crash.sh \
	%D%/smoke/customers.sh \
	%D%/smoke/dialog.mjs \
	%D%/smoke/edge.sh \
	%D%/smoke/errors.sh \
	%D%/smoke/events.sh \
	%D%/smoke/finding.sh \
	%D%/smoke/faults.sh \
	%D%/smoke/feedback.sh \
	%D%/smoke/grouping.sh \
	%D%/smoke/guessing.sh \
	%D%/smoke/hangs.sh \
	%D%/smoke/instance.sh \
	%D%/smoke/invitations.sh \
	%D%/smoke/isolation.mjs \
	%D%/smoke/languages.sh \
	%D%/smoke/lib.sh \
	%D%/smoke/limits.sh \
	%D%/smoke/lists.sh \
	%D%/smoke/lookup.sh \
	%D%/smoke/openapi.mjs \
	%D%/smoke/meetings.sh \
	%D%/smoke/merging.sh \
	%D%/smoke/memberships.sh \
	%D%/smoke/memory.sh \
	%D%/smoke/organizations.sh \
	%D%/smoke/origins.sh \
	%D%/smoke/outage.sh \
	%D%/smoke/owners.sh \
	%D%/smoke/package-lock.json \
	%D%/smoke/package.json \
	%D%/smoke/pages.sh \
	%D%/smoke/passwords.sh \
	%D%/smoke/people.sh \
	%D%/smoke/postgresql.sh \
	%D%/smoke/posting.sh \
	%D%/smoke/privacy.sh \
	%D%/smoke/projects.sh \
	%D%/smoke/quota.sh \
	%D%/smoke/readinglists.sh \
	%D%/smoke/readers.sh \
	%D%/smoke/refresh.sh \
	%D%/smoke/registration.sh \
	%D%/smoke/registry.sh \
	%D%/smoke/reviews.sh \
	%D%/smoke/revocation.sh \
	%D%/smoke/roles.mjs \
	%D%/smoke/rules.sh \
	%D%/smoke/run.sh \
	%D%/smoke/scrub.sh \
	%D%/smoke/sdk.mjs \
	%D%/smoke/sdk.sh \
	%D%/smoke/sdks \
	%D%/smoke/sentry.sh \
	%D%/smoke/sentry/browser.txt \
	%D%/smoke/sentry/php.gz.b64 \
	%D%/smoke/sentry/python.br.b64 \
	%D%/smoke/sentry/python.gz.b64 \
	%D%/smoke/sentry/raven.b64 \
	%D%/smoke/sentry/raw.b64 \
	%D%/smoke/sentry/zlib.b64 \
	%D%/smoke/search.sh \
	%D%/smoke/service.sh \
	%D%/smoke/sessions.sh \
	%D%/smoke/signup.sh \
	%D%/smoke/states.sh \
	%D%/smoke/stats.sh \
	%D%/smoke/stream.mjs \
	%D%/smoke/tasks.sh \
	%D%/smoke/texts.sh \
	%D%/smoke/throttling.sh \
	%D%/smoke/tokens.sh \
	%D%/smoke/tolerance.sh \
	%D%/smoke/topics.sh \
	%D%/smoke/triage.sh \
	%D%/smoke/users.sh

# The benchmarks, which you run by hand: t/bench/README.md
EXTRA_DIST += \
	%D%/bench/README.md \
	%D%/bench/bare.c \
	%D%/bench/bursts.mjs \
	%D%/bench/bursts.sh \
	%D%/bench/cpu.awk \
	%D%/bench/customers.lua \
	%D%/bench/data.sql \
	%D%/bench/errors.lua \
	%D%/bench/errors.sh \
	%D%/bench/load.lua \
	%D%/bench/outage.sh \
	%D%/bench/report.awk \
	%D%/bench/run.sh \
	%D%/bench/web.sh
