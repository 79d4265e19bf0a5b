#include "values/pasted.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/status.h"
#include "base/text.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* Writes what is read, with ? for each PASTED_OTHER. */
static void read_all(const char *text, size_t length, char out[64])
{
	struct pasted pasted = pasted_begin(text, length);
	char c;

	while ((c = pasted_next(&pasted)) != PASTED_END)
		*out++ = c == PASTED_OTHER ? '?' : c;
	*out = '\0';
}

/* clang-format off */
static const struct {
	const char *what, *text;
	size_t length;
	const char *read;
} texts[] = {
	{ "nothing", TEXT(""), "" },
	{ "ASCII", TEXT(" !0aZ~+(.)/-"), " !0aZ~+(.)/-" },
	{ "control characters", TEXT("\t\n\r\v\f\a\x1b\x7f\0\x1f"), "??????????" },
	{ "C1", TEXT("\xc2\x80\xc2\x85\xc2\x9f"), "???" },
	{ "not UTF-8", TEXT("1\xff\xc0\xaf" "2"), "1???2" },
	{ "cut off", TEXT("1\xe2\x80"), "1?" },
	{ "direction marks",
	  TEXT("\u202a1\u202b\u202c2\u202d\u202e3\u200e\u200f\u061c\u2066\u2067\u2068\u2069"), "123" },
	{ "zero width", TEXT("\u200b1\u200c\u200d2\u2060\ufeff3\u00ad\u180e"), "123" },
	{ "ignorable without Cf", TEXT("1\ufe0f2\u034f\u3164\U000e01003\u115f"), "123" },
	{ "blanks",
	  TEXT("\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000\u2028\u2029"), "            " },
	{ "hyphens",
	  TEXT("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
	       "\u058a\u2e3a\u301c\u207b\u2043\u02d7"),
	  "----------------" },
	{ "full width", TEXT("０１２３４５６７８９（）＋．／－＊Ｘｘ　：＃"), "0123456789()+./-*Xx :#" },
	{ "small forms", TEXT("\ufe59\ufe5a\ufe62\ufe52\ufe63"), "()+.-" },
	{ "mathematical digits", TEXT("\U0001d7cf\U0001d7e0\U0001d7eb"), "189" },
	{ "other forms of one character", TEXT("\u2024\u2169\u00ba\u00aa\u212a\u00b7"), ".XoaK." },
	{ "forms of several characters", TEXT("\u2025\u2167\u33a1\ufb01"), "????" },
	{ "superscripts, subscripts, circled digits",
	  TEXT("\u00b9\u00b2\u2070\u2083\u2460\u2776\u24ea"), "???????" },
	{ "other scripts' digits", TEXT("\u0661\u06f2\u0967\u09ea\u0e51\u1041\U00010a40"), "???????" },
	{ "other letters and signs", TEXT("é中\u0301\u20e3\u2022\U0001f4de\ufffd"), "???????" },
};
/* clang-format on */

Test(values_pasted, texts)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		char read[64];

		read_all(texts[i].text, texts[i].length, read);
		cr_expect_str_eq(read, texts[i].read, "%s: %s", texts[i].what, read);
	}
}

/* Every code point, judged by its properties: what Unicode calls a dash is a hyphen, whoever adds one. */
Test(values_pasted, properties)
{
	size_t dashes = 0, blanks = 0, invisible = 0;

	for (ucs4_t c = 0x80; c <= 0x10FFFF; c++) {
		uint8_t bytes[8];
		int length = u8_uctomb(bytes, c, sizeof(bytes));
		char read[64];

		if (length < 0)
			continue; /* a surrogate */
		read_all((const char *)bytes, (size_t)length, read);
		if (uc_is_general_category(c, UC_CATEGORY_Cf) ||
		    uc_is_property_default_ignorable_code_point(c)) {
			invisible++;
			cr_expect(text_is_invisible(c) && !*read, "U+%04X is %s", c, read);
		} else if (uc_is_general_category(c, UC_CATEGORY_Zs)) {
			blanks++;
			cr_expect_str_eq(read, " ", "U+%04X", c);
		} else if (uc_is_general_category(c, UC_CATEGORY_Pd) || uc_is_property_dash(c)) {
			dashes++;
			cr_expect_str_eq(read, "-", "U+%04X", c);
		} else {
			cr_expect(*read && !read[1] && !text_is_invisible(c), "U+%04X is %s", c, read);
		}
	}
	cr_expect(dashes > 20 && blanks > 10 && invisible > 200, "%zu, %zu, %zu", dashes, blanks, invisible);
}

static const struct {
	const char *text, *number;
} numbers[] = {
	{ "", "" },
	{ "1", "1" },
	{ " \u00a01\u3000", "1" },
	{ "\U0001f4f1\ufe0f 1", "1" },
	{ "\U0001f469\u200d\U0001f4bb: +1", "+1" },
	{ "\uff0b1", "+1" },
	{ "\u22121", "-1" },
	{ "=|~^`<1>", "1" },
	{ "\u00ab\u201c\u20181\u2019\u201d\u00bb", "1" },
	{ "['*_1_*'],;.", "1" },
	{ "1\u00b2", "1?" },
	{ "1 \u2460", "1 ?" },
	{ "1+", "1+" },
	{ "1-", "1-" },
	{ "(1)", "(1)" },
	{ "\ufffd1\xff", "?1?" },
	{ "\n1\n", "?1?" },
	{ "1 \U0001f4f1 2", "1 ? 2" },
	{ "\U0001f4f1*", "" },
};

Test(values_pasted, numbers)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct pasted number = pasted_number(numbers[i].text, strlen(numbers[i].text));
		char rest[64];

		read_all(number.at, (size_t)(number.end - number.at), rest);
		cr_expect_str_eq(rest, numbers[i].number, "%s: %s", numbers[i].text, rest);
	}
}

static const char *const labels[] = { "wa.me/", "isbn-13", "cpf", "no", "n", NULL };

static const struct {
	const char *text, *rest;
} labelled[] = {
	{ "CPF: 1", "1" },
	{ "cpf1", "1" },
	{ "C.P.F. 1", "1" },
	{ " ＣＰＦ：\u00a01", "1" },
	{ "CPF nº 1", "1" },
	{ "CPF n.º: 1", "1" },
	{ "nº1", "1" },
	{ "CPF n\u00b0 - 1", "1" },
	{ "CPF \u2116: +1", "+1" },
	{ "\u200bc\u200bpf 1", "1" },
	{ "ISBN-13: 1", "1" },
	{ "isbn\u201113 1", "1" },
	{ "wa.me/1", "1" },
	{ "WA.ME/+1", "+1" },
	{ "cpf/cpf: 1", "1" },
	{ "cp 1", "cp 1" },
	{ "cpx", "cpx" },
	{ "1 cpf", "1 cpf" },
	{ "", "" },
	{ "wame/1", "wame/1" },
};

Test(values_pasted, labels)
{
	for (size_t i = 0; i < COUNT(labelled); i++) {
		struct pasted text = pasted_begin(labelled[i].text, strlen(labelled[i].text));
		char rest[64];

		pasted_skip_all(&text, labels);
		read_all(text.at, (size_t)(text.end - text.at), rest);
		cr_expect_str_eq(rest, labelled[i].rest, "%s: %s", labelled[i].text, rest);
	}
}
