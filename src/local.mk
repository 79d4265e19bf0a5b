# All sources except main.c are in one library, so that the service, the unit tests and the fuzz targets link the
# same objects.
noinst_LIBRARIES += libbalcao.a
libbalcao_a_SOURCES = \
	%D%/accounts/accounts.c %D%/accounts/accounts.h \
	%D%/accounts/activity.c \
	%D%/accounts/common_passwords.h \
	%D%/accounts/hashing.c %D%/accounts/hashing.h \
	%D%/accounts/invitations.c \
	%D%/accounts/organizations.c \
	%D%/accounts/password.c %D%/accounts/password.h \
	%D%/accounts/recovery.c \
	%D%/accounts/secret_link.c %D%/accounts/secret_link.h \
	%D%/accounts/sessions.c \
	%D%/accounts/terminal.c %D%/accounts/terminal.h \
	%D%/accounts/user.h \
	%D%/accounts/user_command.c %D%/accounts/user_command.h \
	%D%/accounts/username.c %D%/accounts/username.h \
	%D%/accounts/users.c \
	%D%/accounts/weak_password.c %D%/accounts/weak_password.h \
	%D%/base/address.c %D%/base/address.h \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/buffer.c %D%/base/buffer.h \
	%D%/base/clock.c %D%/base/clock.h \
	%D%/base/crypto.c %D%/base/crypto.h \
	%D%/base/escape.c %D%/base/escape.h \
	%D%/base/json.c %D%/base/json.h \
	%D%/base/log.c %D%/base/log.h \
	%D%/base/memory.c %D%/base/memory.h \
	%D%/base/scan.h \
	%D%/base/status.h \
	%D%/base/text.c %D%/base/text.h \
	%D%/base/uuid.c %D%/base/uuid.h \
	%D%/call/call.c %D%/call/call.h \
	%D%/call/conflict.c %D%/call/conflict.h \
	%D%/call/cookie.c %D%/call/cookie.h \
	%D%/call/hearing.c %D%/call/hearing.h \
	%D%/call/query.c %D%/call/query.h \
	%D%/call/revocation.c %D%/call/revocation.h \
	%D%/call/token.c %D%/call/token.h \
	%D%/check/check.c %D%/check/check.h \
	%D%/check/check_field.c %D%/check/check_field.h \
	%D%/check/check_module.c %D%/check/check_module.h \
	%D%/check/check_statement.c %D%/check/check_statement.h \
	%D%/check/checker.c %D%/check/checker.h \
	%D%/check/tables.c %D%/check/tables.h \
	%D%/clubs/books.c \
	%D%/clubs/clubs.c %D%/clubs/clubs.h \
	%D%/clubs/isbn.c %D%/clubs/isbn.h \
	%D%/clubs/meetings.c \
	%D%/clubs/members.c \
	%D%/clubs/reading.c \
	%D%/clubs/reviews.c \
	%D%/clubs/stats.c \
	%D%/clubs/topics.c \
	%D%/config/config.c %D%/config/config.h \
	%D%/config/conninfo.c %D%/config/conninfo.h \
	%D%/config/envfile.c %D%/config/envfile.h \
	%D%/config/setting.c %D%/config/setting.h \
	%D%/core/authenticate.c %D%/core/authenticate.h \
	%D%/core/authorise.c %D%/core/authorise.h \
	%D%/core/batch.c %D%/core/batch.h \
	%D%/core/builtins.c %D%/core/builtins.h \
	%D%/core/execute.c %D%/core/execute.h \
	%D%/core/list.c %D%/core/list.h \
	%D%/core/object.c %D%/core/object.h \
	%D%/core/parameter.c %D%/core/parameter.h \
	%D%/core/pipeline.c %D%/core/pipeline.h \
	%D%/core/render.c %D%/core/render.h \
	%D%/core/router.c %D%/core/router.h \
	%D%/core/row.c %D%/core/row.h \
	%D%/core/validate.c %D%/core/validate.h \
	%D%/customers/cep.c %D%/customers/cep.h \
	%D%/customers/cpf.c %D%/customers/cpf.h \
	%D%/customers/customers.c %D%/customers/customers.h \
	%D%/customers/entity.c %D%/customers/entity.h \
	%D%/customers/finding.c %D%/customers/finding.h \
	%D%/customers/lookup.c %D%/customers/lookup.h \
	%D%/customers/mask.c %D%/customers/mask.h \
	%D%/customers/phone.c %D%/customers/phone.h \
	%D%/customers/provider.c %D%/customers/provider.h \
	%D%/customers/state.c %D%/customers/state.h \
	%D%/customers/street.c %D%/customers/street.h \
	%D%/db/bind.c %D%/db/bind.h \
	%D%/db/db.c %D%/db/db.h \
	%D%/db/failure.c %D%/db/failure.h \
	%D%/db/link.c %D%/db/link.h \
	%D%/db/literal.c %D%/db/literal.h \
	%D%/db/migrate.c %D%/db/migrate.h \
	%D%/db/prepared.c %D%/db/prepared.h \
	%D%/db/rows.c %D%/db/rows.h \
	%D%/db/sqlstate.c %D%/db/sqlstate.h \
	%D%/db/statement.c %D%/db/statement.h \
	%D%/errors/agent/agent.c %D%/errors/agent/agent.h \
	%D%/errors/agent/rules.h \
	%D%/errors/comments.c \
	%D%/errors/counts.c \
	%D%/errors/dialog/dialog.c %D%/errors/dialog/dialog.h \
	%D%/errors/dialog/script.c %D%/errors/dialog/script.h \
	%D%/errors/digest.c %D%/errors/digest.h \
	%D%/errors/errors.c %D%/errors/errors.h \
	%D%/errors/feedback.c \
	%D%/errors/feedback/box.c %D%/errors/feedback/box.h \
	%D%/errors/feedback/feedback.c %D%/errors/feedback/feedback.h \
	%D%/errors/finding/finding.c %D%/errors/finding/finding.h \
	%D%/errors/grouping/bundle.c %D%/errors/grouping/bundle.h \
	%D%/errors/grouping/event.h \
	%D%/errors/grouping/grouping.c %D%/errors/grouping/grouping.h \
	%D%/errors/grouping/image.c %D%/errors/grouping/image.h \
	%D%/errors/grouping/kind.c %D%/errors/grouping/kind.h \
	%D%/errors/grouping/normal.c %D%/errors/grouping/normal.h \
	%D%/errors/grouping/number.c %D%/errors/grouping/number.h \
	%D%/errors/grouping/path.c %D%/errors/grouping/path.h \
	%D%/errors/grouping/rule.c %D%/errors/grouping/rule.h \
	%D%/errors/grouping/stack.c %D%/errors/grouping/stack.h \
	%D%/errors/grouping/suffix.c %D%/errors/grouping/suffix.h \
	%D%/errors/grouping/title.c %D%/errors/grouping/title.h \
	%D%/errors/grouping/variable.c %D%/errors/grouping/variable.h \
	%D%/errors/lenient/lenient.c %D%/errors/lenient/lenient.h \
	%D%/errors/lenient/numeral.c %D%/errors/lenient/numeral.h \
	%D%/errors/lenient/parts.c %D%/errors/lenient/parts.h \
	%D%/errors/lenient/quoted.c %D%/errors/lenient/quoted.h \
	%D%/errors/lenient/ration.c %D%/errors/lenient/ration.h \
	%D%/errors/lenient/reader.c %D%/errors/lenient/reader.h \
	%D%/errors/lenient/repair.c %D%/errors/lenient/repair.h \
	%D%/errors/lenient/span.c %D%/errors/lenient/span.h \
	%D%/errors/merging.c \
	%D%/errors/preview.c %D%/errors/preview.h \
	%D%/errors/projects.c \
	%D%/errors/report.c %D%/errors/report.h \
	%D%/errors/reporting/columns.c %D%/errors/reporting/columns.h \
	%D%/errors/reporting/facets.c %D%/errors/reporting/facets.h \
	%D%/errors/reporting/key.c %D%/errors/reporting/key.h \
	%D%/errors/reporting/level.c %D%/errors/reporting/level.h \
	%D%/errors/reporting/quota.c %D%/errors/reporting/quota.h \
	%D%/errors/rules.c %D%/errors/rules.h \
	%D%/errors/scrub/assignment.c %D%/errors/scrub/assignment.h \
	%D%/errors/scrub/copy.c %D%/errors/scrub/copy.h \
	%D%/errors/scrub/document.c %D%/errors/scrub/document.h \
	%D%/errors/scrub/escape.c %D%/errors/scrub/escape.h \
	%D%/errors/scrub/form.c %D%/errors/scrub/form.h \
	%D%/errors/scrub/label.c %D%/errors/scrub/label.h \
	%D%/errors/scrub/member.c %D%/errors/scrub/member.h \
	%D%/errors/scrub/name.c %D%/errors/scrub/name.h \
	%D%/errors/scrub/number.c %D%/errors/scrub/number.h \
	%D%/errors/scrub/passage.h \
	%D%/errors/scrub/prose.c %D%/errors/scrub/prose.h \
	%D%/errors/scrub/scrub.c %D%/errors/scrub/scrub.h \
	%D%/errors/scrub/value.c %D%/errors/scrub/value.h \
	%D%/errors/sentry/auth.c %D%/errors/sentry/auth.h \
	%D%/errors/sentry/category.c %D%/errors/sentry/category.h \
	%D%/errors/sentry/envelope.c %D%/errors/sentry/envelope.h \
	%D%/errors/sentry/event/facts.c %D%/errors/sentry/event/facts.h \
	%D%/errors/sentry/event/inspect.c %D%/errors/sentry/event/inspect.h \
	%D%/errors/sentry/event/mapper.c %D%/errors/sentry/event/mapper.h \
	%D%/errors/sentry/event/message.c %D%/errors/sentry/event/message.h \
	%D%/errors/sentry/event/moment.c %D%/errors/sentry/event/moment.h \
	%D%/errors/sentry/event/notes.c %D%/errors/sentry/event/notes.h \
	%D%/errors/sentry/event/reading.c %D%/errors/sentry/event/reading.h \
	%D%/errors/sentry/event/security.c %D%/errors/sentry/event/security.h \
	%D%/errors/sentry/event/shape.c %D%/errors/sentry/event/shape.h \
	%D%/errors/sentry/event/tags.c %D%/errors/sentry/event/tags.h \
	%D%/errors/sentry/event/trace.c %D%/errors/sentry/event/trace.h \
	%D%/errors/sentry/event/transcript.c %D%/errors/sentry/event/transcript.h \
	%D%/errors/sentry/event/user.c %D%/errors/sentry/event/user.h \
	%D%/errors/sentry/inbox.c %D%/errors/sentry/inbox.h \
	%D%/errors/sentry/inflate.c %D%/errors/sentry/inflate.h \
	%D%/errors/sentry/intake.c %D%/errors/sentry/intake.h \
	%D%/errors/sentry/page/detail.c %D%/errors/sentry/page/detail.h \
	%D%/errors/sentry/page/outline.c %D%/errors/sentry/page/outline.h \
	%D%/errors/sentry/page/stack.c %D%/errors/sentry/page/stack.h \
	%D%/errors/sentry/page/view.c %D%/errors/sentry/page/view.h \
	%D%/errors/sentry/raw.c %D%/errors/sentry/raw.h \
	%D%/errors/sentry/security_report.c %D%/errors/sentry/security_report.h \
	%D%/errors/sentry/sender.c %D%/errors/sentry/sender.h \
	%D%/errors/sentry/sentry.c %D%/errors/sentry/sentry.h \
	%D%/errors/sentry/show.c %D%/errors/sentry/show.h \
	%D%/errors/sentry/store_body.c %D%/errors/sentry/store_body.h \
	%D%/errors/triage/triage.c %D%/errors/triage/triage.h \
	%D%/http/cors.c %D%/http/cors.h \
	%D%/http/cursor.c %D%/http/cursor.h \
	%D%/http/etag.c %D%/http/etag.h \
	%D%/http/fault.c %D%/http/fault.h \
	%D%/http/fetch.c %D%/http/fetch.h \
	%D%/http/language.c %D%/http/language.h \
	%D%/http/media.c %D%/http/media.h \
	%D%/http/problem.c %D%/http/problem.h \
	%D%/http/reason.c %D%/http/reason.h \
	%D%/http/reply.c %D%/http/reply.h \
	%D%/http/request.c %D%/http/request.h \
	%D%/http/url.c %D%/http/url.h \
	%D%/openapi/conditional.c %D%/openapi/conditional.h \
	%D%/openapi/failures.c %D%/openapi/failures.h \
	%D%/openapi/openapi.c %D%/openapi/openapi.h \
	%D%/openapi/operation.c %D%/openapi/operation.h \
	%D%/openapi/reference.c %D%/openapi/reference.h \
	%D%/openapi/schema.c %D%/openapi/schema.h \
	%D%/search/search.c %D%/search/search.h \
	%D%/server/job.c %D%/server/job.h \
	%D%/server/jobs.c %D%/server/jobs.h \
	%D%/server/listener.c %D%/server/listener.h \
	%D%/server/master.c %D%/server/master.h \
	%D%/server/modules.c %D%/server/modules.h \
	%D%/server/nginx.c %D%/server/nginx.h \
	%D%/server/pidfile.c %D%/server/pidfile.h \
	%D%/server/worker.c %D%/server/worker.h \
	%D%/service/problem_page.c %D%/service/problem_page.h \
	%D%/service/service.c %D%/service/service.h \
	%D%/shared/breaker.c %D%/shared/breaker.h \
	%D%/shared/gate.c %D%/shared/gate.h \
	%D%/shared/metrics.c %D%/shared/metrics.h \
	%D%/shared/rate.c %D%/shared/rate.h \
	%D%/shared/scoreboard.c %D%/shared/scoreboard.h \
	%D%/shared/slot.c %D%/shared/slot.h \
	%D%/table/constraint.c %D%/table/constraint.h \
	%D%/table/endpoint.c %D%/table/endpoint.h \
	%D%/table/field.c %D%/table/field.h \
	%D%/table/formats.c %D%/table/formats.h \
	%D%/table/job.c %D%/table/job.h \
	%D%/table/need.c %D%/table/need.h \
	%D%/table/route.h \
	%D%/table/scalar.c %D%/table/scalar.h \
	%D%/table/value.c %D%/table/value.h \
	%D%/tasks/tasks.c %D%/tasks/tasks.h \
	%D%/values/checksum.c %D%/values/checksum.h \
	%D%/values/email.c %D%/values/email.h \
	%D%/values/pasted.c %D%/values/pasted.h \
	%D%/values/zone.c %D%/values/zone.h

bin_PROGRAMS += balcao
balcao_SOURCES = %D%/server/main.c
balcao_LDADD = libbalcao.a $(BALCAO_LIBS)
BALCAO_LIBS = $(FCGI_LIBS) $(PQ_LIBS) $(JSONC_LIBS) $(JWT_LIBS) $(CRYPT_LIBS) $(CRYPTO_LIBS) \
	$(CURL_LIBS) $(IDN2_LIBS) $(UNISTRING_LIBS) $(ZLIB_LIBS) $(BROTLI_LIBS) $(PCRE2_LIBS)
