/* Files of NAME=value lines: the part of what systemd's EnvironmentFile= reads that has
 * one meaning there and in shells. */
#ifndef BALCAO_CONFIG_ENVFILE_H
#define BALCAO_CONFIG_ENVFILE_H

#include <stddef.h>

/* Splits a line (`length` bytes and a NUL, with or without its newline) in place:
 * `*name` and `*value` point into it. A blank line, or a comment after # or ;, has the
 * name "" and no value. A value with blanks at its ends or with a backslash stands in
 * double quotes, in which \" \\ \` and \$ lose their backslash. Returns what is wrong
 * with the line, without a word of it, as it may hold a secret; NULL: nothing. */
const char *envfile_split(char *line, size_t length, char **name, char **value);

#endif
