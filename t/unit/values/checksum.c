#include "values/checksum.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/status.h"

/* clang-format off */
static const struct {
	const char *digits;
	bool right;
} cpfs[] = {
	{ "52998224725", true }, { "11144477735", true }, { "12345678909", true }, { "00000000191", true },
	{ "52998224724", false }, { "52998224735", false }, { "11111111111", false }, { "00000000000", false },
}, cards[] = {
	{ "4111111111111111", true }, { "378282246310005", true }, { "79927398713", true }, { "0", true },
	{ "4111111111111112", false }, { "4111111111111121", false }, { "79927398710", false }, { "1", false },
};
/* clang-format on */

Test(checksum, cpf)
{
	for (size_t i = 0; i < COUNT(cpfs); i++)
		cr_expect_eq(checksum_cpf(cpfs[i].digits), cpfs[i].right, "%s", cpfs[i].digits);
}

Test(checksum, luhn)
{
	for (size_t i = 0; i < COUNT(cards); i++)
		cr_expect_eq(checksum_luhn(cards[i].digits, strlen(cards[i].digits)), cards[i].right, "%s",
			     cards[i].digits);
}
