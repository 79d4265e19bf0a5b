#include "base/uuid.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/status.h"

enum {
	COUNTER_MAX = 0xFFF,      /* rand_a has 12 bits */
	COUNTER_SEED_MAX = 0x7FF, /* half of the values stay free for counting */
	POOL_SIZE = 64            /* random words that one system call fetches */
};

/* The state needs no lock, because each process has one thread. */
static struct {
	uint64_t pool[POOL_SIZE];
	size_t left;          /* the number of unused words in the pool, which are its first ones */
	int64_t asked;        /* the `ms` for which the current `stamp` began */
	int64_t stamp;        /* the time in the last id, `asked` or later; -1: no id yet */
	unsigned int counter; /* of the last id */
} state = { .stamp = -1 };

static const char digits[] = "0123456789abcdef";

/* Resets the state in a child of fork, which must not repeat ids of its parent. */
static void reset_after_fork(void)
{
	state.left = 0;
	state.stamp = -1;
}

static uint64_t random_word(void)
{
	if (state.left == 0) {
		crypto_random(state.pool, sizeof(state.pool));
		state.left = COUNT(state.pool);
	}
	return state.pool[--state.left];
}

/* Sets the time and the counter of the next id. If the counter is exhausted, the time runs ahead of the
 * clock (RFC 9562, 6.2) until the clock has caught up. */
static void advance(int64_t ms)
{
	bool ahead = ms >= state.asked && ms <= state.stamp;

	if (ahead && state.counter < COUNTER_MAX) {
		state.counter++;
		return;
	}
	if (!ahead)
		state.asked = ms;
	state.stamp = ahead ? state.stamp + 1 : ms;
	state.counter = (unsigned int)random_word() & COUNTER_SEED_MAX;
}

/* Writes the lowest `count` hexadecimal digits of `value`; returns the place behind them. */
static char *put_hex(char *text, uint64_t value, int count)
{
	for (int i = count - 1; i >= 0; i--, value >>= 4)
		text[i] = digits[value & 0xF];
	return text + count;
}

void uuid_new(int64_t ms, char text[UUID_TEXT_SIZE])
{
	static bool watching;
	uint64_t random;

	if (!watching)
		watching = pthread_atfork(NULL, NULL, reset_after_fork) == 0;
	advance(ms);
	random = random_word();
	text = put_hex(text, (uint64_t)state.stamp >> 16, 8);
	*text++ = '-';
	text = put_hex(text, (uint64_t)state.stamp, 4);
	*text++ = '-';
	text = put_hex(text, 0x7000 | state.counter, 4); /* version 7 */
	*text++ = '-';
	text = put_hex(text, 0x8000 | (random >> 48 & 0x3FFF), 4); /* variant 10 */
	*text++ = '-';
	text = put_hex(text, random, 12);
	*text = '\0';
}

/* The lower-case form of the character `c` at `index` of a UUID; '\0' if it is not allowed there. */
static char lower_at(size_t index, char c)
{
	if (index == 8 || index == 13 || index == 18 || index == 23)
		return c == '-' ? c : '\0';
	if (c >= 'A' && c <= 'F')
		return (char)(c - 'A' + 'a');
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? c : '\0';
}

bool uuid_parse(const char *bytes, size_t length, char text[UUID_TEXT_SIZE])
{
	char lower[UUID_TEXT_SIZE] = "";

	if (length != UUID_TEXT_SIZE - 1)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!(lower[i] = lower_at(i, bytes[i])))
			return false;
	if (text)
		memcpy(text, lower, sizeof(lower));
	return true;
}

bool uuid_parse_bare(const char *bytes, size_t length, char text[UUID_TEXT_SIZE])
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	char hyphened[UUID_TEXT_SIZE], *to = hyphened;

	if (length != UUID_TEXT_SIZE - 5)
		return uuid_parse(bytes, length, text);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		if (i > 0)
			*to++ = '-';
		to = mempcpy(to, bytes, groups[i]);
		bytes += groups[i];
	}
	return uuid_parse(hyphened, UUID_TEXT_SIZE - 1, text);
}

int64_t uuid_time(const char *text)
{
	char hex[13];

	memcpy(hex, text, 8);
	memcpy(hex + 8, text + 9, 4);
	hex[12] = '\0';
	return (int64_t)strtoull(hex, NULL, 16);
}
