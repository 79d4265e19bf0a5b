/* Pairs of events that rule g1 grouped wrongly: different errors that were one, and errors that were another
 * one after each deploy. Each case stands beside its opposite. The events are as SDKs send them, reduced to
 * what counts. */
#include "errors/sentry/sample.h"

#include "base/status.h"
#include "errors/grouping/grouping.h"
#include "errors/sentry/inbox.h"

/* An exception, and frames from the outermost to the innermost. */
#define EVENT(platform, exceptions) "{'platform':'" platform "','exception':{'values':[" exceptions "]}}"
#define THROWN(type, value, frames) \
	"{'type':'" type "','value':'" value "','stacktrace':{'frames':[" frames "]}}"
#define SYNTHETIC(value, frames)                                                                             \
	"{'type':'Error','value':'" value "','mechanism':{'synthetic':true},'stacktrace':{'frames':[" frames \
	"]}}"
#define CALL(function, file) "{'function':'" function "','filename':'" file "','in_app':true}"
#define AT(function, file, line) \
	"{'function':'" function "','filename':'" file "','in_app':true,'context_line':'" line "'}"
#define TOP(file, line) "{'filename':'" file "','in_app':true,'context_line':'" line "'}"
#define LIB(function) "{'function':'" function "','module':'express.router','in_app':false}"

/* clang-format off */
#define ROUTE(type, value, line) \
	EVENT("node", THROWN(type, value, LIB("next") "," AT("<anonymous>", "/srv/app/routes.js", line)))
#define CLICK(value) \
	EVENT("javascript", THROWN("Error", value, CALL("HTMLButtonElement.<anonymous>", "https://x/app.js")))
#define REACT(value) \
	EVENT("javascript", THROWN("TypeError", value, \
		CALL("dispatchEvent", "https://x/vendor.js") "," CALL("callCallback", "https://x/vendor.js") "," \
		CALL("?", "https://x/app.js")))
#define WARNING(value, line) \
	EVENT("php", THROWN("ErrorException", value, TOP("/srv/loja/index.php", line)))
#define GO(value) \
	EVENT("go", THROWN("*errors.errorString", value, \
		"{'function':'handle','module':'main','in_app':true,'context_line':'sentry.CaptureException(err)'}"))
#define RAISE(line) \
	EVENT("python", THROWN("ValueError", "x", AT("check", "loja/views.py", line)))
#define WINSTON(value) \
	EVENT("node", SYNTHETIC(value, AT("log", "/srv/app/logger.js", "Sentry.captureMessage(message)")))
#define BUILT(file) \
	EVENT("javascript", THROWN("TypeError", "x", CALL("total", "https://x/assets/" file)))
#define NATIVE(address, image) \
	"{'platform':'native','exception':{'type':'SIGSEGV','value':'x','stacktrace':{'frames':[" \
	"{'instruction_addr':'" address "'}]}},'debug_meta':{'images':[{'image_addr':'0x9000000','code_file':" \
	"'/b.so'},{'code_file':'/usr/lib/libloja.so','image_addr':'" image "','image_size':4096}]}}"
#define CHAIN(cause) EVENT("python", "{'type':'" cause "','value':'a'}," \
	THROWN("OrderError", "x", AT("check", "loja/views.py", "raise OrderError() from e")))
#define TREE(member) EVENT("python", \
	"{'type':'" member "','value':'a','mechanism':{'exception_id':1,'parent_id':0,'source':'exceptions[0]'}}," \
	"{'type':'ExceptionGroup','value':'tasks','mechanism':{'exception_id':0,'is_exception_group':true}," \
	"'stacktrace':{'frames':[" AT("run", "loja/tasks.py", "async with TaskGroup() as group:") "]}}")

static const struct {
	const char *name;
	bool one; /* whether the two events are one error */
	const char *first, *second;
} pairs[] = {
	/* Express: handlers without a name. */
	{ "express: another route", false,
	  ROUTE("RangeError", "a", "app.get(a, () => { throw new RangeError(x) })"),
	  ROUTE("RangeError", "a", "app.get(b, () => { throw new RangeError(x) })") },
	{ "express: another message of the same route", true,
	  ROUTE("RangeError", "order 7", "const order = find(id)"),
	  ROUTE("RangeError", "order 8", "  const order =  find(id)\\n") },
	{ "express: another Error of the same line", false,
	  ROUTE("Error", "database is down", "throw error"), ROUTE("Error", "order is empty", "throw error") },
	{ "express: minified code has no line", true,
	  ROUTE("RangeError", "a 1", "{snip} a,b=c(d),throw new e {snip}"),
	  ROUTE("RangeError", "a 2", "{snip} f,g=h(i),throw new j {snip}") },
	/* Browsers. */
	{ "browser: another click handler", false, CLICK("pagamento recusado"), CLICK("carrinho vazio") },
	{ "browser: the same click handler", true, CLICK("pedido 41 recusado"), CLICK("pedido 42 recusado") },
	{ "browser: another handler below a framework", false, REACT("x.total is not a function"),
	  REACT("y.items is undefined") },
	{ "browser: the same handler below a framework", true, REACT("x[1] is not a function"),
	  REACT("x[2] is not a function") },
	{ "browser: Chrome and Firefox", true,
	  EVENT("javascript", THROWN("TypeError", "x", CALL("Cart.total", "https://x/a.js"))),
	  EVENT("javascript", THROWN("TypeError", "y", CALL("total", "https://x/a.js"))) },
	{ "browser: Firefox's names for nothing", true,
	  EVENT("javascript", THROWN("TypeError", "x",
		CALL("setup/<", "https://x/a.js") "," CALL("total", "https://x/a.js"))),
	  EVENT("javascript", THROWN("TypeError", "x",
		CALL("?", "https://x/a.js") "," CALL("total", "https://x/a.js"))) },
	{ "browser: native frames", true,
	  EVENT("javascript", THROWN("TypeError", "x", CALL("map", "[native code]") "," CALL("f", "https://x/a.js"))),
	  EVENT("javascript", THROWN("TypeError", "x", CALL("f", "https://x/a.js") "," CALL("map", "<anonymous>"))) },
	/* PHP: warnings of code outside functions. */
	{ "php: another line", false, WARNING("Warning: Undefined variable $a", "echo $a;"),
	  WARNING("Warning: Undefined variable $b", "echo $b;") },
	{ "php: the same line", true, WARNING("Warning: Undefined array key 5", "echo $list[$i];"),
	  WARNING("Warning: Undefined array key 7", "echo $list[$i];") },
	/* Go, Python. */
	{ "go: another errors.New", false, GO("cart is empty"), GO("database is down") },
	{ "go: the same errors.New", true, GO("order 7 is lost"), GO("order 8 is lost") },
	{ "python: another raise of one function", false, RAISE("raise ValueError(a)"), RAISE("raise ValueError(b)") },
	{ "python: the same raise", true, RAISE("    raise ValueError(a)"), RAISE("raise  ValueError(a)\\n") },
	/* What SDKs make of a text. */
	{ "winston: another message", false, WINSTON("carrinho vazio"), WINSTON("banco fora do ar") },
	{ "winston: the same message", true, WINSTON("pedido 41 vazio"), WINSTON("pedido 42 vazio") },
	{ "captureException of a text: another", false,
	  EVENT("javascript", SYNTHETIC("carrinho vazio", CALL("report", "https://x/a.js"))),
	  EVENT("javascript", SYNTHETIC("banco fora do ar", CALL("report", "https://x/a.js"))) },
	{ "captureException of a text: the same", true,
	  EVENT("javascript", SYNTHETIC("pedido 41", CALL("report", "https://x/a.js"))),
	  EVENT("javascript", SYNTHETIC("pedido 42", CALL("report", "https://x/a.js"))) },
	{ "a template of placeholders alone", false,
	  "{'logentry':{'message':'%s','formatted':'carrinho vazio'}}",
	  "{'logentry':{'message':'%s','formatted':'banco fora do ar'}}" },
	/* Deploys. */
	{ "vite", true, BUILT("index-DiwrgTda.js"), BUILT("index-B-x3_d9k.js") },
	{ "esbuild, angular", true, BUILT("main-5Z4X3QWE.js"), BUILT("main-ABCDEFGH.js") },
	{ "webpack", true, BUILT("main.3f2a9c1b.chunk.js"), BUILT("main.0123456789abcdef.chunk.js") },
	{ "next", true, BUILT("_app-0a1b2c3d4e5f6071.js"), BUILT("_app-ffeeddccbbaa0099.js") },
	{ "another file", false, BUILT("cart-DiwrgTda.js"), BUILT("index-DiwrgTda.js") },
	{ "another page", false, BUILT("order-history.js"), BUILT("order-details.js") },
	{ "rust", true, EVENT("native", THROWN("panic", "x", CALL("loja::run::h0123456789abcdef", "a.rs"))),
	  EVENT("native", THROWN("panic", "x", CALL("loja::run::hfedcba9876543210", "a.rs"))) },
	{ "spring", true,
	  EVENT("java", THROWN("OrderException", "x", "{'module':'com.Loja$$SpringCGLIB$$0','function':'f'}")),
	  EVENT("java", THROWN("OrderException", "x", "{'module':'com.Loja$$SpringCGLIB$$1','function':'f'}")) },
	{ "csharp", true,
	  EVENT("csharp", THROWN("OrderException", "x", "{'module':'Loja.Pedidos+<Fechar>d__3','function':'MoveNext'}")),
	  EVENT("csharp", THROWN("OrderException", "x", "{'module':'Loja.Pedidos+<Fechar>d__4','function':'MoveNext'}")) },
	{ "csharp: another method", false,
	  EVENT("csharp", THROWN("OrderException", "x", "{'module':'Loja.Pedidos+<Abrir>d__3','function':'MoveNext'}")),
	  EVENT("csharp", THROWN("OrderException", "x", "{'module':'Loja.Pedidos+<Fechar>d__3','function':'MoveNext'}")) },
	/* Native code without symbols. */
	{ "native: loaded elsewhere", true, NATIVE("0x7f0010", "0x7f0000"), NATIVE("0x8f0010", "0x8f0000") },
	{ "native: another place", false, NATIVE("0x7f0010", "0x7f0000"), NATIVE("0x7f0020", "0x7f0000") },
	/* Chains and groups. */
	{ "chain: another cause", false, CHAIN("KeyError"), CHAIN("OSError") },
	{ "chain: the same cause", true, CHAIN("KeyError"), CHAIN("KeyError") },
	{ "group: another member", true, TREE("KeyError"), TREE("OSError") },
	/* Never. */
	{ "environment, release, user", true,
	  "{'message':'a 1','environment':'dev','release':'1','user':{'id':1}}", "{'message':'a 2'}" },
};
/* clang-format on */

static const struct grouping *group(const char *json)
{
	struct mapped *mapped = arena_alloc(sample_arena(), sizeof(*mapped));
	const struct mapper_source source = { .received = INT64_C(1000) * SAMPLE_RECEIVED,
					      .sent = MOMENT_UNKNOWN };

	mapper_map(sample_arena(), sample_json(json), NULL, &source, mapped);
	inbox_complete(mapped, "");
	return grouping_of(sample_arena(), &mapped->event, GROUPING_FRAMES);
}

static const char *why(const struct grouping *grouping)
{
	const char *all = "";

	for (size_t i = 0; i < grouping->evidence_count; i++)
		all = arena_printf(sample_arena(), "%s; %s", all, grouping->evidence[i]);
	return all;
}

Test(grouping_harms, pairs)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct grouping *first = group(pairs[i].first), *second = group(pairs[i].second);

		cr_expect_eq(memcmp(first->key, second->key, SHA256_SIZE) == 0, pairs[i].one, "%s%s%s",
			     pairs[i].name, why(first), why(second));
	}
}
