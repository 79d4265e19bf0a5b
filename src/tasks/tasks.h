/* Tasks: a user's to-do list (docs/tasks.md). */
#ifndef BALCAO_TASKS_TASKS_H
#define BALCAO_TASKS_TASKS_H

#include "table/route.h"

extern const struct module tasks_module;

#endif
