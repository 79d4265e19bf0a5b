/* The language of the title and the detail of a problem. */
#ifndef BALCAO_HTTP_LANGUAGE_H
#define BALCAO_HTTP_LANGUAGE_H

enum language { LANGUAGE_EN, LANGUAGE_PT, LANGUAGE__MAX };

/* The language that fits an Accept-Language header best (RFC 9110, 12.5.4): the one with the highest
 * quality, the first among equals, English if none fits. Any "pt" means Brazilian Portuguese, "*"
 * English. conf/nginx/http.conf chooses by the same rule for nginx's own errors; t/smoke/rules.sh
 * compares both. */
enum language language_choose(const char *accept_language);

/* The tag of a language for Content-Language: "en" or "pt-BR". */
const char *language_tag(enum language language);

#endif
