#include "base/address.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char separators[] = " \t,";
static const uint8_t mapped[12] = { [10] = 0xFF, [11] = 0xFF }; /* ::ffff:0:0/96 */

enum { IPV4_BITS = 32, IPV6_BITS = 128, MAPPED_BITS = 96 };

/* A block of addresses. A single address is a block in which all bits count. */
struct block {
	int family;
	int bits; /* the length of the prefix */
	uint8_t bytes[16];
};

/* Turns an IPv4-mapped block into the IPv4 block. */
static void unmap(struct block *block)
{
	if (block->family != AF_INET6 || block->bits < MAPPED_BITS ||
	    memcmp(block->bytes, mapped, sizeof(mapped)) != 0)
		return;
	block->family = AF_INET;
	block->bits -= MAPPED_BITS;
	memmove(block->bytes, block->bytes + sizeof(mapped), IPV4_BITS / 8);
}

/* Reads the length of a prefix, such as "24", without sign, blanks or leading zeros. -1: it is not a
 * number up to `max`. */
static int read_prefix(const char *text, int max)
{
	int value = 0;

	if (*text == '\0' || (*text == '0' && text[1] != '\0'))
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (*text - '0');
		if (value > max)
			return -1;
	}
	return value;
}

/* Reads an address or a block from `length` characters. False: it is malformed. */
static bool read_block(const char *text, size_t length, struct block *block)
{
	char copy[INET6_ADDRSTRLEN + sizeof("/128")];
	char *slash;
	int max;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	block->family = strchr(copy, ':') ? AF_INET6 : AF_INET;
	max = block->family == AF_INET6 ? IPV6_BITS : IPV4_BITS;
	block->bits = slash ? read_prefix(slash, max) : max;
	if (block->bits < 0 || inet_pton(block->family, copy, block->bytes) != 1)
		return false;
	unmap(block);
	return true;
}

static bool in_block(const struct block *address, const struct block *block)
{
	size_t whole = (size_t)block->bits / 8;
	int rest = block->bits % 8;

	if (address->family != block->family || memcmp(address->bytes, block->bytes, whole) != 0)
		return false;
	return rest == 0 || (address->bytes[whole] ^ block->bytes[whole]) >> (8 - rest) == 0;
}

/* Moves `*at` to the next element of a list and returns its length; 0 at the end. */
static size_t next_item(const char **at)
{
	*at += strspn(*at, separators);
	return strcspn(*at, separators);
}

bool address_list_valid(const char *list)
{
	struct block block;
	size_t length;

	for (; (length = next_item(&list)) > 0; list += length)
		if (!read_block(list, length, &block))
			return false;
	return true;
}

bool address_in_list(const char *address, const char *list)
{
	struct block wanted, block;
	size_t length;

	if (strchr(address, '/') || !read_block(address, strlen(address), &wanted))
		return false;
	for (; (length = next_item(&list)) > 0; list += length)
		if (read_block(list, length, &block) && in_block(&wanted, &block))
			return true;
	return false;
}
