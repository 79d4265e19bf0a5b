#include "config/setting.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/buffer.h"
#include "base/status.h"
#include "config/conninfo.h"
#include "values/zone.h"

#define BLANKS " \t\r\n\v\f"
#define PATH "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._~-"

/* Returns the end of the host (a name or an address) that `text` begins with; NULL if there is none. */
static const char *host_end(const char *text)
{
	size_t length;

	if (*text == '[') { /* IPv6 */
		length = strspn(text + 1, "0123456789abcdef:.");
		return length > 0 && text[1 + length] == ']' ? text + length + 2 : NULL;
	}
	length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-_");
	return length > 0 ? text + length : NULL;
}

/* Returns whether the text is scheme://host[:port] without anything after it. */
static bool origin_valid(const char *text, size_t length)
{
	size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
	const char *at = scheme ? host_end(text + scheme) : NULL;
	long port;
	char *end;

	if (!at || at == text + length)
		return at != NULL;
	if (*at != ':' || !isdigit((unsigned char)at[1]))
		return false;
	port = strtol(at + 1, &end, 10);
	return end == text + length && port >= 1 && port <= 65535;
}

/* Returns whether an origin of `length` bytes names this machine; it does not ask the resolver. */
static bool is_loopback(const char *origin, size_t length)
{
	static const char *const hosts[] = { "http://localhost", "http://127.0.0.1", "http://[::1]" };

	for (size_t i = 0; i < COUNT(hosts); i++) {
		size_t host = strlen(hosts[i]);

		if (length >= host && strncmp(origin, hosts[i], host) == 0 &&
		    (length == host || origin[host] == ':'))
			return true;
	}
	return false;
}

/* Accepts an origin with an optional path, without a query, a password or a final slash; also an empty
 * text. */
static bool url_valid(const char *text)
{
	const char *scheme = strstr(text, "://");
	size_t length = scheme ? (size_t)(scheme - text) + 3 + strcspn(scheme + 3, "/") : 0,
	       rest = strlen(text + length);

	if (!*text)
		return true;
	if (!origin_valid(text, length) || (strncmp(text, "http://", 7) == 0 && !is_loopback(text, length)))
		return false;
	return rest == 0 || (text[length + rest - 1] != '/' && strspn(text + length, PATH) == rest);
}

static bool origins_valid(const char *text)
{
	while (*(text += strspn(text, BLANKS))) {
		size_t length = strcspn(text, BLANKS);

		if (!origin_valid(text, length))
			return false;
		text += length;
	}
	return true;
}

/* Reads a number. Returns false if the text is not a number within the bounds. */
static bool number_read(const struct setting *setting, const char *text, long *number)
{
	char *end;

	*number = strtol(text, &end, 10);
	return isdigit((unsigned char)text[0]) && !*end && *number >= setting->min && *number <= setting->max;
}

static bool choice_read(const struct setting *setting, const char *text, long *number)
{
	for (*number = 0; setting->choices[*number]; ++*number)
		if (strcmp(setting->choices[*number], text) == 0)
			return true;
	return false;
}

bool setting_read(const struct setting *setting, const char *text, long *number)
{
	long length = (long)strlen(text);

	switch (setting->type) {
	case SETTING_NOT_SAID:
		return false;
	case SETTING_NUMBER:
		return number_read(setting, text, number);
	case SETTING_CHOICE:
		return choice_read(setting, text, number);
	case SETTING_ADDRESSES:
		return address_list_valid(text);
	case SETTING_ORIGIN:
		return origin_valid(text, strlen(text));
	case SETTING_ORIGINS:
		return origins_valid(text);
	case SETTING_ZONE:
		return zone_exists(text);
	case SETTING_URL:
		return url_valid(text);
	default:
		return length >= setting->min && (setting->max == 0 || length <= setting->max);
	}
}

void setting_put_kind(struct buffer *out, const struct setting *setting)
{
	if (setting->type == SETTING_NOT_SAID)
		buffer_put_text(out, "of a type, which its row in src/config/config.c does not say: "
				     "write SETTING_TEXT, SETTING_SECRET or another");
	else if (setting->type == SETTING_NUMBER)
		buffer_printf(out, "a whole number from %ld to %ld", setting->min, setting->max);
	else if (setting->type == SETTING_ADDRESSES)
		buffer_put_text(out, "IP addresses or CIDR blocks, separated by blanks or commas");
	else if (setting->type == SETTING_ORIGIN)
		buffer_put_text(out, "http://HOST[:PORT] or https://HOST[:PORT] in lower case");
	else if (setting->type == SETTING_ORIGINS)
		buffer_put_text(out, "http://HOST[:PORT] or https://HOST[:PORT] in lower case, "
				     "separated by blanks");
	else if (setting->type == SETTING_ZONE)
		buffer_put_text(out, "a name of the IANA time zone database, such as America/Sao_Paulo");
	else if (setting->type == SETTING_URL)
		buffer_put_text(out,
				"https://HOST[:PORT][/PATH], or http:// on localhost, without a final slash");
	else if (setting->type == SETTING_CHOICE)
		for (size_t i = 0; setting->choices[i]; i++)
			buffer_printf(out, "%s%s", i ? ", " : "one of ", setting->choices[i]);
	else if (setting->max > 0)
		buffer_printf(out, "%ld to %ld bytes", setting->min, setting->max);
	else if (setting->min > 0)
		buffer_printf(out, "at least %ld bytes", setting->min);
}

void setting_put_shown(struct buffer *out, const struct setting *setting, const char *text)
{
	if (setting->type == SETTING_SECRET || setting->type == SETTING_NOT_SAID)
		buffer_put_text(out, *text ? "*****" : "");
	else if (setting->type == SETTING_DATABASE)
		conninfo_put_hidden(out, text);
	else
		buffer_put_text(out, text);
}

bool setting_holds_secret(const struct setting *setting, const char *text)
{
	struct buffer shown = { 0 };
	bool hidden;

	setting_put_shown(&shown, setting, text);
	hidden = *text && strcmp(shown.data, text) != 0;
	buffer_release(&shown);
	return hidden;
}
