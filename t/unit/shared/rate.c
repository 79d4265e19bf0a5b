#include "shared/rate.h"

#include <criterion/criterion.h>

TestSuite(shared_rate, .init = rate_init);

Test(shared_rate, so_many_a_minute)
{
	int wait = 0;

	cr_expect(rate_take(7, 0, 3, &wait), "there is room");
	cr_expect(rate_take(7, 2, 3, &wait));
	cr_expect(rate_take(7, 1, 3, &wait));
	cr_expect_not(rate_take(7, 0, 3, &wait), "no room for one more");
	cr_expect_geq(wait, 1);
	cr_expect_leq(wait, 61);
	cr_expect(rate_take(8, 3, 3, &wait), "others have their own");
}

Test(shared_rate, who_asks_for_too_much_has_been_too_fast)
{
	int wait;

	cr_expect(rate_take(9, 1, 10, &wait));
	cr_expect_not(rate_take(9, 10, 10, &wait));
	cr_expect_not(rate_take(9, 0, 10, &wait), "the rest of the minute is gone");
}

Test(shared_rate, more_ids_than_counters_are_let_through)
{
	int wait;

	for (unsigned id = 1; id < 20000; id++)
		cr_expect(rate_take(id, 1, 1, &wait));
}

Test(shared_rate, what_is_returned_can_be_taken_again)
{
	int wait;

	cr_expect(rate_take(11, 3, 4, &wait));
	cr_expect(rate_fits(11, 1, 4, &wait));
	cr_expect_not(rate_fits(11, 2, 4, &wait));
	cr_expect(rate_fits(11, 1, 4, &wait), "asking has used nothing up");
	rate_return(11, 2);
	cr_expect(rate_fits(11, 3, 4, &wait));
	cr_expect_not(rate_fits(11, 4, 4, &wait));
	rate_return(11, 9);
	cr_expect_not(rate_fits(11, 4, 4, &wait), "more than was taken can't be returned");
}
