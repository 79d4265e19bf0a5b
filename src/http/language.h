/* The language of an error's title and detail. */
#ifndef BALCAO_HTTP_LANGUAGE_H
#define BALCAO_HTTP_LANGUAGE_H

enum language { LANGUAGE_EN, LANGUAGE_PT, LANGUAGE__MAX };

/* The best of ours for an Accept-Language header (RFC 9110, 12.5.4): the language with the
 * highest quality, the first of equals; English when nothing fits. Any "pt" is served
 * Brazilian Portuguese, "*" English. conf/nginx/http.conf chooses alike for nginx's own
 * errors; t/smoke/rules.sh asks both. */
enum language language_choose(const char *accept_language);

/* "en", "pt-BR": for Content-Language. */
const char *language_tag(enum language language);

#endif
