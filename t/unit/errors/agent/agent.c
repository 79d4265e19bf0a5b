#include "errors/agent/agent.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define WEBKIT "AppleWebKit/537.36 (KHTML, like Gecko) "

/* clang-format off */
static const struct {
	const char *header, *browser, *system, *device;
} headers[] = {
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " WEBKIT "Chrome/120.0.0.0 Safari/537.36",
	  "Chrome 120.0.0", "Windows 10", "" },
	{ "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
	  "Firefox 120.0", "Linux", "" },
	{ "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0",
	  "Firefox 118.0", "Ubuntu", "" },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	  "Version/17.1 Mobile/15E148 Safari/604.1", "Mobile Safari 17.1", "iOS 17.1", "iPhone" },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	  "Version/17.1 Safari/605.1.15", "Safari 17.1", "Mac OS X 10.15.7", "Mac" },
	{ "Mozilla/5.0 (Linux; Android 13; SM-A536E) " WEBKIT "Chrome/118.0.0.0 Mobile Safari/537.36",
	  "Chrome Mobile 118.0.0", "Android 13", "Samsung SM-A536E" },
	{ "Mozilla/5.0 (Linux; Android 12; moto g(60)) " WEBKIT "Chrome/118.0.0.0 Mobile Safari/537.36",
	  "Chrome Mobile 118.0.0", "Android 12", "Motorola g(60)" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " WEBKIT "Chrome/120.0.0.0 Safari/537.36 "
	  "Edg/120.0.2210.61", "Edge 120.0.2210", "Windows 10", "" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " WEBKIT "Chrome/118.0.0.0 Safari/537.36 OPR/104.0.0.0",
	  "Opera 104.0.0", "Windows 10", "" },
	{ "Mozilla/5.0 (Linux; Android 13; SM-G991B) " WEBKIT "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile "
	  "Safari/537.36", "Samsung Internet 23.0", "Android 13", "Samsung SM-G991B" },
	{ "curl/8.5.0", "curl 8.5.0", "", "" },
	{ "nothing that anybody knows", "", "", "" },
	{ "", "", "", "" },
};
/* clang-format on */

Test(errors_agent, headers)
{
	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(headers); i++) {
			const struct agent *agent = agent_of(headers[i].header);

			cr_expect_str_eq(agent->browser, headers[i].browser, "%s", headers[i].header);
			cr_expect_str_eq(agent->system, headers[i].system, "%s", headers[i].header);
			cr_expect_str_eq(agent->device, headers[i].device, "%s", headers[i].header);
		}
}

Test(errors_agent, forgets_the_oldest)
{
	for (size_t i = 0; i < 100; i++) {
		char header[32];

		snprintf(header, sizeof(header), "curl/8.%zu.0", i);
		cr_expect_str_eq(agent_of(header)->browser + strlen("curl "), header + strlen("curl/"));
	}
	cr_expect_str_eq(agent_of(headers[0].header)->browser, headers[0].browser);
}

/* A header that is cut within a character, and one on which an expression takes long. */
Test(errors_agent, hostile)
{
	char header[100001];

	memset(header, 'x', sizeof(header));
	for (size_t i = 0; i + 1 < sizeof(header); i += 2)
		memcpy(header + 1 + i, "\xC3\xA9", i + 2 < sizeof(header) ? 2 : 1);
	header[sizeof(header) - 1] = '\0';
	cr_expect_str_eq(agent_of(header)->system, "");
	for (size_t i = 0; i + 10 < sizeof(header); i += 10)
		memcpy(header + i, "Android; -", 10);
	cr_expect(strncmp(agent_of(header)->system, "Android", 7) == 0, "%s", agent_of(header)->system);
}
