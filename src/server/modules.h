/* The list of all modules. To add a module, add its folder, its SQL and its line in modules.c
 * (docs/room.md). */
#ifndef BALCAO_SERVER_MODULES_H
#define BALCAO_SERVER_MODULES_H

struct module;

/* All modules, ended by NULL. */
extern const struct module *const modules[];

#endif
