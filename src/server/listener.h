/* The FastCGI socket, which the master creates or inherits from systemd. */
#ifndef BALCAO_SERVER_LISTENER_H
#define BALCAO_SERVER_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/status.h"

struct config;

struct listener {
	int fd;         /* listening, non-blocking, close-on-exec */
	bool inherited; /* passed by systemd, which also removes the path */
	char path[108]; /* as in struct sockaddr_un; "" if inherited */
	dev_t device;
	ino_t inode; /* device and inode identify the path that listener_open created */
};

/* Uses descriptor 3 if LISTEN_PID and LISTEN_FDS say that systemd passed one socket (sd_listen_fds(3));
 * otherwise creates a Unix socket at config->socket with mode 0660 and the group config->socket_group. A
 * stale socket at the path is replaced; a socket on which a process answers, or a file of another kind, stays
 * and is a failure. Returns false after a message in the log with the path and the reason. Call it before the
 * first fork, while the process has a single thread. */
MUST_CHECK bool listener_open(struct listener *listener, const struct config *config);

/* Removes the path, so that no new client can connect, unless the socket was inherited or the path belongs to
 * another socket now. Connections in the backlog can still be accepted. */
void listener_unlink(const struct listener *listener);

#endif
