/* Criterion's own main, with a check that the database for these tests is there. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_SKIPPED = 77 };

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int status = EXIT_SUCCESS;

	if (!getenv("BALCAO_TEST_DATABASE") || !getenv("BALCAO_TEST_DATABASE_OWNER")) {
		puts("skipped: BALCAO_TEST_DATABASE and BALCAO_TEST_DATABASE_OWNER name no database "
		     "(t/db/run.sh makes one)");
		return EXIT_SKIPPED;
	}
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		status = criterion_run_all_tests(tests) ? EXIT_SUCCESS : EXIT_FAILURE;
	criterion_finalize(tests);
	return status;
}
