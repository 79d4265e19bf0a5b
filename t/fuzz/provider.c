/* A provider's address can be shown: it has a city and one of the 27 states, and no text is too long,
 * malformed or has control characters. The first byte of the input chooses the provider, the second the
 * status; the rest is the body. */
#include "customers/provider.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "customers/state.h"
#include "customers/street.h"

enum { LONGEST = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void check_text(const char *text)
{
	size_t length = text ? strlen(text) : 1;

	assert(length > 0 && length <= LONGEST);
	if (!text)
		return;
	assert(text_is_utf8(text, length) && !text_has_control(text, length) && !strpbrk(text, "\t\n"));
	assert(text[0] != ' ' && text[length - 1] != ' ' && !strstr(text, "  "));
	assert(strcmp(text_to_nfc(arena, text, length), text) == 0);
}

static void check_digits(const char *text, size_t length)
{
	assert(!text || (strlen(text) == length && strspn(text, "0123456789") == length));
}

static void check_address(const struct address *address, enum breaker_provider provider)
{
	assert(address->city && address->state && state_exists(address->state));
	assert(strcmp(address->source, breaker_provider_name(provider)) == 0);
	check_text(address->street);
	assert(!address->street || street_length(address->street) == strlen(address->street));
	check_text(address->district);
	check_text(address->city);
	check_digits(address->ibge, strlen("3550308"));
	check_digits(address->ddd, strlen("11"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const long statuses[] = { 200, 404, 400, 502 };
	struct fetch_answer answer;
	struct address address;
	enum breaker_provider provider;

	if (size < 2)
		return 0;
	arena = arena_new();
	provider = data[0] % PROVIDER__MAX;
	answer = (struct fetch_answer){
		.status = statuses[data[1] % COUNT(statuses)],
		.body = (const char *)data + 2,
		.length = size - 2,
	};
	switch (provider_read(arena, provider, "01001000", &answer, &address)) {
	case TOLD_ADDRESS:
		assert(answer.status == statuses[0]);
		check_address(&address, provider);
		break;
	case TOLD_UNSURE:
		assert(provider == PROVIDER_BRASILAPI);
		break;
	default:
		break;
	}
	arena_free(arena);
	return 0;
}
