#include "customers/provider.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

#define TEXT(literal) literal, sizeof(literal) - 1
/* Parts of a good answer: the CEP, and the other members that answers of ViaCEP and OpenCEP must have. */
#define CEP "\"cep\":\"01001-000\","
#define TOWN "\"localidade\":\"São Paulo\",\"uf\":\"SP\""

static struct arena *arena;
static struct address address;

static void start(void)
{
	arena = arena_new();
}

static void end(void)
{
	arena_free(arena);
}

TestSuite(customers_provider, .init = start, .fini = end);

static enum told read_as(enum breaker_provider provider, const char *cep, long status, const char *body,
			 size_t length)
{
	struct fetch_answer answer = { .status = status, .body = body, .length = length };

	memset(&address, 0, sizeof(address));
	return provider_read(arena, provider, cep, &answer, &address);
}

/* Returns "street|district|city|state|ibge|ddd|source", with - in place of a missing value. */
static const char *written(void)
{
	const char *texts[] = { address.street, address.district, address.city,  address.state,
				address.ibge,   address.ddd,      address.source };
	struct buffer out = { 0 };
	const char *text;

	for (size_t i = 0; i < COUNT(texts); i++)
		buffer_printf(&out, "%s%s", i ? "|" : "", texts[i] ? texts[i] : "-");
	text = arena_strdup(arena, out.data);
	buffer_release(&out);
	return text;
}

/* --- addresses -------------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *what;
	enum breaker_provider provider;
	const char *cep, *body, *address;
} good[] = {
	{ "an area code as it is dialled", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"ddd\":\"011\",\"ibge\":\"03550308\"}", "-|-|São Paulo|SP|3550308|11|viacep" },
	{ "what is no area code", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"ddd\":\"0\",\"ibge\":\"000\"}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "a dash for nothing", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\" - \",\"bairro\":\"--\"}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "null as a text", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\"null\",\"bairro\":\"NULL\"}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "words with null in them, and numbers", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\"Rua Nullo\",\"bairro\":\"13\"}",
	  "Rua Nullo|13|São Paulo|SP|-|-|viacep" },
	{ "entities of HTML", PROVIDER_VIACEP, "01001000",
	  "{" CEP "\"localidade\":\"S&atilde;o Paulo\",\"uf\":\"SP\","
	  "\"logradouro\":\"Rua D&#39;&Aacute;gua\","
	  "\"bairro\":\"A &amp; B\"}", "Rua D'Água|A & B|São Paulo|SP|-|-|viacep" },
	{ "viacep.com.br's own example", PROVIDER_VIACEP, "01001000",
	  "{\n  \"cep\": \"01001-000\",\n  \"logradouro\": \"Praça da Sé\",\n  \"complemento\": \"lado "
	  "ímpar\",\n"
	  "  \"unidade\": \"\",\n  \"bairro\": \"Sé\",\n  \"localidade\": \"São Paulo\",\n  \"uf\": \"SP\",\n"
	  "  \"estado\": \"São Paulo\",\n  \"regiao\": \"Sudeste\",\n  \"ibge\": \"3550308\",\n  \"gia\": "
	  "\"1004\",\n"
	  "  \"ddd\": \"11\",\n  \"siafi\": \"7107\"\n}", "Praça da Sé|Sé|São Paulo|SP|3550308|11|viacep" },
	{ "until 2024: without estado and regiao", PROVIDER_VIACEP, "01310200",
	  "{\"cep\":\"01310-200\",\"logradouro\":\"Avenida Paulista\",\"complemento\":\"de 1512 a 2132 - "
	  "lado par\","
	  "\"unidade\":\"\",\"bairro\":\"Bela Vista\",\"localidade\":\"São "
	  "Paulo\",\"uf\":\"SP\",\"ibge\":\"3550308\","
	  "\"gia\":\"1004\",\"ddd\":\"11\",\"siafi\":\"7107\"}",
	  "Avenida Paulista|Bela Vista|São Paulo|SP|3550308|11|viacep" },
	{ "older: without ddd and siafi", PROVIDER_VIACEP, "37503130",
	  "{\"cep\":\"37503-130\",\"logradouro\":\"Rua Geraldino Campista\",\"complemento\":\"\",\"bairro\":"
	  "\"Santo "
	  "Antônio\",\"localidade\":\"Itajubá\",\"uf\":\"MG\",\"unidade\":\"\",\"ibge\":\"3132404\","
	  "\"gia\":\"\"}",
	  "Rua Geraldino Campista|Santo Antônio|Itajubá|MG|3132404|-|viacep" },
	{ "erro within a name", PROVIDER_VIACEP, "97542080",
	  "{\"cep\":\"97542-080\",\"logradouro\":\"Rua Barão de Cerro "
	  "Largo\",\"bairro\":\"Centro\",\"localidade\":"
	  "\"Alegrete\",\"uf\":\"RS\",\"ibge\":\"4300406\",\"ddd\":\"55\"}",
	  "Rua Barão de Cerro Largo|Centro|Alegrete|RS|4300406|55|viacep" },
	{ "erro within another", PROVIDER_VIACEP, "18071051",
	  "{\"cep\":\"18071-051\",\"logradouro\":\"Rua Constantino Verrone\",\"bairro\":\"\",\"localidade\":"
	  "\"Sorocaba\",\"uf\":\"SP\"}", "Rua Constantino Verrone|-|Sorocaba|SP|-|-|viacep" },
	{ "a town with one CEP", PROVIDER_VIACEP, "88390000",
	  "{\"cep\":\"88390-000\",\"logradouro\":\"\",\"complemento\":\"\",\"unidade\":\"\",\"bairro\":\"\","
	  "\"localidade\":\"Barra Velha\",\"uf\":\"SC\",\"ibge\":\"4202107\",\"ddd\":\"47\"}",
	  "-|-|Barra Velha|SC|4202107|47|viacep" },
	{ "a CEP without a hyphen, and only the required members", PROVIDER_VIACEP, "01001000",
	  "{\"cep\":\"01001000\"," TOWN "}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "types and lengths other than documented", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":[\"Rua\"],\"bairro\":7,\"ibge\":3550308,\"ddd\":\"011\"}",
	  "-|-|São Paulo|SP|3550308|11|viacep" },
	{ "codes and a CEP that are numbers", PROVIDER_VIACEP, "01001000",
	  "{\"cep\":1001000," TOWN ",\"ibge\":3550308,\"ddd\":11}", "-|-|São Paulo|SP|3550308|11|viacep" },
	{ "BrasilAPI with a number", PROVIDER_BRASILAPI, "01001000",
	  "{\"cep\":\"01001000\",\"state\":\"sp\",\"city\":\" São Paulo \",\"ibge\":{\"city\":3550308}}",
	  "-|-|São Paulo|SP|3550308|-|brasilapi" },
	{ "a byte order mark", PROVIDER_VIACEP, "01001000", "\xEF\xBB\xBF{" CEP TOWN "}",
	  "-|-|São Paulo|SP|-|-|viacep" },
	{ "a state in small letters", PROVIDER_VIACEP, "01001000",
	  "{" CEP "\"localidade\":\"São Paulo\",\"uf\":\" sp\"}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "null instead of \"\"", PROVIDER_VIACEP, "88390000",
	  "{\"cep\":\"88390-000\",\"logradouro\":null,\"bairro\":null,\"localidade\":\"Barra "
	  "Velha\",\"uf\":\"SC\",\"ibge\":null,\"ddd\":null}", "-|-|Barra Velha|SC|-|-|viacep" },
	{ "decomposed letters", PROVIDER_VIACEP, "01001000",
	  "{" CEP "\"localidade\":\"Sa\u0303o Paulo\",\"uf\":\"SP\",\"logradouro\":\"Prac\\u0327a\"}",
	  "Praça|-|São Paulo|SP|-|-|viacep" },
	{ "white space and lines", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\"\\u2028Rua\\u00a0 \\t\\r\\nXV\\u2029\","
	  "\"bairro\":\"\\u200b \\u00ad\"}",
	  "Rua XV|-|São Paulo|SP|-|-|viacep" },
	{ "a range behind the name", PROVIDER_BRASILAPI, "39401051",
	  "{\"cep\":\"39401051\",\"state\":\"MG\",\"city\":\"Montes "
	  "Claros\",\"neighborhood\":\"Centro - lado par\",\"street\":\"Avenida Osmani Barbosa - até 1715 - "
	  "lado ímpar\"}", "Avenida Osmani Barbosa|Centro - lado par|Montes Claros|MG|-|-|brasilapi" },
	{ "a range in decomposed letters", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\"Praça da Sé - lado i\\u0301mpar\"}",
	  "Praça da Sé|-|São Paulo|SP|-|-|viacep" },
	{ "members that nobody knows", PROVIDER_OPENCEP, "01001000",
	  "{" CEP TOWN ",\"novo\":{\"a\":[1,null]},\"erro\":false}", "-|-|São Paulo|SP|-|-|opencep" },
	{ "invalid codes", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"ibge\":\"355030\",\"ddd\":\"1a\"}", "-|-|São Paulo|SP|-|-|viacep" },
	{ "blanks around a text, and a text of blanks", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\" \\u00a0Rua \\n\",\"bairro\":\"\\u0007 \\t\"}",
	  "Rua|-|São Paulo|SP|-|-|viacep" },
	{ "control characters", PROVIDER_VIACEP, "01001000",
	  "{" CEP TOWN ",\"logradouro\":\"a\\u001b[31mb\\u007fc\\nd\",\"bairro\":\"a\\u009bb\\u0085\"}",
	  "a [31mb c d|a b|São Paulo|SP|-|-|viacep" },
	{ "BrasilAPI", PROVIDER_BRASILAPI, "05010000",
	  "{\"cep\":\"05010000\",\"state\":\"SP\",\"city\":\"São "
	  "Paulo\",\"neighborhood\":\"Perdizes\",\"street\":"
	  "\"Rua Caiubi\",\"service\":\"open-cep\",\"ibge\":{\"city\":\"3550308\",\"state\":\"35\"}}",
	  "Rua Caiubi|Perdizes|São Paulo|SP|3550308|-|brasilapi" },
	{ "BrasilAPI, from its fallback", PROVIDER_BRASILAPI, "05010000",
	  "{\"cep\":\"05010000\",\"state\":\"SP\",\"city\":\"São "
	  "Paulo\",\"neighborhood\":null,\"street\":null,"
	  "\"service\":\"correios\",\"ibge\":{\"city\":null,\"state\":null}}",
	  	"-|-|São Paulo|SP|-|-|brasilapi" },
	{ "BrasilAPI without ibge", PROVIDER_BRASILAPI, "87360000",
	  "{\"cep\":\"87360-000\",\"state\":\"PR\",\"city\":\"Goioerê\",\"neighborhood\":\"\","
	  "\"street\":\"\","
	  "\"ibge\":null}", "-|-|Goioerê|PR|-|-|brasilapi" },
	{ "BrasilAPI, ibge of another type", PROVIDER_BRASILAPI, "87360000",
	  "{\"cep\":\"87360000\",\"state\":\"PR\",\"city\":\"Goioerê\",\"ibge\":\"4108601\"}",
	  "-|-|Goioerê|PR|-|-|brasilapi" },
	{ "OpenCEP", PROVIDER_OPENCEP, "01001000",
	  "{\"cep\":\"01001-000\",\"logradouro\":\"Praça da Sé\",\"complemento\":\"lado "
	  "ímpar\",\"unidade\":\"\","
	  "\"bairro\":\"Sé\",\"localidade\":\"São Paulo\",\"uf\":\"SP\",\"estado\":\"São "
	  "Paulo\",\"regiao\":\"Sudeste\","
	  "\"ibge\":\"3550308\"}", "Praça da Sé|Sé|São Paulo|SP|3550308|-|opencep" },
	{ "OpenCEP, a town", PROVIDER_OPENCEP, "88390000",
	  "{\"cep\":\"88390-000\",\"logradouro\":\"\",\"complemento\":\"\",\"bairro\":\"\",\"localidade\":"
	  "\"Barra Velha\",\"uf\":\"SC\",\"ibge\":\"4202107\"}", "-|-|Barra Velha|SC|4202107|-|opencep" },
};
/* clang-format on */

Test(customers_provider, addresses)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		enum told told =
			read_as(good[i].provider, good[i].cep, 200, good[i].body, strlen(good[i].body));

		cr_expect_eq(told, TOLD_ADDRESS, "%s: %d", good[i].what, told);
		cr_expect_str_eq(written(), good[i].address, "%s: %s", good[i].what, written());
	}
}

/* --- everything else -------------------------------------------------------------- */

#define HTML \
	"<!DOCTYPE html><html><head><title>Http 400</title></head><body><h1>Http 400</h1></body></html>\n"
#define SERVICE_ERROR                                                                               \
	"{\"name\":\"CepPromiseError\",\"message\":\"Todos os serviços de CEP retornaram erro.\"," \
	"\"type\":\"service_error\",\"errors\":["
#define CORREIOS "{\"name\":\"ServiceError\",\"message\":\"CEP NAO ENCONTRADO\",\"service\":\"correios\"},"
#define SAYS(service, text) "{\"name\":\"ServiceError\",\"message\":\"" text "\",\"service\":\"" service "\"}"
#define UNKNOWN_THERE "CEP não encontrado na base do ViaCEP."

/* clang-format off */
static const struct {
	const char *what;
	enum breaker_provider provider;
	long status;
	const char *body;
	size_t length;
	enum told told;
} other[] = {
	{ "erro as a text", PROVIDER_VIACEP, 200, TEXT("{\"erro\": \"true\"}"), TOLD_ABSENT },
	{ "erro as a boolean", PROVIDER_VIACEP, 200, TEXT("{\n  \"erro\": true\n}"), TOLD_ABSENT },
	{ "erro false", PROVIDER_VIACEP, 200, TEXT("{\"erro\": false}"), TOLD_NONSENSE },
	{ "erro \"false\"", PROVIDER_VIACEP, 200, TEXT("{\"erro\": \"false\"}"), TOLD_NONSENSE },
	{ "erro with another text", PROVIDER_VIACEP, 200, TEXT("{\"erro\":\"limite\"}"),
	  TOLD_NONSENSE },
	{ "erro as a number", PROVIDER_VIACEP, 200, TEXT("{\"erro\":1}"), TOLD_NONSENSE },
	{ "erro null", PROVIDER_VIACEP, 200, TEXT("{\"erro\":null}"), TOLD_NONSENSE },
	{ "erro with another status", PROVIDER_VIACEP, 404, TEXT("{\"erro\":\"true\"}"), TOLD_NONSENSE },
	{ "OpenCEP's error", PROVIDER_VIACEP, 404, TEXT("{\"error\":true}"), TOLD_NONSENSE },

	{ "OpenCEP doesn't know it", PROVIDER_OPENCEP, 404, TEXT("{\"error\": true}"), TOLD_ABSENT },
	{ "OpenCEP, 200", PROVIDER_OPENCEP, 200, TEXT("{\"error\":true}"), TOLD_NONSENSE },
	{ "OpenCEP, false", PROVIDER_OPENCEP, 404, TEXT("{\"error\":false}"), TOLD_NONSENSE },
	{ "OpenCEP, a text", PROVIDER_OPENCEP, 404, TEXT("{\"error\":\"rate limit\"}"), TOLD_NONSENSE },
	{ "OpenCEP, 404 from its host", PROVIDER_OPENCEP, 404, TEXT(HTML), TOLD_NONSENSE },
	{ "OpenCEP, 404 without error", PROVIDER_OPENCEP, 404, TEXT("{}"), TOLD_NONSENSE },
	{ "OpenCEP, erro", PROVIDER_OPENCEP, 200, TEXT("{\"erro\":\"true\"}"), TOLD_NONSENSE },

	{ "BrasilAPI, unknown to ViaCEP", PROVIDER_BRASILAPI, 404,
	  TEXT(SERVICE_ERROR CORREIOS SAYS("viacep", UNKNOWN_THERE) "]}"), TOLD_ABSENT },
	{ "BrasilAPI, could not reach ViaCEP", PROVIDER_BRASILAPI, 404,
	  TEXT(SERVICE_ERROR CORREIOS SAYS("viacep", "Erro ao se conectar com o serviço ViaCEP.") "]}"),
	  	TOLD_UNSURE },
	{ "BrasilAPI, could not read ViaCEP's answer", PROVIDER_BRASILAPI, 404,
	  TEXT(SERVICE_ERROR SAYS("viacep", "Cannot read properties of undefined (reading 'replace')") "]}"),
	  	TOLD_UNSURE },
	{ "BrasilAPI, unknown to another provider", PROVIDER_BRASILAPI, 404,
	  TEXT(SERVICE_ERROR SAYS("widenet", UNKNOWN_THERE) "]}"), TOLD_UNSURE },
	{ "BrasilAPI without errors", PROVIDER_BRASILAPI, 404, TEXT("{\"type\":\"service_error\"}"),
	  TOLD_UNSURE },
	{ "BrasilAPI, errors of other types", PROVIDER_BRASILAPI, 404,
	  TEXT("{\"type\":\"service_error\",\"errors\":[null,1,\"viacep\",[],{},{\"service\":null,"
	       "\"message\":[]}]}"),
	  TOLD_UNSURE },
	{ "BrasilAPI, errors is no array", PROVIDER_BRASILAPI, 404, TEXT("{\"type\":\"x\",\"errors\":{}}"),
	  TOLD_UNSURE },
	{ "BrasilAPI, no such page", PROVIDER_BRASILAPI, 404, TEXT("{\"message\":\"Not Found\"}"),
	  TOLD_NONSENSE },
	{ "BrasilAPI, the same with 400", PROVIDER_BRASILAPI, 400,
	  TEXT(SERVICE_ERROR SAYS("viacep", UNKNOWN_THERE) "]}"), TOLD_NONSENSE },
	{ "BrasilAPI, validation", PROVIDER_BRASILAPI, 400,
	  TEXT("{\"name\":\"CepPromiseError\",\"type\":\"validation_error\",\"errors\":[]}"), TOLD_NONSENSE },
	{ "BrasilAPI, too many", PROVIDER_BRASILAPI, 429, TEXT("Too Many Requests\n"), TOLD_NONSENSE },
	{ "BrasilAPI, forbidden", PROVIDER_BRASILAPI, 403, TEXT(HTML), TOLD_NONSENSE },
	{ "BrasilAPI with ViaCEP's names", PROVIDER_BRASILAPI, 200, TEXT("{" CEP TOWN "}"), TOLD_NONSENSE },

	{ "HTML, 200", PROVIDER_VIACEP, 200, TEXT(HTML), TOLD_NONSENSE },
	{ "HTML, 400", PROVIDER_VIACEP, 400, TEXT(HTML), TOLD_NONSENSE },
	{ "HTML, 502", PROVIDER_VIACEP, 502, TEXT(HTML), TOLD_NONSENSE },
	{ "nothing", PROVIDER_VIACEP, 200, TEXT(""), TOLD_NONSENSE },
	{ "cut off", PROVIDER_VIACEP, 200, TEXT("{" CEP "\"localidade\":\"São Pa"), TOLD_NONSENSE },
	{ "cut off before its end", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN), TOLD_NONSENSE },
	{ "text after the object", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN "}x"), TOLD_NONSENSE },
	{ "an array", PROVIDER_VIACEP, 200, TEXT("[{" CEP TOWN "}]"), TOLD_NONSENSE },
	{ "a number", PROVIDER_VIACEP, 200, TEXT("42"), TOLD_NONSENSE },
	{ "a text", PROVIDER_VIACEP, 200, TEXT("\"erro\""), TOLD_NONSENSE },
	{ "null", PROVIDER_VIACEP, 200, TEXT("null"), TOLD_NONSENSE },
	{ "an empty object", PROVIDER_VIACEP, 200, TEXT("{}"), TOLD_NONSENSE },
	{ "another CEP", PROVIDER_VIACEP, 200, TEXT("{\"cep\":\"01001-001\"," TOWN "}"), TOLD_NONSENSE },
	{ "a CEP in another form", PROVIDER_VIACEP, 200, TEXT("{\"cep\":\"01.001-000\"," TOWN "}"),
	  TOLD_NONSENSE },
	{ "another CEP as a number", PROVIDER_VIACEP, 200, TEXT("{\"cep\":1001001," TOWN "}"),
	  TOLD_NONSENSE },
	{ "a CEP as a negative number", PROVIDER_VIACEP, 200, TEXT("{\"cep\":-1001000," TOWN "}"),
	  TOLD_NONSENSE },
	{ "a CEP as a fraction", PROVIDER_VIACEP, 200, TEXT("{\"cep\":1001000.0," TOWN "}"), TOLD_NONSENSE },
	{ "no CEP", PROVIDER_VIACEP, 200, TEXT("{" TOWN "}"), TOLD_NONSENSE },
	{ "an unknown state", PROVIDER_VIACEP, 200, TEXT("{" CEP "\"localidade\":\"X\",\"uf\":\"XX\"}"),
	  TOLD_NONSENSE },
	{ "a state's name", PROVIDER_VIACEP, 200,
	  TEXT("{" CEP "\"localidade\":\"X\",\"uf\":\"São Paulo\"}"), TOLD_NONSENSE },
	{ "a city that shows nothing", PROVIDER_VIACEP, 200,
	  TEXT("{" CEP "\"localidade\":\"\u200b\u00a0\",\"uf\":\"SP\"}"), TOLD_NONSENSE },
	{ "two byte order marks", PROVIDER_VIACEP, 200, TEXT("\xEF\xBB\xBF\xEF\xBB\xBF{" CEP TOWN "}"),
	  TOLD_NONSENSE },
	{ "a byte order mark alone", PROVIDER_VIACEP, 200, TEXT("\xEF\xBB\xBF"), TOLD_NONSENSE },
	{ "half of it", PROVIDER_VIACEP, 200, TEXT("\xEF\xBB"), TOLD_NONSENSE },
	{ "UTF-16", PROVIDER_VIACEP, 200, TEXT("\xFF\xFE{\0\"\0"), TOLD_NONSENSE },
	{ "erro behind a byte order mark", PROVIDER_VIACEP, 200, TEXT("\xEF\xBB\xBF{\"erro\":true}"),
	  TOLD_ABSENT },
	{ "no state", PROVIDER_VIACEP, 200, TEXT("{" CEP "\"localidade\":\"X\",\"uf\":\"\"}"),
	  TOLD_NONSENSE },
	{ "no city", PROVIDER_VIACEP, 200, TEXT("{" CEP "\"localidade\":\"\",\"uf\":\"SP\"}"),
	  TOLD_NONSENSE },
	{ "a city of controls", PROVIDER_VIACEP, 200,
	  TEXT("{" CEP "\"localidade\":\"\\u0001\",\"uf\":\"SP\"}"), TOLD_NONSENSE },
	{ "a city of another type", PROVIDER_VIACEP, 200, TEXT("{" CEP "\"localidade\":5,\"uf\":\"SP\"}"),
	  TOLD_NONSENSE },
	{ "an address with 201", PROVIDER_VIACEP, 201, TEXT("{" CEP TOWN "}"), TOLD_NONSENSE },
	{ "an address with 302", PROVIDER_VIACEP, 302, TEXT("{" CEP TOWN "}"), TOLD_NONSENSE },
	{ "a member twice", PROVIDER_VIACEP, 200, TEXT("{" CEP CEP TOWN "}"), TOLD_NONSENSE },
	{ "an escaped NUL", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN ",\"bairro\":\"a\\u0000b\"}"),
	  TOLD_NONSENSE },
	{ "a NUL", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN "}\0"), TOLD_NONSENSE },
	{ "bytes that are not UTF-8", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN ",\"bairro\":\"S\xE9\"}"),
	  TOLD_NONSENSE },
	{ "half a surrogate", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN ",\"bairro\":\"\\ud800\"}"),
	  TOLD_NONSENSE },
	{ "a raw control character", PROVIDER_VIACEP, 200, TEXT("{" CEP TOWN ",\"bairro\":\"a\nb\"}"),
	  TOLD_NONSENSE },
};
/* clang-format on */

Test(customers_provider, no_addresses)
{
	for (size_t i = 0; i < COUNT(other); i++) {
		enum told told = read_as(other[i].provider, "01001000", other[i].status, other[i].body,
					 other[i].length);

		cr_expect_eq(told, other[i].told, "%s: %d", other[i].what, told);
	}
}

/* --- sizes ------------------------------------------------------------------------ */

/* Returns the street that is read from an answer with `piece` repeated `times` times. */
static const char *street_of(const char *piece, size_t times)
{
	struct buffer body = { 0 };

	buffer_put_text(&body, "{" CEP TOWN ",\"logradouro\":\"");
	for (size_t i = 0; i < times; i++)
		buffer_put_text(&body, piece);
	buffer_put_text(&body, "\"}");
	cr_assert_eq(read_as(PROVIDER_VIACEP, "01001000", 200, body.data, body.length), TOLD_ADDRESS, "%s",
		     piece);
	buffer_release(&body);
	return address.street;
}

Test(customers_provider, long_texts_are_cut_between_characters)
{
	static const struct {
		const char *piece;
		size_t times, length;
	} texts[] = {
		{ "x", 200, 200 },     { "x", 201, 200 },   { "x", 10240, 200 },  { "ã", 100, 200 },
		{ "ã", 5120, 200 },    { "€", 66, 198 },    { "€", 3413, 198 },   { "𝄞", 50, 200 },
		{ "𝄞", 2560, 200 },    { "x𝄞", 2048, 200 }, { "xy€", 2048, 200 }, { "€€x", 1462, 199 },
		{ "xxx ", 2560, 199 }, /* no blank at the end */
		{ "xx  ", 2560, 200 }, /* one blank for a run */
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *street = street_of(texts[i].piece, texts[i].times);

		cr_expect_eq(strlen(street), texts[i].length, "%zu of %s: %zu", texts[i].times,
			     texts[i].piece, strlen(street));
		cr_expect(text_is_utf8(street, strlen(street)), "%zu of %s", texts[i].times, texts[i].piece);
	}
}

Test(customers_provider, depth)
{
	for (int depth = 30; depth <= 32; depth++) {
		struct buffer body = { 0 };
		enum told told;

		buffer_put_text(&body, "{" CEP TOWN ",\"deep\":");
		for (int i = 0; i < depth; i++)
			buffer_put_text(&body, "[");
		for (int i = 0; i < depth; i++)
			buffer_put_text(&body, "]");
		buffer_put_text(&body, "}");
		told = read_as(PROVIDER_VIACEP, "01001000", 200, body.data, body.length);
		cr_expect_eq(told, depth < 32 ? TOLD_ADDRESS : TOLD_NONSENSE, "%d: %d", depth, told);
		buffer_release(&body);
	}
}
