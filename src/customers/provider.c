#include "customers/provider.h"

#include <ctype.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <json-c/json_pointer.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unistd.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "config/config.h"
#include "customers/cep.h"
#include "customers/entity.h"
#include "customers/state.h"
#include "customers/street.h"
#include "shared/breaker.h"
#include "values/pasted.h"

enum { BODY_MAX = 65536, TEXT_MAX = 200, HTTP_OK = 200, HTTP_NOT_FOUND = 404 };
enum { LEAST_MS = 50, POLL_US = 20000 };
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* How to ask a provider and read its answer. The members from `cep` to `ddd` are JSON pointers (RFC 6901)
 * into the answer; NULL if the answer does not have the field. */
struct provider {
	size_t url; /* offset of the base URL in struct config */
	const char *path, *after_cep;
	const char *cep, *street, *district, *city, *state, *ibge, *ddd;
	/* Decides what an answer without an address means: that the CEP does not exist, or nothing. */
	enum told (*absence)(struct json_object *body, long status);
};

static struct json_object *member(struct json_object *body, const char *pointer)
{
	struct json_object *value = NULL;

	return pointer && json_pointer_get(body, pointer, &value) == 0 ? value : NULL;
}

/* Accepts true and "true" only: other error messages don't say that a CEP does not exist. */
static bool is_true(struct json_object *value)
{
	return value && strcmp(json_object_get_string(value), "true") == 0;
}

/* ViaCEP answers 200 and {"erro": "true"}, or {"erro": true} as until 2022. */
static enum told viacep_absence(struct json_object *body, long status)
{
	return status == HTTP_OK && is_true(member(body, "/erro")) ? TOLD_ABSENT : TOLD_NONSENSE;
}

/* OpenCEP answers 404 and {"error": true}. */
static enum told opencep_absence(struct json_object *body, long status)
{
	return status == HTTP_NOT_FOUND && is_true(member(body, "/error")) ? TOLD_ABSENT : TOLD_NONSENSE;
}

/* BrasilAPI asks other services, and answers 404 even if it reached none of them. A CEP counts as absent only
 * if the answer says that ViaCEP did not find it. */
static enum told brasilapi_absence(struct json_object *body, long status)
{
	struct json_object *errors = member(body, "/errors");
	size_t count = json_object_is_type(errors, json_type_array) ? json_object_array_length(errors) : 0;

	if (status != HTTP_NOT_FOUND || !member(body, "/type"))
		return TOLD_NONSENSE;
	for (size_t i = 0; i < count; i++) {
		struct json_object *error = json_object_array_get_idx(errors, i);
		const char *service = json_object_get_string(member(error, "/service"));
		const char *message = json_object_get_string(member(error, "/message"));

		if (service && message && strcmp(service, "viacep") == 0 &&
		    strcmp(message, "CEP não encontrado na base do ViaCEP.") == 0)
			return TOLD_ABSENT;
	}
	return TOLD_UNSURE;
}

/* clang-format off */
static const struct provider providers[PROVIDER__MAX] = {
	[PROVIDER_VIACEP] = { offsetof(struct config, viacep_url), "/ws/", "/json/",
		"/cep", "/logradouro", "/bairro", "/localidade", "/uf", "/ibge", "/ddd", viacep_absence },
	[PROVIDER_BRASILAPI] = { offsetof(struct config, brasilapi_url), "/api/cep/v1/", "",
		"/cep", "/street", "/neighborhood", "/city", "/state", "/ibge/city", NULL,
			brasilapi_absence },
	[PROVIDER_OPENCEP] = { offsetof(struct config, opencep_url), "/v1/", "",
		"/cep", "/logradouro", "/bairro", "/localidade", "/uf", "/ibge", NULL, opencep_absence },
};
/* clang-format on */

/* Returns the text on one line: each run of white space and control characters is a blank, and there is
 * none at the ends. Whatever would not fit into TEXT_MAX bytes is cut off, between characters. NULL if the
 * text shows nothing. */
static const char *one_line(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	const uint8_t *at = (const uint8_t *)text, *next;
	bool blank = false;
	ucs4_t c;

	for (; (next = u8_next(&c, at)); at = next) {
		size_t step = (size_t)(next - at), more = step + (blank && out.length > 0);

		if (uc_is_property_white_space(c) || uc_is_general_category(c, UC_CATEGORY_Cc)) {
			blank = true;
			continue;
		}
		if (out.length + more > TEXT_MAX)
			break;
		buffer_put(&out, " ", more - step);
		buffer_put(&out, at, step);
		blank = false;
	}
	return text_shows(out.data, out.length) ? arena_strndup(arena, out.data, out.length) : NULL;
}

/* Whether the text is a value: some providers write "-" or "null" where they have none. */
static bool is_value(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t c;

	while ((at = u8_next(&c, at)))
		if (!uc_is_general_category(c, UC_PUNCTUATION) && !uc_is_property_white_space(c))
			return strcasecmp(text, "null") != 0;
	return false;
}

/* Returns a member as text in normalization form C, without entities of HTML, on one line of at most TEXT_MAX
 * bytes. NULL if the member is missing, not a string, or no value. */
static const char *text_at(struct arena *arena, struct json_object *body, const char *pointer)
{
	struct json_object *value = member(body, pointer);
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = entity_decode(arena, json_object_get_string(value));
	text = text_to_nfc(arena, text, strlen(text));
	text = text ? one_line(arena, text) : NULL;
	return text && is_value(text) ? text : NULL;
}

/* Returns the name of a street, without the range of numbers for which the CEP stands. */
static const char *street_at(struct arena *arena, struct json_object *body, const char *pointer)
{
	const char *text = text_at(arena, body, pointer);

	return text ? arena_strndup(arena, text, street_length(text)) : NULL;
}

static const char *upper(struct arena *arena, const char *text)
{
	char *copy = text ? arena_strdup(arena, text) : NULL;

	for (char *c = copy; c && *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return copy;
}

/* Returns a member as text if it consists of `length` digits, otherwise NULL. A number counts, too; it has
 * lost its leading zeros. A text may have zeros in front: area codes are dialled as 011. */
static const char *digits_at(struct arena *arena, struct json_object *body, const char *pointer,
			     size_t length)
{
	struct json_object *value = member(body, pointer);
	const char *text =
		json_object_is_type(value, json_type_int)
			? arena_printf(arena, "%0*" PRId64, (int)length, json_object_get_int64(value))
			: text_at(arena, body, pointer);

	while (text && *text == '0' && strlen(text) > length)
		text++;
	return text && strlen(text) == length && strspn(text, "0123456789") == length ? text : NULL;
}

/* Reads the address; returns whether it is complete and belongs to the CEP that was asked for. */
static bool read_address(struct arena *arena, const struct provider *provider, struct json_object *body,
			 const char *cep, struct address *address)
{
	const char *echo = digits_at(arena, body, provider->cep, CEP_SIZE - 1);
	char digits[CEP_SIZE];

	if (!echo)
		echo = text_at(arena, body, provider->cep);

	*address = (struct address){
		.street = street_at(arena, body, provider->street),
		.district = text_at(arena, body, provider->district),
		.city = text_at(arena, body, provider->city),
		.state = upper(arena, text_at(arena, body, provider->state)),
		.ibge = digits_at(arena, body, provider->ibge, strlen("3550308")),
		.ddd = digits_at(arena, body, provider->ddd, strlen("11")),
	};
	return echo && cep_parse(echo, strlen(echo), digits) && strcmp(digits, cep) == 0 && address->city &&
	       address->state && state_exists(address->state);
}

enum told provider_read(struct arena *arena, enum breaker_provider number, const char *cep,
			const struct fetch_answer *answer, struct address *address)
{
	const struct provider *provider = &providers[number];
	size_t mark = strlen(BYTE_ORDER_MARK);
	struct json_object *body;

	/* RFC 8259, 8.1: a reader may ignore it. */
	if (answer->length < mark || memcmp(answer->body, BYTE_ORDER_MARK, mark) != 0)
		mark = 0;
	if (json_parse(arena, answer->body + mark, answer->length - mark, &body) != OK ||
	    !json_object_is_type(body, json_type_object))
		return TOLD_NONSENSE;
	if (answer->status != HTTP_OK || !read_address(arena, provider, body, cep, address))
		return provider->absence(body, answer->status);
	address->source = breaker_provider_name(number);
	return TOLD_ADDRESS;
}

static const char *base_url(const struct config *config, enum breaker_provider provider)
{
	return *(const char *const *)((const char *)config + providers[provider].url);
}

bool provider_enabled(const struct config *config, enum breaker_provider provider)
{
	return *base_url(config, provider) != '\0';
}

static void count_call(enum breaker_provider provider, enum status status, enum told told, int64_t start)
{
	enum metric_outcome outcome = status == E_TIMEOUT    ? CALL_TIMEOUT
				      : told == TOLD_ADDRESS ? CALL_OK
				      : told == TOLD_ABSENT  ? CALL_NOT_FOUND
							     : CALL_FAILED;

	metrics_provider_call(provider, outcome, clock_monotonic_us() - start);
}

/* Returns whether the provider may be called. While another process tries whether it works again, waits for
 * the outcome. */
static bool is_allowed(enum breaker_provider provider, int64_t until_us)
{
	while (!breaker_allows(provider)) {
		if (breaker_state(provider) != BREAKER_HALF_OPEN || clock_monotonic_us() >= until_us)
			return false;
		usleep(POLL_US);
	}
	return true;
}

/* Calls the provider, and reads its answer. One that asks for a rest gets it, which is no failure. */
static enum told call_provider(struct arena *arena, enum breaker_provider number, const char *url,
			       const char *cep, const struct fetch_limits *limits, struct address *address)
{
	struct fetch_answer got = { 0 };
	enum told told = TOLD_NONSENSE;
	int64_t start = clock_monotonic_us();
	enum status status = fetch_get(arena, url, limits, &got);

	if (status == OK)
		told = provider_read(arena, number, cep, &got, address);
	count_call(number, status, told, start);
	if (got.retry_after > 0)
		breaker_rest(number, got.retry_after);
	else
		breaker_note(number, told != TOLD_NONSENSE);
	return told;
}

enum told provider_ask(struct arena *arena, const struct config *config, enum breaker_provider number,
		       const char *cep, int64_t left_ms, struct address *address)
{
	const struct provider *provider = &providers[number];
	int64_t until_us = clock_monotonic_us() + (left_ms - LEAST_MS) * INT64_C(1000);
	struct fetch_limits limits = {
		.connect_ms = config->cep_connect_ms,
		.body = BODY_MAX,
		.user_agent = arena_printf(arena, "balcao/" PACKAGE_VERSION " (+%s)", config->public_url),
	};

	if (left_ms < LEAST_MS || !is_allowed(number, until_us))
		return TOLD_NONSENSE;
	left_ms = LEAST_MS + (until_us - clock_monotonic_us()) / 1000;
	limits.total_ms = left_ms < config->cep_call_ms ? (long)left_ms : config->cep_call_ms;
	return call_provider(arena, number,
			     arena_printf(arena, "%s%s%s%s", base_url(config, number), provider->path, cep,
					  provider->after_cep),
			     cep, &limits, address);
}
