/* The names of files and functions without what bundlers and compilers add. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "errors/grouping/bundle.h"
#include "errors/grouping/suffix.h"

/* clang-format off */
static const struct {
	const char *name, *trimmed;
} files[] = {
	/* Vite and Rollup. */
	{ "index-DiwrgTda.js", "index.js" },
	{ "index-B-x3_d9k.js", "index.js" },
	{ "index--x3_d9kA.js", "index.js" },
	{ "vendor.react-4f9_aBcD.mjs", "vendor.react.mjs" },
	/* esbuild and Angular: 26 capitals and the digits 2 to 7, sometimes none of these. */
	{ "chunk-5Z4X3QWE.js", "chunk.js" },
	{ "main-ABCDEFGH.js", "main.js" },
	/* webpack, Next.js, Turbopack. */
	{ "main.3f2a9c1b4d5e6f70.chunk.js", "main.js" },
	{ "main.3f2a9c1b.0123456789abcdef.chunk.js", "main.js" },
	{ "_app-0a1b2c3d4e5f6071.js", "_app.js" },
	{ "main-app-0a1b2c3d4e5f6071.js", "main-app.js" },
	{ "4bd1b696-0a1b2c3d4e5f6071.js", "4bd1b696.js" },
	{ "0a1b2c3d4e5f6071.js", ".js" },
	{ "src_app_page_tsx_1a2b3c4d._.js", "src_app_page_tsx.js" },
	{ "_1a2b3c4d._.js", ".js" },
	{ "app.min.js", "app.js" },
	{ "main.3f2a9c1b.min.css", "main.css" },
	/* No hashes. */
	{ "main.3f2a9c1.js", "main.3f2a9c1.js" },
	{ "jquery-3.7.1.min.js", "jquery-3.7.1.js" },
	{ "user.controller.ts", "user.controller.ts" },
	{ "order-history-page2.js", "order-history-page2.js" },
	{ "checkout-component.js", "checkout-component.js" },
	{ "Checkout.js", "Checkout.js" },
	{ "AbCdEfGh1234.js", "AbCdEfGh1234.js" },
	{ "deadbeef.js", "deadbeef.js" },
	{ "", "" },
	{ ".js", ".js" },
	{ ".chunk.js", ".chunk.js" },
	{ "a", "a" },
};

static const struct {
	const char *name, *trimmed;
} modules[] = {
	{ "server-Bx3k9d2A", "server" },
	{ "dist:server.3f2a9c1b", "dist:server" },
	{ "routes:orders", "routes:orders" },
	{ "lib.min", "lib" },
};

static const struct {
	const char *name, *cut;
} names[] = {
	{ "core::panicking::panic::h1f2e3d4c5b6a7988", "core::panicking::panic" },
	{ "loja::run::h1f2e3d4c", "loja::run::h1f2e3d4c" },
	{ "Loja.Pedidos+<Fechar>d__12", "Loja.Pedidos+Fechar" },
	{ "<Fechar>d__3.MoveNext", "Fechar.MoveNext" },
	{ "<A>d__1<B>d__22", "AB" },
	{ "<A>d__x", "<A>d__x" },
	{ "A>d__1", "A>d__1" },
	{ "com.Loja$$EnhancerBySpringCGLIB$$1a2b3c4d", "com.Loja" },
	{ "com.Loja$$FastClassBySpringCGLIB$$1a2b3c4d", "com.Loja" },
	{ "com.Loja$$SpringCGLIB$$0", "com.Loja" },
	{ "com.Loja$$Lambda$14/0x0000000800c03000", "com.Loja" },
	{ "com.Loja$Item", "com.Loja$Item" },
	{ "run$12", "run" },
	{ "", "" },
};
/* clang-format on */

static void expect(const char *name, const char *expected, const char *found)
{
	cr_expect_str_eq(found, expected, "%s: %s", name, found);
}

Test(grouping_names, bundles)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(files); i++) {
		char *name = arena_strdup(arena, files[i].name);

		bundle_trim(name, false);
		expect(files[i].name, files[i].trimmed, name);
	}
	for (size_t i = 0; i < COUNT(modules); i++) {
		char *name = arena_strdup(arena, modules[i].name);

		bundle_trim(name, true);
		expect(modules[i].name, modules[i].trimmed, name);
	}
	arena_free(arena);
}

Test(grouping_names, suffixes)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(names); i++) {
		char *name = arena_strdup(arena, names[i].name);

		suffix_cut(name);
		expect(names[i].name, names[i].cut, name);
	}
	arena_free(arena);
}
