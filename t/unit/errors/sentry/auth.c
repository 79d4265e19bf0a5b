#include "errors/sentry/auth.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/status.h"

#define K1 "0123456789abcdef0123456789abcdef"
#define K2 "fedcba9876543210fedcba9876543210"

static const struct {
	const char *name;
	struct auth_sources sources;
	enum auth_result result;
	const char *key;
} cases[] = {
	{ "nothing", { 0 }, AUTH_MISSING, "" },
	{ "query",
	  { .query = "sentry_version=7&sentry_key=" K1 "&sentry_client=sentry.javascript.node%2F8.0.0" },
	  AUTH_OK,
	  K1 },
	{ "query alone", { .query = "sentry_key=" K1 }, AUTH_OK, K1 },
	{ "query, upper case", { .query = "sentry_key=0123456789ABCDEF0123456789ABCDEF" }, AUTH_OK, K1 },
	{ "query of others",
	  { .query = "xsentry_key=" K1 "&sentry_keys=" K1 "&sentry_key" },
	  AUTH_MISSING,
	  "" },
	{ "query, empty", { .query = "sentry_key=&x=1" }, AUTH_MISSING, "" },
	{ "query, short", { .query = "sentry_key=0123" }, AUTH_MALFORMED, "" },
	{ "query, long", { .query = "sentry_key=" K1 "0" }, AUTH_MALFORMED, "" },
	{ "query, not hexadecimal",
	  { .query = "sentry_key=g123456789abcdef0123456789abcdef" },
	  AUTH_MALFORMED,
	  "" },
	{ "python",
	  { .x_sentry_auth =
		    "Sentry sentry_key=" K1 ", sentry_version=7, sentry_client=sentry.python/2.0.0" },
	  AUTH_OK,
	  K1 },
	{ "php",
	  { .x_sentry_auth = "Sentry sentry_version=7, sentry_client=sentry.php/4.0.0, sentry_key=" K1 },
	  AUTH_OK,
	  K1 },
	{ "secret",
	  { .x_sentry_auth = "Sentry sentry_version=7,sentry_key=" K1 ",sentry_secret=" K2 },
	  AUTH_OK,
	  K1 },
	{ "scheme in any case", { .x_sentry_auth = "sEnTrY   sentry_key=" K1 }, AUTH_OK, K1 },
	{ "no scheme", { .x_sentry_auth = "sentry_key=" K1 ",sentry_version=7" }, AUTH_OK, K1 },
	{ "X-Sentry-Auth without a key", { .x_sentry_auth = "Sentry sentry_version=7" }, AUTH_MISSING, "" },
	{ "Authorization", { .authorization = "Sentry sentry_key=" K1 ", sentry_version=7" }, AUTH_OK, K1 },
	{ "Basic", { .authorization = "Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6" }, AUTH_OK, K1 },
	{ "Basic with a password",
	  { .authorization = "basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6c2VjcmV0" },
	  AUTH_OK,
	  K1 },
	{ "Basic of somebody", { .authorization = "Basic bWFyaWE6c2VuaGE=" }, AUTH_MALFORMED, "" },
	{ "Basic without base64", { .authorization = "Basic %%%" }, AUTH_MISSING, "" },
	{ "Bearer", { .authorization = "Bearer " K1 }, AUTH_MISSING, "" },
	{ "dsn", { .dsn = "https://" K1 "@erros.example.com/7" }, AUTH_OK, K1 },
	{ "dsn with a secret and a path",
	  { .dsn = "http://" K1 ":" K2 "@localhost:8443/erros/7" },
	  AUTH_OK,
	  K1 },
	{ "dsn without a key", { .dsn = "https://erros.example.com/7" }, AUTH_MISSING, "" },
	{ "dsn, malformed", { .dsn = "https://public@erros.example.com/7" }, AUTH_MALFORMED, "" },
	{ "query before all",
	  { "sentry_key=" K1, "Sentry sentry_key=" K2, "Sentry sentry_key=" K2, "https://" K2 "@h/1" },
	  AUTH_OK,
	  K1 },
	{ "X-Sentry-Auth before dsn",
	  { "a=b", "Sentry sentry_key=" K1, "Bearer x", "https://" K2 "@h/1" },
	  AUTH_OK,
	  K1 },
	{ "the first that is there counts",
	  { .query = "sentry_key=x", .dsn = "https://" K2 "@h/1" },
	  AUTH_MALFORMED,
	  "" },
};

Test(sentry_auth, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		char key[AUTH_KEY_SIZE] = "";

		cr_expect_eq(auth_read(&cases[i].sources, key), cases[i].result, "%s", cases[i].name);
		cr_expect_str_eq(key, cases[i].key, "%s: %s", cases[i].name, key);
	}
}
