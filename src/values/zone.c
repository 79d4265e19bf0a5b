#include "values/zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DIRECTORY "/usr/share/zoneinfo/"

/* Whether the text has the form of a name. Each begins with a capital letter; the other copies of the
 * database below posix/ and right/, and files such as localtime, do not. */
static bool has_form(const char *name)
{
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return length > 0 && length <= ZONE_NAME_MAX && !name[length] && name[0] >= 'A' && name[0] <= 'Z' &&
	       name[length - 1] != '/' && !strstr(name, "//");
}

/* Whether the file is that of a zone (RFC 8536, 3.1). Reading a directory fails. */
static bool is_zone(int file)
{
	char head[4];

	return read(file, head, sizeof(head)) == sizeof(head) && memcmp(head, "TZif", sizeof(head)) == 0;
}

bool zone_exists(const char *name)
{
	char path[sizeof(DIRECTORY) + ZONE_NAME_MAX];
	bool found;
	int file;

	if (!has_form(name))
		return false;
	snprintf(path, sizeof(path), DIRECTORY "%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	found = is_zone(file);
	close(file);
	return found;
}
