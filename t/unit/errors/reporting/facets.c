#include "errors/reporting/facets.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"

#define ORG "00000000-0000-7000-8000-000000000001"

static struct arena *arena;

static void start(void)
{
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(errors_facets, .init = start, .fini = stop);

static const char *only(enum facet_kind kind, const char *value)
{
	struct facets facets = facets_of(arena, ORG);

	facets_add(&facets, kind, value);
	return facets_text(&facets);
}

/* printf '%s release loja@1.0' ORG | sha256sum: the first 16 digits as a signed number */
Test(errors_facets, is_the_beginning_of_a_digest)
{
	cr_expect_str_eq(only(FACET_RELEASE, "loja@1.0"), "{453020897328037046}", "%s",
			 only(FACET_RELEASE, "loja@1.0"));
}

Test(errors_facets, kind_value_case_and_organization_count)
{
	struct facets other = facets_of(arena, "00000000-0000-7000-8000-000000000002");

	facets_add(&other, FACET_RELEASE, "a");
	cr_expect_str_neq(only(FACET_RELEASE, "a"), only(FACET_LOGGER, "a"));
	cr_expect_str_neq(only(FACET_RELEASE, "a"), only(FACET_RELEASE, "A"));
	cr_expect_str_neq(only(FACET_RELEASE, "a"), facets_text(&other));
}

Test(errors_facets, each_is_there_once)
{
	struct facets facets = facets_of(arena, ORG), tags = facets_of(arena, ORG);
	const char *text;

	cr_expect_str_eq(facets_text(&facets), "{}");
	facets_add(&facets, FACET_USER, NULL);
	facets_add_tag(&facets, "nula", NULL);
	cr_expect_str_eq(facets_text(&facets), "{}");
	facets_add(&facets, FACET_TAG, "loja:Centro");
	facets_add_tag(&facets, "loja", "Centro");
	facets_add_tag(&tags, "loja", "Centro");
	cr_expect_str_eq(facets_text(&facets), facets_text(&tags),
			 "a tag is its name, a colon and its value");
	facets_add_tag(&facets, "caixa", "7");
	facets_add_tag(&facets, "loja", "Centro");
	text = facets_text(&facets);
	cr_expect_not_null(strchr(text, ','), "%s", text);
	cr_expect_eq(strchr(text, ','), strrchr(text, ','), "%s", text);
}
