#include "errors/sentry/event/security.h"

#include "errors/sentry/sample.h"

Test(event_security, lists)
{
	struct shape_list list = security_list(sample_json("[{'a':1},null,7]"));

	cr_expect_eq(list.count, 3);
	cr_expect_eq(security_list(sample_json("{'csp-report':{}}")).count, 1);
	cr_expect_eq(security_list(sample_json("{'values':[1,2]}")).count, 1);
	cr_expect_eq(security_list(sample_json("7")).count, 0);
	cr_expect_eq(security_list(NULL).count, 0);
}
