/* Entities of HTML in the texts of providers, which some of them forget to decode. */
#ifndef BALCAO_CUSTOMERS_ENTITY_H
#define BALCAO_CUSTOMERS_ENTITY_H

struct arena;

/* The text (valid UTF-8) with its entities decoded, once, in the arena: the five of XML (amp, lt, gt, quot,
 * apos), nbsp, numbers (&#39; and &#x27;), and letters with an accent (&atilde; and the like: a letter of
 * ASCII with acute, grave, circ, tilde, uml or cedil), which become the letter and a combining mark. Other
 * entities stay as they are, and so do numbers that are no character or a control character. */
char *entity_decode(struct arena *arena, const char *text);

#endif
