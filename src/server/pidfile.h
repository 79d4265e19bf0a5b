/* The file with the master's process id. */
#ifndef BALCAO_SERVER_PIDFILE_H
#define BALCAO_SERVER_PIDFILE_H

#include <stdbool.h>

#include "base/status.h"

struct pidfile {
	char *path; /* NULL: no file */
	int fd;     /* holds the lock */
};

/* Writes the process id to the file `path`; does nothing if `path` is "". The process (but not its children)
 * locks the file as long as it lives, so the file of a dead process is recognized and replaced, even if
 * another process has its id now. Returns false after a message in the log, for instance because another
 * process has locked the file. */
MUST_CHECK bool pidfile_create(struct pidfile *file, const char *path);

/* Removes the file, if there is one. */
void pidfile_remove(struct pidfile *file);

#endif
