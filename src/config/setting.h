/* Types of settings: which values they accept, and how values are shown. */
#ifndef BALCAO_CONFIG_SETTING_H
#define BALCAO_CONFIG_SETTING_H

#include <stdbool.h>

#include "base/status.h"
#include "config/config.h"

struct buffer;

/* Returns whether the setting accepts `text`. `*number` receives the value of a number or the index of a
 * choice; it is undefined for other types. */
MUST_CHECK bool setting_read(const struct setting *setting, const char *text, long *number);

/* Appends a text that describes the accepted values, to follow "must be"; nothing if every value is
 * accepted. */
void setting_put_kind(struct buffer *out, const struct setting *setting);

/* Appends a value without its secrets: ***** in place of a secret or password. */
void setting_put_shown(struct buffer *out, const struct setting *setting, const char *text);

/* Returns whether a value contains a secret or a password. */
bool setting_holds_secret(const struct setting *setting, const char *text);

#endif
