/* Asking who sits at the terminal. */
#ifndef BALCAO_ACCOUNTS_TERMINAL_H
#define BALCAO_ACCOUNTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a line of standard input into `line`, `size` bytes with the NUL, without its newline; what
 * is longer is cut off. On a terminal `prompt` goes before it, to standard error, and what is typed
 * does not show. A signal that ends or stops the process finds the terminal as it was; who comes
 * back from a stop is asked again. False: standard input has ended. The caller wipes the line. */
bool terminal_read_secret(const char *prompt, char *line, size_t size);

#endif
