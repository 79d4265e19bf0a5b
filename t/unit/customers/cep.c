#include "customers/cep.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text, *digits;
	bool unassigned;
} good[] = {
	{ "01001000", "01001000", false },
	{ "01310200", "01310200", false },
	{ "05010000", "05010000", false },
	{ "88390000", "88390000", false },
	{ "87360000", "87360000", false }, /* a town with one CEP */
	/* These have the right form but don't exist. */
	{ "99999999", "99999999", false },
	{ "00000000", "00000000", true },
	{ "00000-000", "00000000", true },
	/* With a hyphen. */
	{ "01001-000", "01001000", false },
	{ "87360-000", "87360000", false },
	{ "99999-999", "99999999", false },
	/* As people paste them. */
	{ " 01001000 ", "01001000", false },
	{ "01001\u2011000", "01001000", false },
	{ "01001\u2013000", "01001000", false },
	{ "01001 - 000", "01001000", false },
	{ "01001 000", "01001000", false },
	{ "01001\u00a0000", "01001000", false },
	{ "01001\u00a0-\u202f000", "01001000", false },
	{ "\u200e01001\u200b-000\u2069", "01001000", false },
	{ "０１００１－０００", "01001000", false },
	{ "CEP 01001000", "01001000", false },
	{ "CEP: 01001-000", "01001000", false },
	{ "C.E.P.: 01001-000", "01001000", false },
	{ "CEP nº 01001-000", "01001000", false },
	{ "CEP n\u00b0 01001-000", "01001000", false },
	{ "CEP - 01001-000", "01001000", false },
	{ "\U0001f4ee 01001-000", "01001000", false },
	{ "01001-000.", "01001000", false },
	/* The first range begins at 01000-000. */
	{ "00999999", "00999999", true },
	{ "01000000", "01000000", false },
	{ "10000000", "10000000", false },
	{ "78900000", "78900000", false },
};

Test(customers_cep, good)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		char digits[CEP_SIZE] = "";

		cr_expect(cep_parse(good[i].text, strlen(good[i].text), digits), "%s", good[i].text);
		cr_expect_str_eq(digits, good[i].digits, "%s", good[i].text);
		cr_expect_eq(cep_is_unassigned(good[i].digits), good[i].unassigned, "%s", good[i].text);
	}
}

static const struct {
	const char *text;
	size_t length;
} bad[] = {
	{ TEXT("0123") },
	{ TEXT("1234567-") },
	{ TEXT("950100100") },
	{ TEXT("95010A10") },
	{ TEXT("95010 10") },
	{ TEXT("999999999999999") },
	{ TEXT("002123-25") }, /* from BrasilAPI's tests */
	{ TEXT("") },
	{ TEXT("-") },
	{ TEXT("1001000") },
	{ TEXT("1001-000") },
	{ TEXT("0100-1000") },
	{ TEXT("010010-00") },
	{ TEXT("01.001-000") },
	{ TEXT("01001.000") },
	{ TEXT("01001--000") },
	{ TEXT("01001-0000") },
	{ TEXT("-01001000") },
	{ TEXT("0100 1-000") },
	{ TEXT("CPF 01001000") },
	{ TEXT("01001000\n") },
	{ TEXT("01001000\0") },
	{ TEXT("0100100\0") },
	{ TEXT("0100100\u0660") },
};

Test(customers_cep, bad)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		char digits[CEP_SIZE];

		cr_expect_not(cep_parse(bad[i].text, bad[i].length, digits), "%zu: %s", i, bad[i].text);
	}
}

/* Ten of the thousand prefixes are unassigned. */
Test(customers_cep, unassigned)
{
	for (int prefix = 0; prefix < 1000; prefix++) {
		char digits[CEP_SIZE];

		snprintf(digits, sizeof(digits), "%03d00000", prefix);
		cr_expect_eq(cep_is_unassigned(digits), prefix < 10, "%s", digits);
	}
}
