/* The file with the master's process id. */
#ifndef BALCAO_SERVER_PIDFILE_H
#define BALCAO_SERVER_PIDFILE_H

#include <stdbool.h>

#include "base/status.h"

struct pidfile {
	char *path; /* NULL: there is none */
	int fd;     /* holds the lock */
};

/* Writes the process id to `path`; "" writes nothing. The file is locked as long as the
 * process lives (not by its children), so a file of a dead process is known as such, even
 * if its number is in use again, and replaced. False: the log has the reason, one of
 * which is that another process holds it. */
MUST_CHECK bool pidfile_create(struct pidfile *file, const char *path);

/* Removes the file; nothing if there is none. */
void pidfile_remove(struct pidfile *file);

#endif
