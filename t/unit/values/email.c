#include "values/email.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static struct arena *arena;

static void start(void)
{
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(values_email, .init = start, .fini = stop);

static const struct {
	const char *text, *key;
} good[] = {
	/* Of python-email-validator, tests/test_syntax.py, and brutils, tests/test_email.py. */
	{ "Abc.123@test-example.com", "abc.123@test-example.com" },
	{ "user+mailbox/department=shipping@example.tld", "user+mailbox/department=shipping@example.tld" },
	{ "!#$%&'*+-/=?^_`.{|}~@example.tld", "!#$%&'*+-/=?^_`.{|}~@example.tld" },
	{ "f99999999@place.university-campus.ac.in", "f99999999@place.university-campus.ac.in" },
	/* Addresses of our own. */
	{ "a@b.cd", "a@b.cd" },
	{ "MARIA@EXAMPLE.COM", "maria@example.com" },
	{ "maria.da.silva+tag@Example.Com.BR", "maria.da.silva+tag@example.com.br" },
	{ "1@2.3com", "1@2.3com" },
	{ "a@1-2.example", "a@1-2.example" },
	{ "a@b--c.example", "a@b--c.example" },
	{ "a@abc--d.example", "a@abc--d.example" },
	{ "a@localhost.example", "a@localhost.example" },
	{ "a@test.com", "a@test.com" },
	{ "a@b.testing", "a@b.testing" },
	/* Internationalized domains. */
	{ "maria@açaí.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "maria@AÇAÍ.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "Maria@ac\u0327ai\u0301.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "maria@xn--aa-4iaz.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "maria@XN--AA-4IAZ.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "a@exämple.com.br", "a@xn--exmple-cua.com.br" },
	{ "a@faß.de", "a@xn--fa-hia.de" }, /* IDNA 2008: not fass.de */
	{ "a@日本語。jp", "a@xn--wgv71a119e.jp" },
	{ "a@пример.рф", "a@xn--e1afmkfd.xn--p1ai" },
	{ "a@ｅｘａｍｐｌｅ.com", "a@example.com" },
	/* Between what shows nothing. */
	{ " Ana@example.com\u00a0", "ana@example.com" },
	{ "\u202aana@example.com\u202c", "ana@example.com" },
	{ "\u200bana@example.com", "ana@example.com" },
	{ "\ufeff\u2009\u2068ana@example.com\u2069 \u200e", "ana@example.com" },
};

Test(values_email, good)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		const char *key = "untouched";

		cr_expect_eq(email_read(arena, good[i].text, strlen(good[i].text), &key), EMAIL_OK, "%s",
			     good[i].text);
		cr_expect_str_eq(key, good[i].key, "%s", good[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
	enum email_result result;
} bad[] = {
	/* Of python-email-validator, tests/test_syntax.py. */
	{ TEXT("hello.world"), EMAIL_INVALID },
	{ TEXT("my@localhost"), EMAIL_INVALID },
	{ TEXT("my@.leadingdot.com"), EMAIL_INVALID },
	{ TEXT("my@twodots..com"), EMAIL_INVALID },
	{ TEXT("my@trailingdot.com."), EMAIL_INVALID },
	{ TEXT("me@-leadingdash"), EMAIL_INVALID },
	{ TEXT("me@-leadingdash.com"), EMAIL_INVALID },
	{ TEXT("me@trailingdash-.com"), EMAIL_INVALID },
	{ TEXT("my@baddash.-.com"), EMAIL_INVALID },
	{ TEXT(".leadingdot@domain.com"), EMAIL_INVALID },
	{ TEXT("twodots..here@domain.com"), EMAIL_INVALID },
	{ TEXT("trailingdot.@domain.email"), EMAIL_INVALID },
	{ TEXT("@example.com"), EMAIL_INVALID },
	{ TEXT("white space@test"), EMAIL_INVALID },
	{ TEXT("white space@test.com"), EMAIL_INVALID },
	{ TEXT("m\ny@example.com"), EMAIL_INVALID },
	{ TEXT("me@[127.0.0.1]"), EMAIL_INVALID },
	{ TEXT("<me@example.com>"), EMAIL_INVALID },
	{ TEXT("me@bad.tld-2"), EMAIL_INVALID },
	{ TEXT("me@yy--0.tld"), EMAIL_INVALID },
	{ TEXT("user@inva!id.com"), EMAIL_INVALID },
	/* No address at all. */
	{ TEXT(""), EMAIL_INVALID },
	{ TEXT("@"), EMAIL_INVALID },
	{ TEXT("a@"), EMAIL_INVALID },
	{ TEXT("a@b"), EMAIL_INVALID },
	{ TEXT("a@."), EMAIL_INVALID },
	{ TEXT("a@b."), EMAIL_INVALID },
	{ TEXT("a@.b"), EMAIL_INVALID },
	/* Forms that the standards allow and we refuse. */
	{ TEXT("\"quoted\"@example.com"), EMAIL_INVALID },
	{ TEXT("\"a@b\"@example.com"), EMAIL_INVALID },
	{ TEXT("a(comment)@example.com"), EMAIL_INVALID },
	{ TEXT("a@(comment)example.com"), EMAIL_INVALID },
	{ TEXT("Maria <maria@example.com>"), EMAIL_INVALID },
	{ TEXT("me@[IPv6:::1]"), EMAIL_INVALID },
	{ TEXT("me@127.0.0.1"), EMAIL_INVALID },
	{ TEXT("a@b@example.com"), EMAIL_INVALID },
	{ TEXT("a,b@example.com"), EMAIL_INVALID },
	{ TEXT("a;b@example.com"), EMAIL_INVALID },
	{ TEXT("a:b@example.com"), EMAIL_INVALID },
	{ TEXT("a\\b@example.com"), EMAIL_INVALID },
	{ TEXT("mailto:a@example.com"), EMAIL_INVALID },
	/* Characters that do not belong there. */
	{ TEXT("\na@example.com"), EMAIL_INVALID },
	{ TEXT("a@example.com\n"), EMAIL_INVALID },
	{ TEXT("\u200b"), EMAIL_INVALID },
	{ TEXT("a @example.com"), EMAIL_INVALID },
	{ TEXT("\u202aa\u202c@example.com"), EMAIL_SMTPUTF8 },
	{ TEXT("a\u200bna@example.com"), EMAIL_SMTPUTF8 },
	{ TEXT("a@ example.com"), EMAIL_INVALID },
	{ TEXT("a@exam ple.com"), EMAIL_INVALID },
	{ TEXT("a@exam_ple.com"), EMAIL_INVALID },
	{ TEXT("a@example.com\r\nBcc: b@example.com"), EMAIL_INVALID },
	{ TEXT("a\tb@example.com"), EMAIL_INVALID },
	{ TEXT("a\x7f@example.com"), EMAIL_INVALID },
	{ TEXT("a@exa\x01mple.com"), EMAIL_INVALID },
	{ TEXT("a\0b@example.com"), EMAIL_INVALID },
	{ TEXT("a@example.com\0"), EMAIL_INVALID },
	{ TEXT("a@example.com\0.br"), EMAIL_INVALID },
	{ TEXT("\0a@example.com"), EMAIL_INVALID },
	/* Domains. */
	{ TEXT("a@example.c0"), EMAIL_INVALID },
	{ TEXT("a@example.123"), EMAIL_INVALID },
	{ TEXT("a@ab--c.example"), EMAIL_INVALID },
	{ TEXT("a@xm--c.example"), EMAIL_INVALID },
	{ TEXT("a@xn--.com"), EMAIL_INVALID },
	/* What looks like an A-label, but isn't that of a U-label. */
	{ TEXT("a@xn--a.com"), EMAIL_INVALID },
	{ TEXT("a@XN--A.com"), EMAIL_INVALID },
	{ TEXT("a@b.xn--a"), EMAIL_INVALID },
	{ TEXT("a@xn--a.açaí.com"), EMAIL_INVALID },
	{ TEXT("a@xn--0.com"), EMAIL_INVALID },
	{ TEXT("a@xn--zzzzzzzzzzzz.com"), EMAIL_INVALID },
	{ TEXT("a@xn--example-.com"), EMAIL_INVALID }, /* of an ASCII label */
	{ TEXT("a@xn--n3h.com"), EMAIL_INVALID },      /* of a snowman */
	{ TEXT("a@xn--7ba.com"), EMAIL_INVALID },      /* of Ä, whose label is ä's */
	{ TEXT("a@xn--hba.com"), EMAIL_INVALID },      /* of ª, which is a */
	{ TEXT("a@xn--ab-5da.com"), EMAIL_INVALID },   /* of a soft hyphen */
	{ TEXT("a@xn--e-xbb.com"), EMAIL_INVALID },    /* of a decomposed é */
	{ TEXT("a@xn--7ba.açaí.com"), EMAIL_INVALID },
	{ TEXT("a@xn--ls8h.com"), EMAIL_INVALID },     /* of an emoji */
	{ TEXT("a@ｘｎ--a.com"), EMAIL_INVALID },
	{ TEXT("a@açaí"), EMAIL_INVALID },
	{ TEXT("a@-açaí.com"), EMAIL_INVALID },
	{ TEXT("a@a\xcc\x81 b.com"), EMAIL_INVALID },
	{ TEXT("a@\xcc\x81x.com"), EMAIL_INVALID }, /* begins with a mark */
	{ TEXT("a@☃.com"), EMAIL_INVALID },         /* IDNA 2008 has no symbols */
	{ TEXT("a@a\u202e" "b.com"), EMAIL_INVALID },
	/* Special-use domains (RFC 6761 and 7686). */
	{ TEXT("a@b.local"), EMAIL_INVALID },
	{ TEXT("a@b.LOCAL"), EMAIL_INVALID },
	{ TEXT("a@b.c.localhost"), EMAIL_INVALID },
	{ TEXT("a@b.invalid"), EMAIL_INVALID },
	{ TEXT("a@b.onion"), EMAIL_INVALID },
	{ TEXT("a@1.0.0.127.in-addr.arpa"), EMAIL_INVALID },
	{ TEXT("a@b.Test"), EMAIL_INVALID },
	{ TEXT("a@b.ｔｅｓｔ"), EMAIL_INVALID },
	/* Letters outside ASCII before the @. */
	{ TEXT("joão@example.com.br"), EMAIL_SMTPUTF8 },
	{ TEXT("joão@exämple.com.br"), EMAIL_SMTPUTF8 },
	{ TEXT("jo\u0303ao@example.com.br"), EMAIL_SMTPUTF8 },
	{ TEXT("😀@example.com"), EMAIL_SMTPUTF8 },
	{ TEXT("joão@localhost"), EMAIL_INVALID },
};
/* clang-format on */

Test(values_email, bad)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *key = "untouched";

		cr_expect_eq(email_read(arena, bad[i].text, bad[i].length, &key), bad[i].result, "%zu: %s", i,
			     bad[i].text);
		cr_expect_str_eq(key, "untouched", "%zu: %s", i, bad[i].text);
	}
}

static const struct {
	const char *text, *shown;
} shown[] = {
	{ "maria@example.com", "maria@example.com" },
	{ "Maria.Da.Silva+Tag@Example.COM.br", "Maria.Da.Silva+Tag@example.com.br" },
	{ "a@exa\u00admple.com", "a@example.com" },
	{ "\u202aAna@Example.com\u202c", "Ana@example.com" },
	{ " \u200bana@example.com ", "ana@example.com" },
	{ "a@exa\u200bmple.com", "a@example.com" },
	{ "a@\u2060example\ufeff.com\u200b", "a@example.com" },
	{ "a@ｅｘａｍｐｌｅ．com", "a@example.com" },
	{ "Maria@AÇAÍ.com.br", "Maria@açaí.com.br" },
	{ "Maria@ac\u0327ai\u0301.com.br", "Maria@açaí.com.br" },
	{ "maria@XN--AA-4IAZ.com.br", "maria@açaí.com.br" },
	{ "a@FAß.de", "a@faß.de" },
	{ "a@日本語。jp", "a@日本語.jp" },
	{ "a@xn--e1afmkfd.xn--p1ai", "a@пример.рф" },
	/* A joiner is part of the name, but nobody sees it. */
	{ "a@نامه\u200cای.com", "a@xn--mgba3gch31f060k.com" },
	{ "a@xn--mgba3gch31f060k.com", "a@xn--mgba3gch31f060k.com" },
};

/* The form that is shown is an address with the same key, and the form of itself. */
Test(values_email, shown)
{
	for (size_t i = 0; i < COUNT(shown); i++) {
		const char *key, *again, *form;

		cr_assert_eq(email_read(arena, shown[i].text, strlen(shown[i].text), &key), EMAIL_OK, "%s",
			     shown[i].text);
		form = email_shown(arena, shown[i].text, strlen(shown[i].text), key);
		cr_expect_str_eq(form, shown[i].shown, "%s: %s", shown[i].text, form);
		cr_assert_eq(email_read(arena, form, strlen(form), &again), EMAIL_OK, "%s", form);
		cr_expect_str_eq(again, key, "%s", form);
		cr_expect_str_eq(email_shown(arena, form, strlen(form), again), form, "%s", form);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	enum email_result result;
	const char *beginning, *key;
} beginnings[] = {
	{ "mar", EMAIL_OK, "mar", NULL },
	{ "MAR", EMAIL_OK, "mar", NULL },
	{ "maria.", EMAIL_OK, "maria.", NULL },
	{ "ma@", EMAIL_OK, "ma@", NULL },
	{ "maria@", EMAIL_OK, "maria@", NULL },
	{ "Maria@Exam", EMAIL_OK, "maria@exam", NULL },
	{ "maria@example.", EMAIL_OK, "maria@example.", NULL },
	{ "maria@example.c", EMAIL_OK, "maria@example.c", "maria@example.c" },
	{ "Maria@Example.com", EMAIL_OK, "maria@example.com", "maria@example.com" },
	{ "maria@AÇ", EMAIL_OK, "maria@aç", NULL },
	{ "maria@AC\u0327", EMAIL_OK, "maria@aç", NULL },
	{ "maria@exa\u00adm", EMAIL_OK, "maria@exam", NULL },
	{ "maria@ｅｘ", EMAIL_OK, "maria@ex", NULL },
	{ "Maria@AÇAÍ.com.br", EMAIL_OK, "maria@açaí.com.br", "maria@xn--aa-4iaz.com.br" },
	{ "maria@xn--aa-4iaz.com", EMAIL_OK, "maria@açaí.com", "maria@xn--aa-4iaz.com" },
	{ "Maria@XN--AA-4IAZ", EMAIL_OK, "maria@açaí", NULL },
	{ "maria@xn--aa-4iaz.", EMAIL_OK, "maria@açaí.", NULL },
	{ "maria@xn--aa-4iaz.xn--p1", EMAIL_OK, "maria@açaí.xn--p1", NULL },
	{ "maria@mail.xn--aa-4iaz.com.b", EMAIL_OK, "maria@mail.açaí.com.b", "maria@mail.xn--aa-4iaz.com.b" },
	{ "maria@xn--", EMAIL_OK, "maria@xn--", NULL },
	{ "maria@xn--a.x", EMAIL_OK, "maria@xn--a.x", NULL },
	{ "a%_", EMAIL_OK, "a%_", NULL },
	{ "\u202aMaria@Exam\u202c", EMAIL_OK, "maria@exam", NULL },
	{ "\u200bmar ", EMAIL_OK, "mar", NULL },
	{ "\u202aMaria@Example.com\u202c", EMAIL_OK, "maria@example.com", "maria@example.com" },
	{ "\u200b  ma\u200b", EMAIL_INVALID, NULL, NULL },
	{ "m\u200baria", EMAIL_SMTPUTF8, NULL, NULL },
	{ "", EMAIL_INVALID, NULL, NULL },
	{ "x", EMAIL_INVALID, NULL, NULL },
	{ "m@", EMAIL_INVALID, NULL, NULL },
	{ "m@\u200b\u00ad", EMAIL_INVALID, NULL, NULL },
	{ "joão", EMAIL_SMTPUTF8, NULL, NULL },
	{ "mar ia", EMAIL_INVALID, NULL, NULL },
	{ "m\nria", EMAIL_INVALID, NULL, NULL },
	{ "<maria", EMAIL_INVALID, NULL, NULL },
	{ "@example.com", EMAIL_INVALID, NULL, NULL },
	{ "maria@exa mple", EMAIL_INVALID, NULL, NULL },
	{ "maria@exam%", EMAIL_INVALID, NULL, NULL },
	{ "maria@example.com@", EMAIL_INVALID, NULL, NULL },
};
/* clang-format on */

Test(values_email, beginnings)
{
	for (size_t i = 0; i < COUNT(beginnings); i++) {
		const char *text = beginnings[i].text, *beginning = "", *key = "";
		enum email_result result = email_beginning(arena, text, strlen(text), &beginning, &key);

		cr_expect_eq(result, beginnings[i].result, "%s: %d", text, result);
		if (result != EMAIL_OK || beginnings[i].result != EMAIL_OK)
			continue;
		cr_expect_str_eq(beginning, beginnings[i].beginning, "%s: %s", text, beginning);
		cr_expect_eq(key == NULL, beginnings[i].key == NULL, "%s", text);
		if (key && beginnings[i].key)
			cr_expect_str_eq(key, beginnings[i].key, "%s: %s", text, key);
	}
}

static void put_times(struct buffer *out, char c, size_t count)
{
	while (count-- > 0)
		buffer_put_char(out, c);
}

static const struct {
	const char *name;
	size_t local, labels[5];
	enum email_result result;
} bounds[] = {
	{ "local part of 64", 64, { 7 }, EMAIL_OK },
	{ "local part of 65", 65, { 7 }, EMAIL_INVALID },
	{ "label of 63", 1, { 63 }, EMAIL_OK },
	{ "label of 64", 1, { 64 }, EMAIL_INVALID },
	{ "last label of 63", 1, { 1, 63 }, EMAIL_OK },
	{ "last label of 64", 1, { 1, 64 }, EMAIL_INVALID },
	{ "254 octets", 62, { 63, 63, 60 }, EMAIL_OK },
	{ "255 octets", 63, { 63, 63, 60 }, EMAIL_INVALID },
	{ "255 octets, the domain one longer", 62, { 63, 63, 61 }, EMAIL_INVALID },
	{ "domain of 252, 254 in all", 1, { 63, 63, 63, 57 }, EMAIL_OK },
	{ "domain of 253, 255 in all", 1, { 63, 63, 63, 58 }, EMAIL_INVALID },
	{ "domain of 254", 1, { 63, 63, 63, 59 }, EMAIL_INVALID },
};

Test(values_email, bounds)
{
	for (size_t i = 0; i < COUNT(bounds); i++) {
		struct buffer text = { 0 };
		const char *key;

		put_times(&text, 'L', bounds[i].local);
		buffer_put_char(&text, '@');
		for (const size_t *label = bounds[i].labels; *label; label++) {
			put_times(&text, 'd', *label);
			buffer_put_text(&text, label[1] ? "." : ".br");
		}
		cr_expect_eq(email_read(arena, text.data, text.length, &key), bounds[i].result,
			     "%s: %zu octets", bounds[i].name, text.length);
		buffer_release(&text);
	}
}

static const struct {
	const char *name, *letter;
	size_t letters;
	enum email_result result;
} international_bounds[] = {
	{ "label of 63 in ASCII", "é", 57, EMAIL_OK },
	{ "label of 64 in ASCII", "é", 58, EMAIL_INVALID },
	{ "as typed over 254 octets", "\U00020000", 50, EMAIL_OK },
};

Test(values_email, international_bounds)
{
	for (size_t i = 0; i < COUNT(international_bounds); i++) {
		struct buffer text = { 0 };
		const char *key = "";

		buffer_put_text(&text, "a@");
		for (size_t n = 0; n < international_bounds[i].letters; n++)
			buffer_put_text(&text, international_bounds[i].letter);
		buffer_put_text(&text, ".com");
		cr_expect_eq(email_read(arena, text.data, text.length, &key), international_bounds[i].result,
			     "%s: %s", international_bounds[i].name, key);
		buffer_release(&text);
	}
}

static const struct {
	size_t hyphens;
	enum email_result result;
} soft[] = { { 1, EMAIL_OK }, { 200, EMAIL_OK }, { 600, EMAIL_INVALID }, { 5000, EMAIL_INVALID } };

/* Characters that IDNA drops must not make an address longer than the database keeps (1 KiB). */
Test(values_email, soft_hyphens)
{
	for (size_t i = 0; i < COUNT(soft); i++) {
		struct buffer text = { 0 };
		const char *key = "a@xy.com";

		buffer_put_text(&text, "a@x");
		for (size_t n = 0; n < soft[i].hyphens; n++)
			buffer_put_text(&text, "\u00ad");
		buffer_put_text(&text, "y.com");
		cr_expect_eq(email_read(arena, text.data, text.length, &key), soft[i].result, "%zu",
			     soft[i].hyphens);
		cr_expect_str_eq(key, "a@xy.com", "%zu", soft[i].hyphens);
		buffer_release(&text);
	}
}

/* Spellings of one address have one key; other addresses have other keys: dots and tags stay. */
static const char *const different[] = {
	"maria@example.com",      "ma.ria@example.com", "maria+1@example.com", "maria@example.com.br",
	"maria@mail.example.com", "maria@examp1e.com",  "m@ria.example.com",
};

Test(values_email, different_people)
{
	const char *keys[COUNT(different)];

	for (size_t i = 0; i < COUNT(different); i++) {
		cr_assert_eq(email_read(arena, different[i], strlen(different[i]), &keys[i]), EMAIL_OK);
		for (size_t j = 0; j < i; j++)
			cr_expect_str_neq(keys[i], keys[j]);
	}
}
