#include "customers/state.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/status.h"

Test(customers_state, there_are_27_in_order)
{
	size_t count = 0;

	for (; state_codes[count]; count++) {
		cr_expect(state_exists(state_codes[count]), "%s", state_codes[count]);
		cr_expect(count == 0 || strcmp(state_codes[count - 1], state_codes[count]) < 0, "%s",
			  state_codes[count]);
	}
	cr_expect_eq(count, 27u);
}

Test(customers_state, nothing_else_is_one)
{
	static const char *const none[] = {
		"", "S", "sp", "Sp", "SPX", " SP", "SP ", "XX", "BR", "EX", "SÃ"
	};

	for (size_t i = 0; i < COUNT(none); i++)
		cr_expect_not(state_exists(none[i]), "%s", none[i]);
}
