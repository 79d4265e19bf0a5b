#include "http/url.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Writes pairs as name[length]=value; each. */
static void put_pairs(struct buffer *out, const struct url_pair *pairs, size_t count)
{
	buffer_put(out, "", 0);
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s[%zu]=%s;", pairs[i].name, pairs[i].value_length, pairs[i].value);
}

static const struct {
	const char *query;
	const char *pairs; /* NULL: the query is refused */
} queries[] = {
	{ "", "" },
	{ "&", "" },
	{ "&&&", "" },
	{ "a=b", "a[1]=b;" },
	{ "a=b&c=d", "a[1]=b;c[1]=d;" },
	{ "&a=b&&c=d&", "a[1]=b;c[1]=d;" },
	{ "a", "a[0]=;" },
	{ "a=", "a[0]=;" },
	{ "=", "[0]=;" },
	{ "=b", "[1]=b;" },
	{ "a=b=c", "a[3]=b=c;" },
	{ "a==", "a[1]==;" },
	{ "a=1&a=2", "a[1]=1;a[1]=2;" },
	{ "a;b=c", "a;b[1]=c;" },
	{ "a+b=c+d", "a b[3]=c d;" },
	{ "a=%2B+%20", "a[3]=+  ;" },
	{ "%61%3D=%26%3d", "a=[2]=&=;" },
	{ "q=Reuni%C3%A3o", "q[8]=Reunião;" },
	{ "q=Reuni\xc3\xa3o", "q[8]=Reunião;" },
	{ "q=%f0%9F%98%80", "q[4]=😀;" },
	{ "q=%25%34%31", "q[3]=%41;" },
	{ "q=%0A%09", "q[2]=\n\t;" },
	{ "q=%7f?/#", "q[4]=\x7f?/#;" },
	{ "q=%", NULL },
	{ "q=%4", NULL },
	{ "q=%4&1", NULL },
	{ "q=%4g", NULL },
	{ "q=%g4", NULL },
	{ "q=% 4", NULL },
	{ "q=%+4", NULL },
	{ "q=%-1", NULL },
	{ "q=%0x41", NULL },
	{ "q=%u0041", NULL },
	{ "q=%4\xc3\xa9", NULL },
	{ "%=q", NULL },
	{ "%4=1", NULL },
	{ "q=%00", NULL },
	{ "q%00=1", NULL },
	{ "q=%C3", NULL },
	{ "q=%C3&a=%A3", NULL },
	{ "q=\xe3", NULL },
	{ "%e3=q", NULL },
	{ "q=%C0%AF", NULL },
	{ "q=%ED%A0%80", NULL },
	{ "good=1&q=%", NULL },
};

Test(http_url, query)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(queries); i++) {
		struct url_pair pairs[URL_PAIRS];
		struct buffer out = { 0 };
		size_t count;
		enum status status = url_query(arena, queries[i].query, pairs, &count);

		cr_expect_eq(status, queries[i].pairs ? OK : E_BAD_REQUEST, "%s", queries[i].query);
		if (status == OK && queries[i].pairs) {
			put_pairs(&out, pairs, count);
			cr_expect_str_eq(out.data, queries[i].pairs, "%s", queries[i].query);
		}
		buffer_release(&out);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	size_t pairs;
	enum status status;
} counts[] = {
	{ 1, OK }, { URL_PAIRS - 1, OK }, { URL_PAIRS, OK }, { URL_PAIRS + 1, E_BAD_REQUEST },
	{ 5000, E_BAD_REQUEST },
};
/* clang-format on */

Test(http_url, number_of_pairs)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(counts); i++) {
		struct url_pair pairs[URL_PAIRS];
		struct buffer query = { 0 };
		size_t count;

		for (size_t n = 0; n < counts[i].pairs; n++)
			buffer_printf(&query, "&&a%zu=%zu", n, n);
		cr_expect_eq(url_query(arena, query.data, pairs, &count), counts[i].status, "%zu",
			     counts[i].pairs);
		cr_expect(counts[i].status != OK || count == counts[i].pairs, "%zu", counts[i].pairs);
		buffer_release(&query);
	}
	arena_free(arena);
}

static const struct {
	const char *text, *encoded;
} encoded[] = {
	{ "", "" },
	{ "AZaz09-._~", "AZaz09-._~" },
	{ " ", "%20" },
	{ "+&=%#?/", "%2B%26%3D%25%23%3F%2F" },
	{ "ã", "%C3%A3" },
	{ "\x01\x7f\xff", "%01%7F%FF" },
	{ "\r\n>;\"", "%0D%0A%3E%3B%22" },
};

Test(http_url, encode)
{
	for (size_t i = 0; i < COUNT(encoded); i++) {
		struct buffer out = { 0 };

		buffer_put_text(&out, "x");
		url_encode(&out, encoded[i].text);
		cr_expect_str_eq(out.data + 1, encoded[i].encoded, "%s", encoded[i].text);
		buffer_release(&out);
	}
}

Test(http_url, what_was_encoded_decodes_to_itself)
{
	struct arena *arena = arena_new();

	for (int c = 1; c < 0x800; c++) {
		char text[] = { (char)(c < 128 ? c : 0xC0 | c >> 6), (char)(c < 128 ? 0 : 0x80 | (c & 63)),
				0 };
		struct url_pair pairs[URL_PAIRS];
		struct buffer query = { 0 };
		size_t count;

		url_encode(&query, text);
		buffer_put_char(&query, '=');
		url_encode(&query, text);
		cr_assert_eq(url_query(arena, query.data, pairs, &count), OK, "%s", query.data);
		cr_assert_eq(count, 1, "%s", query.data);
		cr_assert_str_eq(pairs[0].name, text, "%s", query.data);
		cr_assert_str_eq(pairs[0].value, text, "%s", query.data);
		buffer_release(&query);
	}
	arena_free(arena);
}
