/* Files of NAME=value lines: the part of the syntax of systemd's EnvironmentFile= that means the same in
 * shells. */
#ifndef BALCAO_CONFIG_ENVFILE_H
#define BALCAO_CONFIG_ENVFILE_H

#include <stddef.h>

/* Splits a line (`length` bytes and a NUL, with or without its newline) in place: `*name` and `*value` point
 * into it. A blank line, or a comment after # or ;, has the name "" and no value. A value with blanks at its
 * ends or with a backslash must be in double quotes, in which \" \\ \` and \$ lose their backslash. Returns
 * NULL, or a text that says what is wrong with the line; it does not quote the line, which may hold a
 * secret. */
const char *envfile_split(char *line, size_t length, char **name, char **value);

#endif
