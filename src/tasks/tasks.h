/* Tasks: a person's own list of things to do (docs/tasks.md). */
#ifndef BALCAO_TASKS_TASKS_H
#define BALCAO_TASKS_TASKS_H

#include "table/route.h"

extern const struct module tasks_module;

#endif
