#include "core/authorise.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "call/token.h"
#include "core/authenticate.h"

#define ID "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

static struct call call;

static void start(void)
{
	token_init("0123456789abcdef0123456789abcdef");
	call.arena = arena_new();
}

static void stop(void)
{
	arena_free(call.arena);
}

TestSuite(core_authorise, .init = start, .fini = stop);

/* A token of `role` that expires `seconds` from now. */
static const char *token(const char *role, int64_t seconds)
{
	int64_t now = clock_now_ms() / 1000;
	struct caller caller = { .user = ID, .session = ID, .organization = ID, .expires = now + seconds };

	strcpy(caller.role, role);
	return token_make(call.arena, &caller, now * 1000);
}

static enum status judge(enum need need, const char *header)
{
	struct route route = { .need = need };
	enum status status;

	call_begin(&call);
	call.route = &route;
	call.request.authorization = header;
	status = authenticate(&call);
	return status == OK ? authorise(&call) : status;
}

static const struct {
	const char *format; /* the token stands for %s */
	enum status status;
} headers[] = {
	{ "Bearer %s", OK },
	{ "bearer %s", OK },
	{ "BEARER %s", OK },
	{ "Bearer   %s", OK },
	{ "Bearer %s ", OK },
	{ "", E_UNAUTHENTICATED },
	{ "Bearer", E_UNAUTHENTICATED },
	{ "Bearer ", E_UNAUTHENTICATED },
	{ "Bearer    ", E_UNAUTHENTICATED },
	{ "%s", E_UNAUTHENTICATED },
	{ " Bearer %s", E_UNAUTHENTICATED },
	{ "Bearer%s", E_UNAUTHENTICATED },
	{ "Bearer=%s", E_UNAUTHENTICATED },
	{ "Bearer\t%s", E_UNAUTHENTICATED },
	{ "Basic %s", E_UNAUTHENTICATED },
	{ "Token %s", E_UNAUTHENTICATED },
	{ "Bearer \"%s\"", E_TOKEN_INVALID },
	{ "Bearer Bearer %s", E_TOKEN_INVALID },
	{ "Bearer %sx", E_TOKEN_INVALID },
	{ "Bearer %s,", E_TOKEN_INVALID },
	{ "Bearer x", E_TOKEN_INVALID },
	{ "Bearer .", E_TOKEN_INVALID },
};

Test(core_authorise, headers)
{
	const char *good = token("viewer", 900);

	for (size_t i = 0; i < COUNT(headers); i++) {
		const char *format = headers[i].format, *place = strstr(format, "%s");
		const char *header = place ? arena_printf(call.arena, "%.*s%s%s", (int)(place - format),
							  format, good, place + 2)
					   : format;

		cr_expect_eq(judge(NEED_USER, header), headers[i].status, "\"%s\"", format);
		cr_expect_str_eq(call.caller.user, headers[i].status == OK ? ID : "", "\"%s\"", format);
	}
}

Test(core_authorise, expired)
{
	cr_expect_eq(judge(NEED_USER, arena_printf(call.arena, "Bearer %s", token("owner", 0))),
		     E_TOKEN_EXPIRED);
	cr_expect_eq(judge(NEED_OWNER, arena_printf(call.arena, "Bearer %s", token("viewer", 0))),
		     E_TOKEN_EXPIRED, "401 before 403");
}

/* The lowest role that fulfils each need. NEED_USER + 1 is the viewer. */
Test(core_authorise, roles)
{
	static const char *const roles[] = { "viewer", "editor", "admin", "owner" };

	for (int need = NEED_USER; need <= NEED_OWNER; need++)
		for (int i = 0; i < (int)COUNT(roles); i++) {
			const char *header = arena_printf(call.arena, "Bearer %s", token(roles[i], 900));
			bool enough = NEED_VIEWER + i >= need;

			cr_expect_eq(judge((enum need)need, header), enough ? OK : E_FORBIDDEN, "%s for %d",
				     roles[i], need);
			cr_expect_str_eq(call.caller.role, roles[i]);
			if (!enough)
				cr_expect_str_eq(call.faults.needs, need_names[need], "%s", roles[i]);
		}
}

/* Without a token there is no caller; a token that is sent must be valid. */
Test(core_authorise, anybody)
{
	cr_expect_eq(judge(NEED_ANYBODY, ""), OK);
	cr_expect_str_empty(call.caller.user);
	cr_expect_eq(judge(NEED_ANYBODY, arena_printf(call.arena, "Bearer %s", token("viewer", 900))), OK);
	cr_expect_str_eq(call.caller.user, ID);
	cr_expect_eq(judge(NEED_ANYBODY, "Bearer x"), E_TOKEN_INVALID);
	cr_expect_eq(judge(NEED_ANYBODY, "Basic eDp5"), E_UNAUTHENTICATED);
	cr_expect_eq(judge(NEED_ANYBODY, arena_printf(call.arena, "Bearer %s", token("viewer", 0))),
		     E_TOKEN_EXPIRED);
}

/* A route with NEED_NOBODY ignores the header. */
Test(core_authorise, nobody)
{
	static const char *const any[] = { "", "Bearer x", "Basic eDp5", "\xff" };

	for (size_t i = 0; i < COUNT(any); i++) {
		cr_expect_eq(judge(NEED_NOBODY, any[i]), OK, "%s", any[i]);
		cr_expect_str_empty(call.caller.user);
	}
	cr_expect_eq(judge(NEED_NOBODY, arena_printf(call.arena, "Bearer %s", token("owner", 900))), OK);
	cr_expect_str_empty(call.caller.user);
}
