#include "errors/lenient/quoted.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "base/scan.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* `skipped` bytes of the text are the string; 0: there is none. */
static const struct {
	const char *text;
	size_t length, skipped;
	const char *means;
	struct quoted_faults faults;
} cases[] = {
	{ TEXT("\"\""), 2, "", { 0 } },
	{ TEXT("\"a\":1"), 3, "a", { 0 } },
	{ TEXT("\"a\\\"b\"\""), 6, "a\"b", { 0 } },
	{ TEXT("\"a\\\\\"\""), 5, "a\\", { 0 } },
	{ TEXT("\"\\\\\\\"\""), 6, "\\\"", { 0 } },
	{ TEXT("\"\\q\\u12\""), 8, "qu12", { 0 } },
	{ TEXT("\"a\0b\\u0000\""), 11, "ab", { .nuls = 2 } },
	{ TEXT("\"\xFF\\ud800\""), 9, "\xEF\xBF\xBD\xEF\xBF\xBD", { .replaced = 2 } },
	{ TEXT("\"\\"), 0, NULL, { 0 } },
	{ TEXT("\"a\\\""), 0, NULL, { 0 } },
	{ TEXT("\""), 0, NULL, { 0 } },
	{ TEXT(""), 0, NULL, { 0 } },
	{ TEXT("a\""), 0, NULL, { 0 } },
};

/* Both functions end at the same place. */
Test(lenient_quoted, cases)
{
	struct buffer out = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scan read = { cases[i].text, cases[i].text + cases[i].length }, skip = read;
		struct quoted_faults faults = { 0 };

		cr_expect_eq(quoted_skip(&skip), cases[i].skipped > 0, "skip %s", cases[i].text);
		cr_expect_eq(quoted_read(&read, &out, &faults), cases[i].skipped > 0, "read %s",
			     cases[i].text);
		if (cases[i].skipped == 0)
			continue;
		cr_expect_eq(skip.at - cases[i].text, (long)cases[i].skipped, "skip %s", cases[i].text);
		cr_expect_eq(read.at - cases[i].text, (long)cases[i].skipped, "read %s", cases[i].text);
		cr_expect_str_eq(out.data, cases[i].means, "%s", cases[i].text);
		cr_expect(memcmp(&faults, &cases[i].faults, sizeof(faults)) == 0, "faults of %s",
			  cases[i].text);
	}
	buffer_release(&out);
}
