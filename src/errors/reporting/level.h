/* The levels of an event: how severe it is. */
#ifndef BALCAO_ERRORS_REPORTING_LEVEL_H
#define BALCAO_ERRORS_REPORTING_LEVEL_H

/* The names of the levels, from the most severe to the least; NULL ends the list. */
extern const char *const level_names[];

#endif
