/* Reading a secret from the terminal. */
#ifndef BALCAO_ACCOUNTS_TERMINAL_H
#define BALCAO_ACCOUNTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a line of standard input into `line`, which has `size` bytes including the NUL. The newline is
 * dropped and a longer line is cut off. If standard input is a terminal, writes `prompt` to standard error
 * and does not echo what is typed. Before a signal ends or stops the process, the terminal's settings are
 * restored; after a stop (Ctrl-Z) the prompt is shown again. Returns false if standard input ended before any
 * byte. The caller must wipe the line. */
bool terminal_read_secret(const char *prompt, char *line, size_t size);

#endif
