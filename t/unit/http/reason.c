#include "http/reason.h"

#include <criterion/criterion.h>

#include "http/problem.h"
#include "http/reply.h"

/* Each status number that the service sends has a phrase. */
Test(http_reason, of_every_status)
{
	cr_expect_str_eq(reason_phrase(401), "Unauthorized");
	cr_expect_str_eq(reason_phrase(299), "Unknown");
	for (enum status status = OK + 1; status < E__MAX; status++)
		cr_expect_str_neq(reason_phrase(problem_number(&problems[status])), "Unknown", "%d",
				  problem_number(&problems[status]));
	for (enum answer answer = 0; answer < ANSWER__MAX; answer++)
		cr_expect_str_neq(reason_phrase(reply_status_number(answer)), "Unknown", "%d",
				  reply_status_number(answer));
}
