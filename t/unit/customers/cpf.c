#include "customers/cpf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text, *digits;
} good[] = {
	/* From brazilian-utils, tests/test_cpf.py. */
	{ "11144477735", "11144477735" },
	{ "11111111200", "11111111200" },
	{ "52513127765", "52513127765" },
	{ "52599927765", "52599927765" },
	/* From brutils, brutils/cpf.py. */
	{ "82178537464", "82178537464" },
	{ "55550207753", "55550207753" },
	/* From python-stdnum, stdnum/br/cpf.py. */
	{ "390.533.447-05", "39053344705" },
	/* A sequence of digits, and leading zeros. */
	{ "12345678909", "12345678909" },
	{ "00000000191", "00000000191" },
	{ "01234567890", "01234567890" },
	{ "111.444.777-35", "11144477735" },
	{ "000.000.001-91", "00000000191" },
	/* Differs from 11111111200 in one digit: the first digit has the weight 11 in the second sum. */
	{ "21111111200", "21111111200" },
	/* Part of the mask, and blanks in place of it. */
	{ "111444777-35", "11144477735" },
	{ "111.444.77735", "11144477735" },
	{ "111 444 777-35", "11144477735" },
	{ "111 444 777 35", "11144477735" },
	{ "111\u00a0444\u00a0777\u00a035", "11144477735" },
	/* As people paste them. */
	{ " 11144477735\u00a0", "11144477735" },
	{ "111.444.777\u201035", "11144477735" },
	{ "111.444.777\u201135", "11144477735" },
	{ "111.444.777\u201335", "11144477735" },
	{ "111.444.777\u221235", "11144477735" },
	{ "111.444.777 - 35", "11144477735" },
	{ "111. 444. 777-35", "11144477735" },
	{ "\u202a111.444.777-35\u202c", "11144477735" },
	{ "\ufeff111\u200b.444.777-35\u2060", "11144477735" },
	{ "111.444\u00ad.777-35", "11144477735" },
	{ "１１１．４４４．７７７－３５", "11144477735" },
	{ "1114447773５", "11144477735" },
	{ "CPF: 111.444.777-35", "11144477735" },
	{ "cpf 11144477735", "11144477735" },
	{ "CPF nº 111.444.777-35", "11144477735" },
	{ "CPF/MF n.º 111.444.777-35", "11144477735" },
	{ "CPF n\u00b0 111.444.777-35", "11144477735" },
	{ "CPF nr. 111.444.777-35", "11144477735" },
	{ "CPF \u2116 111.444.777-35", "11144477735" },
	{ "CPF - 111.444.777-35", "11144477735" },
	{ "CPF/CNPJ: 111.444.777-35", "11144477735" },
	{ "CNPJ/CPF: 111.444.777-35", "11144477735" },
	{ "111.444.777-35.", "11144477735" },
	{ "111.444.777-35,", "11144477735" },
	{ "\"111.444.777-35\"", "11144477735" },
	{ "\u201cCPF 111.444.777-35\u201d.", "11144477735" },
};

Test(customers_cpf, good)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		char digits[CPF_SIZE] = "";

		cr_expect(cpf_parse(good[i].text, strlen(good[i].text), digits), "%s", good[i].text);
		cr_expect_str_eq(digits, good[i].digits, "%s", good[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
} bad[] = {
	/* From python-stdnum, stdnum/br/cpf.py: wrong check digits, wrong form. */
	{ TEXT("231.002.999-00") },
	{ TEXT("390.533.447=0") },
	/* From brazilian-utils, tests/test_cpf.py: each check digit, with remainders below 2 and above. */
	{ TEXT("11111111215") },
	{ TEXT("11144477705") },
	{ TEXT("11111111204") },
	{ TEXT("11144477732") },
	/* From brazilian-utils, and from validate-docbr, tests/test_CPF.py. */
	{ TEXT("1") },
	{ TEXT("1112223334-") },
	{ TEXT("AAA.AAA.AAA+AA") },
	{ TEXT("04255791000144") },
	/* Would be valid with leading zeros. */
	{ TEXT("9380826044") },
	{ TEXT("191") },
	{ TEXT("1234567890") },
	/* Neither digits alone nor the mask. */
	{ TEXT("") },
	{ TEXT("111.444.777.35") },
	{ TEXT("111-444-777-35") },
	{ TEXT("111.444.777/35") },
	{ TEXT("11.1444.777-35") },
	{ TEXT("111.444.7 77-35") },
	{ TEXT("111.444.777--35") },
	{ TEXT("CNPJ 11144477735") },
	{ TEXT("11144477735 CPF") },
	{ TEXT("111.444.777\t-35") },
	{ TEXT("11144477735\n") },
	{ TEXT("111.444.777-35:") },
	{ TEXT("CNPJ: 111.444.777-35") },
	{ TEXT("RG nº 111.444.777-35") },
	{ TEXT("-11144477735") },
	{ TEXT("111444777350") },
	{ TEXT("011144477735") },
	{ TEXT("+1144477735") },
	{ TEXT("1114447773a") },
	{ TEXT("11144477735\0") },
	{ TEXT("1114447773\0") },
	{ TEXT("111\000" "4477735") },
	{ TEXT("1114447773\u0665") },
	{ TEXT("1114447773\u2464") },
	{ TEXT("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
};
/* clang-format on */

Test(customers_cpf, bad)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		char digits[CPF_SIZE];

		cr_expect_not(cpf_parse(bad[i].text, bad[i].length, digits), "%zu: %s", i, bad[i].text);
	}
}

/* All ten have valid check digits. From validate-docbr, tests/test_CPF.py. */
Test(customers_cpf, repeated)
{
	for (int digit = 0; digit < 10; digit++) {
		char plain[CPF_SIZE], masked[] = "###.###.###-##", digits[CPF_SIZE];

		memset(plain, '0' + digit, CPF_SIZE - 1);
		plain[CPF_SIZE - 1] = '\0';
		for (char *c = masked; *c; c++)
			if (*c == '#')
				*c = (char)('0' + digit);
		cr_expect_not(cpf_parse(plain, strlen(plain), digits), "%s", plain);
		cr_expect_not(cpf_parse(masked, strlen(masked), digits), "%s", masked);
	}
}

/* Implements the official rule a second time: the weights, and the two cases of the remainder. */
static void put_check_digits(char *digits)
{
	static const int first[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2 };
	static const int second[] = { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2 };
	int sum = 0;

	for (size_t i = 0; i < COUNT(first); i++)
		sum += first[i] * (digits[i] - '0');
	digits[9] = (char)(sum % 11 < 2 ? '0' : '0' + 11 - sum % 11);
	sum = 0;
	for (size_t i = 0; i < COUNT(second); i++)
		sum += second[i] * (digits[i] - '0');
	digits[10] = (char)(sum % 11 < 2 ? '0' : '0' + 11 - sum % 11);
}

enum { NUMBERS = 2000 };

/* Makes the same valid CPFs in every run. Their first nine digits are scattered, and never all the same. */
static void make(unsigned number, char digits[CPF_SIZE])
{
	snprintf(digits, CPF_SIZE, "%09u00", (number * 387420489u + 123456789u) % 1000000000u);
	put_check_digits(digits);
}

/* For each number, only one of the hundred pairs of check digits is valid. */
Test(customers_cpf, one_pair_of_check_digits)
{
	for (unsigned i = 0; i < NUMBERS; i++) {
		char right[CPF_SIZE], tried[CPF_SIZE], read[CPF_SIZE];

		make(i, right);
		for (unsigned pair = 0; pair < 100; pair++) {
			snprintf(tried, CPF_SIZE, "%.9s%02u", right, pair);
			cr_assert_eq(cpf_parse(tried, CPF_SIZE - 1, read), strcmp(tried, right) == 0, "%s",
				     tried);
		}
	}
}

/* Replaces each of the first nine digits by every other digit, and returns how often the result is valid. */
static int slips_missed(const char *right)
{
	int missed = 0;

	for (size_t place = 0; place < 9; place++)
		for (char digit = '0'; digit <= '9'; digit++) {
			char tried[CPF_SIZE], computed[CPF_SIZE], read[CPF_SIZE];
			bool taken;

			memcpy(tried, right, CPF_SIZE);
			tried[place] = digit;
			memcpy(computed, tried, CPF_SIZE);
			put_check_digits(computed);
			taken = cpf_parse(tried, CPF_SIZE - 1, read);
			cr_assert_eq(taken, strcmp(tried, computed) == 0, "%s", tried);
			missed += taken && digit != right[place];
		}
	return missed;
}

/* A wrong digit is always found, except in some numbers whose tenth digit is 0, because 0 stands for two
 * remainders. */
Test(customers_cpf, one_wrong_digit)
{
	int missed = 0;

	for (unsigned i = 0; i < NUMBERS; i++) {
		char right[CPF_SIZE];
		int slips;

		make(i, right);
		slips = slips_missed(right);
		cr_assert(slips == 0 || right[9] == '0', "%s", right);
		missed += slips;
	}
	cr_expect_gt(missed, 0, "cpf.h says that some wrong digits are missed");
	cr_expect_lt(missed, NUMBERS * 81 / 100, "%d", missed);
}
