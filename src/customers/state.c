#include "customers/state.h"

#include <stddef.h>
#include <string.h>

const char *const state_codes[] = { "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA",
				    "MG", "MS", "MT", "PA", "PB", "PE", "PI", "PR", "RJ", "RN",
				    "RO", "RR", "RS", "SC", "SE", "SP", "TO", NULL };

bool state_exists(const char *text)
{
	for (const char *const *state = state_codes; *state; state++)
		if (strcmp(*state, text) == 0)
			return true;
	return false;
}
