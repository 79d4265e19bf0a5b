/* What the types of settings mean: which values they take, and how they are shown. */
#ifndef BALCAO_CONFIG_SETTING_H
#define BALCAO_CONFIG_SETTING_H

#include <stdbool.h>

#include "base/status.h"
#include "config/config.h"

struct buffer;

/* Whether `text` is a value of the setting. `*number` receives that of numbers and the
 * index of choices, and is undefined for all else. */
MUST_CHECK bool setting_read(const struct setting *setting, const char *text, long *number);

/* Writes what values the setting takes, to stand after "must be"; nothing if any. */
void setting_put_kind(struct buffer *out, const struct setting *setting);

/* Writes a value as it may be seen. */
void setting_put_shown(struct buffer *out, const struct setting *setting, const char *text);

/* Whether there is something in a value that must not be seen. */
bool setting_holds_secret(const struct setting *setting, const char *text);

#endif
