/* The rooms. Adding one is its folder, its SQL and a line in modules.c. */
#ifndef BALCAO_SERVER_MODULES_H
#define BALCAO_SERVER_MODULES_H

struct module;

/* Every room; NULL ends them. */
extern const struct module *const modules[];

#endif
