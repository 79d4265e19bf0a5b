/* The script that draws the dialog (dialog.js), with its texts in English and Portuguese. */
#ifndef BALCAO_ERRORS_DIALOG_SCRIPT_H
#define BALCAO_ERRORS_DIALOG_SCRIPT_H

#include <stddef.h>

struct arena;
struct buffer;
struct url_pair;

/* Appends the script. The options of the SDK are in `pairs`: `lang`, name and e-mail of the person, and texts
 * that replace the script's own (title, subtitle, subtitle2, labelName, labelEmail, labelComments,
 * labelSubmit, labelClose, successMessage, errorGeneric, errorFormEntry). Other pairs are ignored. Without
 * `lang` the language is the one that `accept_language` prefers. The form is sent to `url`. */
void script_put(struct arena *arena, struct buffer *out, const struct url_pair *pairs, size_t count,
		const char *accept_language, const char *url);

/* dialog.js, a function. The build makes this text. */
extern const char script_source[];

#endif
