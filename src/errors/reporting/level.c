#include "errors/reporting/level.h"

#include <stddef.h>

const char *const level_names[] = { "fatal", "error", "warning", "info", "debug", NULL };
