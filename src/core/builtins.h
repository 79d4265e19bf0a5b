/* The values that every call has, before those of its own fields (enum builtin). */
#ifndef BALCAO_CORE_BUILTINS_H
#define BALCAO_CORE_BUILTINS_H

#include "base/status.h"

struct call;

/* The stage "builtins": sets them. Always OK. */
MUST_CHECK enum status builtins_set(struct call *call);

#endif
