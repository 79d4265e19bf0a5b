#include "customers/phone.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static enum phone_result read_text(const char *text, char e164[PHONE_SIZE])
{
	return phone_read(text, strlen(text), e164);
}

static const struct {
	const char *text, *e164;
} good[] = {
	{ "(11) 99402-9275", "+5511994029275" },
	{ "+55 11 99402-9275", "+5511994029275" },
	{ "5511994029275", "+5511994029275" },
	{ "011 99402-9275", "+5511994029275" },
	{ "0 15 11 99402-9275", "+5511994029275" },
	{ "9021 11 99402-9275", "+5511994029275" },
	/* From libphonenumber, PhoneNumberUtilTest.java. */
	{ "012 3121286979", "+553121286979" },
	{ "1635014415", "+551635014415" },
	{ "(16) 3501-4415", "+551635014415" },
	/* From brutils, tests/phone/test_is_valid.py. */
	{ "1928814933", "+551928814933" },
	{ "1938814933", "+551938814933" },
	{ "1948814933", "+551948814933" },
	{ "1958814933", "+551958814933" },
	{ "3333333333", "+553333333333" },
	{ "99999999999", "+5599999999999" },
	/* Examples of libphonenumber. */
	{ "1123456789", "+551123456789" },
	{ "11961234567", "+5511961234567" },
	/* 55 is the country code and also an area code. */
	{ "55999999999", "+5555999999999" },
	{ "5555999999999", "+5555999999999" },
	{ "+55 55 99999-9999", "+5555999999999" },
	{ "0 55 99999-9999", "+5555999999999" },
	{ "0 55 55 99999-9999", "+5555999999999" },
	{ "0 15 55 99999-9999", "+5555999999999" },
	{ "5532201234", "+555532201234" },
	{ "555532201234", "+555532201234" },
	{ "+555532201234", "+555532201234" },
	/* The steps that phone.h describes. */
	{ "+5511994029275", "+5511994029275" },
	{ "(+55) (11) 99402.9275", "+5511994029275" },
	{ " +55 (0)11 99402-9275 ", "+5511994029275" },
	{ "+55 011/99402-9275", "+5511994029275" },
	{ "0055 11 99402-9275", "+5511994029275" },
	{ "0055 011 99402-9275", "+5511994029275" },
	{ "90 11 99402-9275", "+5511994029275" },
	{ "90 11 3501-4415", "+551135014415" },
	{ "9015 11 3501-4415", "+551135014415" },
	{ "1.1.9.9.4.0.2.9.2.7.5", "+5511994029275" },
	{ "(11)40041234", "+551140041234" },
	{ "011 99402-9275", "+5511994029275" },
	/* As people paste them: out of Apple's contacts, web pages, chats, PDFs. */
	{ "\u202a+55 11 99402\u20119275\u202c", "+5511994029275" },
	{ "+55\u00a011\u00a099402-9275", "+5511994029275" },
	{ "+55 11\u2009994029275\ufeff", "+5511994029275" },
	{ "11 99402\u20139275", "+5511994029275" },
	{ "11 99402\u22129275", "+5511994029275" },
	{ "11\u202f99402\u20109275\u200b", "+5511994029275" },
	{ "\u2068(11) 99402\u00ad9275\u2069", "+5511994029275" },
	{ "１１９９４０２９２７５", "+5511994029275" },
	{ "＋５５（１１）９９４０２－９２７５", "+5511994029275" },
	{ "１１．９９４０２／９２７５", "+5511994029275" },
	{ "0xx11 99402-9275", "+5511994029275" },
	{ "0XX11 99402-9275", "+5511994029275" },
	{ "0 XX 11 99402-9275", "+5511994029275" },
	{ "(0xx11) 99402-9275", "+5511994029275" },
	{ "0(xx)11 3501-4415", "+551135014415" },
	{ "(0**11) 99402-9275", "+5511994029275" },
	{ "+55 (0xx11) 99402-9275", "+5511994029275" },
	{ "0xx21 3501-4415", "+552135014415" }, /* 21 is not the carrier here */
	{ "90xx11 99402-9275", "+5511994029275" },
	/* A trunk prefix and a carrier behind the country code. */
	{ "+55 015 11 99402-9275", "+5511994029275" },
	{ "+55 0 41 11 99402-9275", "+5511994029275" },
	{ "+55 0 15 11 99402-9275", "+5511994029275" },
	{ "0055 015 11 99402-9275", "+5511994029275" },
	{ "55 (011) 99402-9275", "+5511994029275" },
	{ "55 015 11 99402-9275", "+5511994029275" },
	{ "55 (0xx11) 99402-9275", "+5511994029275" },
	{ "0xx15 11 99402-9275", "+5511994029275" },
	{ "xx11 99402-9275", "+5511994029275" },
	{ "(xx11) 99402-9275", "+5511994029275" },
	{ "(**11) 99402-9275", "+5511994029275" },
	{ "+55 0 21 21 3501-4415", "+552135014415" },
	{ "+55 0 55 55 99999-9999", "+5555999999999" },
	{ "55 0 11 3501-4415", "+551135014415" },
	{ "tel:+5511994029275", "+5511994029275" },
	{ "tel:+55-11-99402-9275", "+5511994029275" },
	{ "Tel.: (11) 99402-9275", "+5511994029275" },
	{ "Telefone (11) 99402-9275", "+5511994029275" },
	{ "WhatsApp: 11 99402-9275", "+5511994029275" },
	{ "Tel/WhatsApp: 11 99402-9275", "+5511994029275" },
	{ "https://wa.me/5511994029275", "+5511994029275" },
	{ "wa.me/5511994029275", "+5511994029275" },
	{ "https://api.whatsapp.com/send?phone=5511994029275", "+5511994029275" },
	{ "CEL 11 99402-9275", "+5511994029275" },
	{ "\U0001f4f1 +55 11 99402-9275", "+5511994029275" },
	{ "\u260e\ufe0f 11 99402-9275", "+5511994029275" },
	{ "\u260e: 11 99402-9275", "+5511994029275" },
	{ "\U0001f1e7\U0001f1f7 ＋55 11 99402-9275", "+5511994029275" },
	{ "~ 11 99402-9275", "+5511994029275" },
	{ "\"11 99402-9275\"", "+5511994029275" },
	{ "'11 99402-9275'", "+5511994029275" },
	{ "\u00ab11 99402-9275\u00bb", "+5511994029275" },
	{ "\u201c(11) 99402-9275\u201d,", "+5511994029275" },
	{ "<11 99402-9275>", "+5511994029275" },
	{ "[11 99402-9275]", "+5511994029275" },
	{ "*11 99402-9275*", "+5511994029275" },
	{ "11 99402-9275,", "+5511994029275" },
	{ "11 99402-9275;", "+5511994029275" },
	{ "11 99402-9275.", "+5511994029275" },
	{ "11 99402-9275 \U0001f44d", "+5511994029275" },
	{ "<tel:+5511994029275>", "+5511994029275" },
	{ "http://wa.me/5511994029275", "+5511994029275" },
	{ "https://www.wa.me/5511994029275", "+5511994029275" },
	{ "https://wa.me/5511994029275?text=oi", "+5511994029275" },
	{ "https://wa.me/+5511994029275", "+5511994029275" },
	{ "https://api.whatsapp.com/send/?phone=5511994029275&text=oi", "+5511994029275" },
	{ "https://api.whatsapp.com/send?phone=%2B5511994029275", "+5511994029275" },
	{ "whatsapp://send?phone=5511994029275", "+5511994029275" },
	{ "tel:%2B5511994029275", "+5511994029275" },
	{ "tel:+55-11-99402-9275;ext=2", "+5511994029275" },
	{ "11 99402-9275;ext=12", "+5511994029275" },
	{ "sms:+5511994029275", "+5511994029275" },
	{ "sms:+5511994029275?body=oi", "+5511994029275" },
	{ "callto:5511994029275", "+5511994029275" },
	{ "5511994029275@c.us", "+5511994029275" },
	{ "Contato: 11 99402-9275", "+5511994029275" },
	{ "Fax: 11 99402-9275", "+5511994029275" },
	{ "Fone/Fax 11 99402-9275", "+5511994029275" },
	{ "Celular (WhatsApp): 11 99402-9275", "+5511994029275" },
	{ "(WhatsApp) 11 99402-9275", "+5511994029275" },
	{ "DDD 11 99402-9275", "+5511994029275" },
	{ "DDD (11) 99402-9275", "+5511994029275" },
	{ "M: 11 99402-9275", "+5511994029275" },
	{ "Ph: 11 99402-9275", "+5511994029275" },
	{ "Tel. - 11 99402-9275", "+5511994029275" },
	{ "11\u00b799402\u00b79275", "+5511994029275" },
	{ "11_99402_9275", "+5511994029275" },
	{ "Fixo: (11) 3501-4415", "+551135014415" },
};

Test(customers_phone, good)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		char e164[PHONE_SIZE] = "";

		cr_expect_eq(read_text(good[i].text, e164), PHONE_OK, "%s", good[i].text);
		cr_expect_str_eq(e164, good[i].e164, "%s", good[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
	enum phone_result result;
} bad[] = {
	{ TEXT("1998814933"), PHONE_PREFIX },
	{ TEXT("11594029275"), PHONE_PREFIX },
	{ TEXT("01994029275"), PHONE_PREFIX }, /* 0, then 19 */
	{ TEXT("90994029275"), PHONE_DDD },
	{ TEXT("52999999999"), PHONE_DDD },
	{ TEXT("20999999999"), PHONE_DDD },
	{ TEXT("994029275"), PHONE_LENGTH },
	{ TEXT("119940292755"), PHONE_LENGTH },
	{ TEXT("1161234567"), PHONE_PREFIX },
	{ TEXT("08001234567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("40041234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("30031234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("190"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("+16502530000"), PHONE_INVALID },
	{ TEXT("(19)388149"), PHONE_LENGTH },
	{ TEXT(""), PHONE_INVALID },
	/* Characters. */
	{ TEXT(" "), PHONE_INVALID },
	{ TEXT("()-./"), PHONE_INVALID },
	{ TEXT("+"), PHONE_INVALID },
	{ TEXT("++5511994029275"), PHONE_INVALID },
	{ TEXT("55+11994029275"), PHONE_INVALID },
	{ TEXT("+55+11994029275"), PHONE_INVALID },
	{ TEXT("11994029275+"), PHONE_INVALID },
	{ TEXT("11 99402-9275 ramal 12"), PHONE_INVALID },
	{ TEXT("11 99402-9275 r. 12"), PHONE_INVALID },
	{ TEXT("11 99402-9275 x12"), PHONE_INVALID },
	{ TEXT("+55 11 99402-9275 tel"), PHONE_INVALID },
	{ TEXT("tel:"), PHONE_INVALID },
	{ TEXT("\U0001f4de"), PHONE_INVALID },
	{ TEXT("\ufffd11994029275"), PHONE_INVALID },
	{ TEXT("\xff" "11994029275"), PHONE_INVALID },
	{ TEXT("CPF 11994029275"), PHONE_INVALID },
	{ TEXT("M 11994029275"), PHONE_INVALID },
	{ TEXT("tel:%2B+5511994029275"), PHONE_INVALID },
	{ TEXT("tel:%2B16502530000"), PHONE_INVALID },
	{ TEXT("?text=oi"), PHONE_INVALID },
	{ TEXT("https://example.com/11994029275"), PHONE_INVALID },
	{ TEXT("0x11 99402-9275"), PHONE_INVALID },
	{ TEXT("0xxx11 99402-9275"), PHONE_INVALID },
	{ TEXT("11 xx 99402-9275"), PHONE_INVALID },
	{ TEXT("x11 99402-9275"), PHONE_INVALID },
	{ TEXT("+xx11 99402-9275"), PHONE_INVALID },
	{ TEXT("+55 xx11 99402-9275"), PHONE_INVALID },
	{ TEXT("55 xx11 99402-9275"), PHONE_INVALID },
	{ TEXT("0x1x1 99402-9275"), PHONE_INVALID },
	{ TEXT("11 9940A-9275"), PHONE_INVALID },
	{ TEXT("11,994029275"), PHONE_INVALID },
	{ TEXT("11*994029275"), PHONE_INVALID },
	{ TEXT("11\t994029275"), PHONE_INVALID },
	{ TEXT("11\n994029275"), PHONE_INVALID },
	{ TEXT("11994029275\0"), PHONE_INVALID },
	{ TEXT("11\000" "994029275"), PHONE_INVALID },
	{ TEXT("1199402927\u0665"), PHONE_INVALID },
	{ TEXT("1199402927\u00b2"), PHONE_INVALID },
	{ TEXT("\u246011994029275"), PHONE_INVALID },
	{ TEXT("11994029275\xff"), PHONE_INVALID },
	{ TEXT("1199402927511994029275119940292751199402927511994029275x"), PHONE_INVALID },
	/* Other countries. */
	{ TEXT("+351 21 123 4567"), PHONE_INVALID },
	{ TEXT("00 1 650 253 0000"), PHONE_INVALID },
	{ TEXT("00 15 55 11 99402-9275"), PHONE_INVALID },
	{ TEXT("+0055 11 99402-9275"), PHONE_INVALID },
	{ TEXT("+011994029275"), PHONE_INVALID },
	{ TEXT("+5"), PHONE_INVALID },
	{ TEXT("00"), PHONE_INVALID },
	/* Lengths. */
	{ TEXT("0"), PHONE_LENGTH },
	{ TEXT("11"), PHONE_LENGTH },
	{ TEXT("+55"), PHONE_LENGTH },
	{ TEXT("0055"), PHONE_LENGTH },
	{ TEXT("+55 0"), PHONE_LENGTH },
	{ TEXT("3501-4415"), PHONE_LENGTH },
	{ TEXT("0 11 3501-441"), PHONE_LENGTH },
	{ TEXT("0 13 11 99402-9275"), PHONE_LENGTH }, /* there is no carrier 13 */
	{ TEXT("+55 55 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("0055 55 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("55 55 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("+55 0 0 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("0055 0 11 99402-92750"), PHONE_LENGTH },
	{ TEXT("0055 0 11 99402-9275000000000000000000000000"), PHONE_LENGTH },
	/* Area codes. */
	{ TEXT("+55 0 13 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("55 0 13 11 99402-9275"), PHONE_LENGTH },
	{ TEXT("+55 00 99402-9275"), PHONE_DDD },
	{ TEXT("+55 10 99402-9275"), PHONE_DDD },
	{ TEXT("055 70 99402-9275"), PHONE_DDD },
	{ TEXT("9090 99402-9275"), PHONE_DDD }, /* a local collect call */
	/* First digits after the area code. */
	{ TEXT("1171234567"), PHONE_PREFIX }, /* trunking radio */
	{ TEXT("1181234567"), PHONE_PREFIX },
	{ TEXT("1101234567"), PHONE_PREFIX },
	{ TEXT("1111234567"), PHONE_PREFIX },
	{ TEXT("11894029275"), PHONE_PREFIX },
	{ TEXT("11094029275"), PHONE_PREFIX },
	{ TEXT("55 55 9999-9999"), PHONE_PREFIX },
	/* Services. */
	{ TEXT("0800 123 456"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("800 123 4567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("+55 800 123 4567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("+55 0800 123 4567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0500 123 4567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0500 123 456"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0900 123 4567"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0900 123 456"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0300 313 1234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("0303 313 1234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("4020-1234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("4370-1234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("4864-1234"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("10315"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("1331"), PHONE_NOT_GEOGRAPHIC },
	{ TEXT("103315"), PHONE_NOT_GEOGRAPHIC },
};
/* clang-format on */

Test(customers_phone, bad)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		char e164[PHONE_SIZE] = "left alone";

		cr_expect_eq(phone_read(bad[i].text, bad[i].length, e164), bad[i].result, "%zu: %s", i,
			     bad[i].text);
		cr_expect_str_eq(e164, "left alone", "%zu: %s", i, bad[i].text);
	}
}

/* All area codes, by state. */
static const char area_codes[] =
	"11 12 13 14 15 16 17 18 19 SP 21 22 24 RJ 27 28 ES 31 32 33 34 35 37 38 MG 41 42 43 44 45 46 PR "
	"47 48 49 SC 51 53 54 55 RS 61 DF 62 64 GO 63 TO 65 66 MT 67 MS 68 AC 69 RO 71 73 74 75 77 BA 79 SE "
	"81 87 PE 82 AL 83 PB 84 RN 85 88 CE 86 89 PI 91 93 94 PA 92 97 AM 95 RR 96 AP 98 99 MA ";

static const struct {
	const char *prefix, *subscriber;
} behind[] = {
	{ "", "994029275" }, { "+55", "994029275" }, { "0", "994029275" }, { "55", "994029275" },
	{ "", "45014415" },  { "+55", "45014415" },  { "0", "45014415" },  { "9015", "45014415" },
};

static void expect_area_code(int ddd, bool assigned, size_t i)
{
	char text[32], e164[PHONE_SIZE] = "", expected[PHONE_SIZE];
	enum phone_result result;

	snprintf(text, sizeof(text), "%s%02d%s", behind[i].prefix, ddd, behind[i].subscriber);
	snprintf(expected, sizeof(expected), "+55%02d%s", ddd % 100, behind[i].subscriber);
	result = read_text(text, e164);
	if (assigned) {
		cr_expect_eq(result, PHONE_OK, "%s", text);
		cr_expect_str_eq(e164, expected);
	} else if (ddd >= 10) {
		cr_expect_eq(result, PHONE_DDD, "%s: %d", text, result);
	} else {
		cr_expect_neq(result, PHONE_OK, "%s", text); /* a leading 0 is a prefix */
	}
}

Test(customers_phone, area_codes)
{
	int count = 0;

	for (int ddd = 0; ddd < 100; ddd++) {
		char code[16];
		bool assigned;

		snprintf(code, sizeof(code), "%02d ", ddd);
		assigned = strstr(area_codes, code) != NULL;
		count += assigned;
		for (size_t i = 0; i < COUNT(behind); i++)
			expect_area_code(ddd, assigned, i);
	}
	cr_expect_eq(count, 67);
}

/* Mobile numbers begin with 9, landlines with 2 to 5. No number has another length. */
Test(customers_phone, first_digits)
{
	for (int first = 0; first < 10; first++)
		for (int length = 0; length < 20; length++) {
			char text[32], e164[PHONE_SIZE];
			bool right = (length == 9 && first == 9) || (length == 8 && first >= 2 && first <= 5);

			snprintf(text, sizeof(text), "+5587%d%.*s", first, length - 1, "1234567890123456789");
			if (length == 0)
				text[5] = '\0';
			cr_expect_eq(read_text(text, e164) == PHONE_OK, right, "%s", text);
		}
}

/* After 0 or 90, only codes of existing carriers are valid. */
Test(customers_phone, carriers)
{
	static const char carriers[] = "12 14 15 21 22 23 25 31 41 43 55 65 99 ";

	for (int carrier = 0; carrier < 100; carrier++) {
		char code[16], text[32], e164[PHONE_SIZE];
		bool known;

		snprintf(code, sizeof(code), "%02d ", carrier);
		known = strstr(carriers, code) != NULL;
		snprintf(text, sizeof(text), "90%02d11994029275", carrier);
		cr_expect_eq(read_text(text, e164) == PHONE_OK, known, "%s", text);
		snprintf(text, sizeof(text), "0%02d1135014415", carrier);
		cr_expect_eq(read_text(text, e164) == PHONE_OK, known, "%s", text);
	}
}

/* --- finding a number ----------------------------------------------------------------- */

static const struct {
	const char *text;
	enum phone_result result;
	const char *ends[2];
} searches[] = {
	/* Whole numbers. */
	{ "+5521999998888", PHONE_OK, { "21999998888", "21999998888" } },
	{ "(21) 99999-8888", PHONE_OK, { "21999998888", "21999998888" } },
	{ "0xx21 99999\u20118888", PHONE_OK, { "21999998888", "21999998888" } },
	{ "1135014415", PHONE_OK, { "11935014415", "1135014415" } },
	{ "+55 11 3501-4415", PHONE_OK, { "11935014415", "1135014415" } },
	/* Mobile numbers without the ninth digit. */
	{ "552199998888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "+55 21 9999-8888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "0055 21 9999-8888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "https://wa.me/552199998888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "2199998888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "021 9999 8888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "0 15 21 9999 8888", PHONE_OK, { "21999998888", "2199998888" } },
	{ "1161234567", PHONE_OK, { "11961234567", "1161234567" } },
	{ "1171234567", PHONE_OK, { "11971234567", "1171234567" } },
	{ "5599998888", PHONE_OK, { "55999998888", "5599998888" } },
	/* Of numbers whose second digit is that of a landline. */
	{ "553141234567", PHONE_OK, { "31941234567", "3141234567" } },
	{ "3141234567", PHONE_OK, { "31941234567", "3141234567" } },
	{ "+55 31 4123-4567", PHONE_OK, { "31941234567", "3141234567" } },
	{ "3121234567", PHONE_OK, { "31921234567", "3121234567" } },
	{ "3111234567", PHONE_OK, { "3111234567", "3111234567" } },
	/* May be the last ten digits of +5511961234567, too. */
	{ "1961234567", PHONE_OK, { "19961234567", "1961234567" } },
	/* Last digits. */
	{ "8888", PHONE_OK, { "8888", "8888" } },
	{ "0012", PHONE_OK, { "0012", "0012" } },
	{ "0888", PHONE_OK, { "0888", "0888" } },
	{ "90 12", PHONE_OK, { "9012", "9012" } },
	{ "9-8888", PHONE_OK, { "98888", "98888" } },
	{ "99998888", PHONE_OK, { "99998888", "99998888" } },
	{ "40041234", PHONE_OK, { "40041234", "40041234" } },
	{ "999998888", PHONE_OK, { "999998888", "999998888" } },
	{ "0999998888", PHONE_OK, { "0999998888", "0999998888" } },
	{ "\u202a８８８８\u202c", PHONE_OK, { "8888", "8888" } },
	/* Neither. */
	{ "888", PHONE_SHORT, { NULL } },
	{ "190", PHONE_SHORT, { NULL } },
	{ "8", PHONE_SHORT, { NULL } },
	{ "", PHONE_INVALID, { NULL } },
	{ "-", PHONE_INVALID, { NULL } },
	{ "fim 8888", PHONE_INVALID, { NULL } },
	{ "%8888", PHONE_INVALID, { NULL } },
	{ "+8888", PHONE_INVALID, { NULL } },
	{ "+16502530000", PHONE_INVALID, { NULL } },
	{ "+55 8888", PHONE_LENGTH, { NULL } },
	{ "20999999999", PHONE_DDD, { NULL } },
	{ "11894029275", PHONE_PREFIX, { NULL } },
	{ "119940292755", PHONE_LENGTH, { NULL } },
	{ "11994029275119940292751199402927511994029275", PHONE_LENGTH, { NULL } },
};

Test(customers_phone, searches)
{
	for (size_t i = 0; i < COUNT(searches); i++) {
		char ends[2][PHONE_SIZE] = { "none", "none" };
		enum phone_result result = phone_find(searches[i].text, strlen(searches[i].text), ends);

		cr_expect_eq(result, searches[i].result, "%s: %d", searches[i].text, result);
		for (int j = 0; j < 2; j++)
			cr_expect_str_eq(ends[j],
					 searches[i].result == PHONE_OK ? searches[i].ends[j] : "none", "%s",
					 searches[i].text);
	}
}

/* Whatever form a number is typed in, its own number ends so; so does each part of it. */
Test(customers_phone, every_number_is_found)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		char ends[2][PHONE_SIZE];
		const char *e164 = good[i].e164;

		cr_assert_eq(phone_find(good[i].text, strlen(good[i].text), ends), PHONE_OK, "%s",
			     good[i].text);
		cr_expect(strcmp(ends[0], e164 + 3) == 0 || strcmp(ends[1], e164 + 3) == 0, "%s: %s, %s",
			  good[i].text, ends[0], ends[1]);
		for (size_t last = 4; last <= 10; last++) {
			const char *part = e164 + strlen(e164) - last;

			cr_assert_eq(phone_find(part, last, ends), PHONE_OK, "%s", part);
			cr_expect(strcmp(ends[0], part) == 0 || strcmp(ends[1], part) == 0, "%s: %s, %s",
				  part, ends[0], ends[1]);
		}
	}
}

/* A million punctuation marks need no more memory than none. */
Test(customers_phone, long_texts)
{
	static char text[1 << 20];
	char e164[PHONE_SIZE] = "";

	memset(text, '-', sizeof(text));
	memcpy(text, "+55", 3);
	memcpy(text + sizeof(text) - 11, "11961234567", 11);
	cr_expect_eq(phone_read(text, sizeof(text), e164), PHONE_OK);
	cr_expect_str_eq(e164, "+5511961234567");
	memset(text, '1', sizeof(text));
	cr_expect_eq(phone_read(text, sizeof(text), e164), PHONE_LENGTH);
}
