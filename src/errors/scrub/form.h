/* Secrets that show by their form what they are, wherever they stand. */
#ifndef BALCAO_ERRORS_SCRUB_FORM_H
#define BALCAO_ERRORS_SCRUB_FORM_H

#include "errors/scrub/passage.h"

/* Looks for a secret of which the byte at `at` is the sign that table in form.c names: one of _ - . A B b J.
 * Returns where to go on looking; sets `*found` to the secret if it is one of these:
 * - a token or credentials behind "Bearer" (RFC 6750) or "Basic" (RFC 7617: base64 of a text with a colon);
 * - a JSON Web Token (RFC 7519);
 * - a key that its maker gave a beginning by which scanners recognise it: AKIA…, ghp_…, sk_live_…, blc_… (the
 *   table in form.c);
 * - a private key in PEM (RFC 7468), from its first to its last line, or to the end of the text. */
size_t form_find(const struct passage *passage, size_t at, struct span *found);

#endif
