# Everything but main.c is in one library, so that the service, the unit tests and
# the fuzz targets link the same objects.
noinst_LIBRARIES += libbalcao.a
libbalcao_a_SOURCES = \
	%D%/accounts/accounts.c %D%/accounts/accounts.h \
	%D%/accounts/activity.c \
	%D%/accounts/command.c %D%/accounts/command.h \
	%D%/accounts/common_passwords.h \
	%D%/accounts/hashing.c %D%/accounts/hashing.h \
	%D%/accounts/organizations.c \
	%D%/accounts/password.c %D%/accounts/password.h \
	%D%/accounts/sessions.c \
	%D%/accounts/user.h \
	%D%/accounts/username.c %D%/accounts/username.h \
	%D%/accounts/users.c \
	%D%/base/address.c %D%/base/address.h \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/breaker.c %D%/base/breaker.h \
	%D%/base/buffer.c %D%/base/buffer.h \
	%D%/base/clock.c %D%/base/clock.h \
	%D%/base/config.c %D%/base/config.h \
	%D%/base/conninfo.c %D%/base/conninfo.h \
	%D%/base/crypto.c %D%/base/crypto.h \
	%D%/base/email.c %D%/base/email.h \
	%D%/base/envfile.c %D%/base/envfile.h \
	%D%/base/fetch.c %D%/base/fetch.h \
	%D%/base/gate.c %D%/base/gate.h \
	%D%/base/json.c %D%/base/json.h \
	%D%/base/log.c %D%/base/log.h \
	%D%/base/memory.c %D%/base/memory.h \
	%D%/base/metrics.c %D%/base/metrics.h \
	%D%/base/rate.c %D%/base/rate.h \
	%D%/base/scan.h \
	%D%/base/scoreboard.c %D%/base/scoreboard.h \
	%D%/base/setting.c %D%/base/setting.h \
	%D%/base/status.h \
	%D%/base/terminal.c %D%/base/terminal.h \
	%D%/base/text.c %D%/base/text.h \
	%D%/base/uuid.c %D%/base/uuid.h \
	%D%/clubs/books.c \
	%D%/clubs/clubs.c %D%/clubs/clubs.h \
	%D%/clubs/isbn.c %D%/clubs/isbn.h \
	%D%/clubs/meetings.c \
	%D%/clubs/members.c \
	%D%/clubs/reading.c \
	%D%/clubs/reviews.c \
	%D%/clubs/stats.c \
	%D%/clubs/topics.c \
	%D%/core/authorise.c %D%/core/authorise.h \
	%D%/core/batch.c %D%/core/batch.h \
	%D%/core/call.c %D%/core/call.h \
	%D%/core/check.c %D%/core/check.h \
	%D%/core/conditional.c %D%/core/conditional.h \
	%D%/core/endpoint.c %D%/core/endpoint.h \
	%D%/core/field.h \
	%D%/core/formats.c %D%/core/formats.h \
	%D%/core/hearing.c %D%/core/hearing.h \
	%D%/core/list.c %D%/core/list.h \
	%D%/core/literal.c %D%/core/literal.h \
	%D%/core/openapi.c %D%/core/openapi.h \
	%D%/core/operation.c %D%/core/operation.h \
	%D%/core/query.c %D%/core/query.h \
	%D%/core/render.c %D%/core/render.h \
	%D%/core/revocation.c %D%/core/revocation.h \
	%D%/core/route.h \
	%D%/core/router.c %D%/core/router.h \
	%D%/core/schema.c %D%/core/schema.h \
	%D%/core/token.c %D%/core/token.h \
	%D%/core/validate.c %D%/core/validate.h \
	%D%/core/value.c %D%/core/value.h \
	%D%/errors/errors.c %D%/errors/errors.h \
	%D%/errors/event.h \
	%D%/errors/grouping.c %D%/errors/grouping.h \
	%D%/errors/key.c %D%/errors/key.h \
	%D%/errors/kind.c %D%/errors/kind.h \
	%D%/errors/normal.c %D%/errors/normal.h \
	%D%/errors/projects.c \
	%D%/errors/report.c \
	%D%/errors/stack.c %D%/errors/stack.h \
	%D%/errors/title.c %D%/errors/title.h \
	%D%/customers/cep.c %D%/customers/cep.h \
	%D%/customers/cpf.c %D%/customers/cpf.h \
	%D%/customers/customers.c %D%/customers/customers.h \
	%D%/customers/lookup.c %D%/customers/lookup.h \
	%D%/customers/mask.c %D%/customers/mask.h \
	%D%/customers/phone.c %D%/customers/phone.h \
	%D%/customers/provider.c %D%/customers/provider.h \
	%D%/customers/state.c %D%/customers/state.h \
	%D%/db/connection.c %D%/db/connection.h \
	%D%/db/link.c %D%/db/link.h \
	%D%/db/migrate.c %D%/db/migrate.h \
	%D%/db/prepared.c %D%/db/prepared.h \
	%D%/db/rows.c %D%/db/rows.h \
	%D%/db/sqlstate.c %D%/db/sqlstate.h \
	%D%/db/statement.c %D%/db/statement.h \
	%D%/http/cors.c %D%/http/cors.h \
	%D%/http/cursor.c %D%/http/cursor.h \
	%D%/http/etag.c %D%/http/etag.h \
	%D%/http/language.c %D%/http/language.h \
	%D%/http/problem.c %D%/http/problem.h \
	%D%/http/problem_page.c \
	%D%/http/reply.c %D%/http/reply.h \
	%D%/http/request.c %D%/http/request.h \
	%D%/http/url.c %D%/http/url.h \
	%D%/jobs.c %D%/jobs.h \
	%D%/listen.c %D%/listen.h \
	%D%/master.c %D%/master.h \
	%D%/modules.c \
	%D%/pidfile.c %D%/pidfile.h \
	%D%/sentry/auth.c %D%/sentry/auth.h \
	%D%/sentry/caller.c %D%/sentry/caller.h \
	%D%/sentry/category.c %D%/sentry/category.h \
	%D%/sentry/detail.c %D%/sentry/detail.h \
	%D%/sentry/details.c %D%/sentry/details.h \
	%D%/sentry/envelope.c %D%/sentry/envelope.h \
	%D%/sentry/inbox.c %D%/sentry/inbox.h \
	%D%/sentry/inflate.c %D%/sentry/inflate.h \
	%D%/sentry/inspect.c %D%/sentry/inspect.h \
	%D%/sentry/intake.c %D%/sentry/intake.h \
	%D%/sentry/lenient.c %D%/sentry/lenient.h \
	%D%/sentry/mapper.c %D%/sentry/mapper.h \
	%D%/sentry/message.c %D%/sentry/message.h \
	%D%/sentry/moment.c %D%/sentry/moment.h \
	%D%/sentry/notes.c %D%/sentry/notes.h \
	%D%/sentry/outline.c %D%/sentry/outline.h \
	%D%/sentry/raw.c %D%/sentry/raw.h \
	%D%/sentry/reading.c %D%/sentry/reading.h \
	%D%/sentry/security.c %D%/sentry/security.h \
	%D%/sentry/sentry.c %D%/sentry/sentry.h \
	%D%/sentry/shape.c %D%/sentry/shape.h \
	%D%/sentry/show.c \
	%D%/sentry/store.c %D%/sentry/store.h \
	%D%/sentry/tags.c %D%/sentry/tags.h \
	%D%/sentry/trace.c %D%/sentry/trace.h \
	%D%/sentry/user.c %D%/sentry/user.h \
	%D%/service/service.c %D%/service/service.h \
	%D%/tasks/tasks.c %D%/tasks/tasks.h \
	%D%/worker.c %D%/worker.h

bin_PROGRAMS += balcao
balcao_SOURCES = %D%/main.c
balcao_LDADD = libbalcao.a $(BALCAO_LIBS)
BALCAO_LIBS = $(FCGI_LIBS) $(PQ_LIBS) $(JSONC_LIBS) $(JWT_LIBS) $(CRYPT_LIBS) $(CRYPTO_LIBS) \
	$(CURL_LIBS) $(IDN2_LIBS) $(UNISTRING_LIBS) $(ZLIB_LIBS) $(BROTLI_LIBS)
