/* Sets the values that every call has (enum builtin). */
#ifndef BALCAO_CORE_BUILTINS_H
#define BALCAO_CORE_BUILTINS_H

#include "base/status.h"

struct call;

/* The stage "builtins": sets the built-in values and those of the path. Always OK. */
MUST_CHECK enum status builtins_set(struct call *call);

#endif
