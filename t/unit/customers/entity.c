#include "customers/entity.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/status.h"

/* clang-format off */
static const struct {
	const char *text, *decoded;
} texts[] = {
	{ "", "" },
	{ "Praça da Sé", "Praça da Sé" },
	{ "D&#39;Água", "D'Água" },
	{ "D&#x27;Água D&#X27;Água", "D'Água D'Água" },
	{ "D&apos;Água &amp; Cia &lt;1&gt; &quot;x&quot;", "D'Água & Cia <1> \"x\"" },
	{ "S&atilde;o Jo&#227;o", "Sa\u0303o João" },
	{ "&Aacute;gua Fr&iacute;a, Itaja&iacute;, Gra&ccedil;a",
	  "A\u0301gua Fri\u0301a, Itajai\u0301, Grac\u0327a" },
	{ "&amp;atilde;", "&atilde;" },
	{ "a&nbsp;b", "a b" },
	{ "A & B; C", "A & B; C" },
	{ "&", "&" }, { "&;", "&;" }, { "&amp", "&amp" }, { "&#;", "&#;" }, { "&#x;", "&#x;" },
	{ "&# 39;", "&# 39;" },
	{ "&#39x;", "&#39x;" }, { "&#-39;", "&#-39;" }, { "&#0;", "&#0;" }, { "&#10;", "&#10;" },
	{ "&#133;", "&#133;" },
	{ "&#xD800;", "&#xD800;" }, { "&#x110000;", "&#x110000;" }, { "&#x10FFFF;", "\U0010FFFF" },
	{ "&hellip;", "&hellip;" }, { "&1tilde;", "&1tilde;" }, { "&AMP;", "&AMP;" },
};
/* clang-format on */

Test(customers_entity, is_decoded_once)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect_str_eq(entity_decode(arena, texts[i].text), texts[i].decoded, "%s", texts[i].text);
	arena_free(arena);
}
