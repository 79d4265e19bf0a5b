/* The search over everything that a person may read (docs/search.md). */
#ifndef BALCAO_SEARCH_SEARCH_H
#define BALCAO_SEARCH_SEARCH_H

#include "table/route.h"

extern const struct module search_module;

#endif
