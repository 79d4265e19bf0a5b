#include "http/media.h"

#include <criterion/criterion.h>

#include "base/status.h"

/* clang-format off */
static const struct {
	const char *header;
	bool fits;
} cases[] = {
	{ "application/json", true },
	{ "Application/JSON", true },
	{ "application/json\t", true },
	{ "application/json;charset=utf-8", true },
	{ "application/json ; Charset=UTF-8", true },
	{ "application/json;\tcharset=\"utf-8\" ;", true },
	{ "application/json; charset=\"u\\tf-8\"", true },
	{ "application/json; profile=\"a; charset=latin1\"; charset=utf-8", true },
	{ "application/json; profile=\"\\\"; charset=latin1\"", true },
	{ "application/json; xcharset=latin1", true },
	{ "application/json; charset*=utf-8''x", true },
	{ "application/json;;", true },
	{ "application/json; xcharset=utf-8; charset=latin1", false },
	{ "application/json; charset=latin1; xcharset=utf-8", false },
	{ "application/json; charset=utf-8; charset=utf-8", false },
	{ "application/json; charset=utf-8; charset=latin1", false },
	{ "application/json; charset=utf8", false },
	{ "application/json; charset=utf-80", false },
	{ "application/json; charset=", false },
	{ "application/json; charset", false },
	{ "application/json; charset =utf-8", false },
	{ "application/json; charset= utf-8", false },
	{ "application/json; charset=\"utf-8", false },
	{ "application/json; charset=\"utf-8\"x", false },
	{ "application/json; charset='utf-8'", false },
	{ "application/json; =utf-8", false },
	{ "application/json; a=b c", false },
	{ "application/json charset=utf-8", false },
	{ "application/json, application/json", false },
	{ "application/json, text/plain", false },
	{ "application/json; charset=utf-8, text/plain", false },
	{ "application/jsonp", false },
	{ "application/jso", false },
	{ "text/plain; a=application/json", false },
	{ "", false },
};
/* clang-format on */

Test(http_media, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(media_is_utf8(cases[i].header, "application/json"), cases[i].fits, "%s",
			     cases[i].header);
}
