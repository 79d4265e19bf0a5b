/* The name that stands before a sign of assignment in a text, and what it says of the value. */
#ifndef BALCAO_ERRORS_SCRUB_LABEL_H
#define BALCAO_ERRORS_SCRUB_LABEL_H

#include "errors/scrub/passage.h"

enum label_sign {
	LABEL_EQUALS,   /* senha=x, 'senha' => 'x', senha := x, senha%3Dx */
	LABEL_COLON,    /* senha: x, "senha": "x" */
	LABEL_ARGUMENT, /* the name follows the sign: --senha x, <senha>x */
};

struct label {
	unsigned verdict; /* of name_judge */
	struct span name; /* where it stands; empty: nowhere */
	bool quoted;      /* the name stands in quotes */
	/* The name is like that of a type, and the term is not its end (TokenExpired: …), so that without
	 * quotes what follows a colon is prose. */
	bool weak;
};

/* Reads the name that ends before `at`, where the sign is: a word of letters, digits and _-.$[]%; in quotes;
 * in brackets (params['senha'] =) or parentheses (Key (cpf)=); before a colon or equals sign also several
 * words, of which the last are the term ("API key: x"). At most 64 bytes are read. A verdict of 0: the value
 * is no secret. */
struct label label_before(const struct passage *passage, size_t at, enum label_sign sign);

/* The verdict on a value whose name is `label`: if that is "value", that on the "name" or "key" in the same
 * object or element, {"name": "senha", "value": …} or <input name="senha" value=…>, which must begin and end
 * near; else 0. */
unsigned label_of_pair(const struct passage *passage, const struct label *label);

/* Reads the name that begins at `at`, in the same way, and sets `*end` to where it ends. */
struct label label_behind(const struct passage *passage, size_t at, size_t *end);

#endif
