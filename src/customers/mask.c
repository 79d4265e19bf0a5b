#include "customers/mask.h"

#include <string.h>

bool mask_read(const char *mask, const char *text, size_t length, char *digits)
{
	if (length != strlen(mask))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (mask[i] != '#') {
			if (text[i] != mask[i])
				return false;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return false;
		*digits++ = text[i];
	}
	*digits = '\0';
	return true;
}
