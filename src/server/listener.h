/* The FastCGI socket: made here, or handed over by systemd. */
#ifndef BALCAO_SERVER_LISTENER_H
#define BALCAO_SERVER_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/status.h"

struct config;

struct listener {
	int fd;         /* listening, non-blocking, close-on-exec */
	bool inherited; /* from systemd: the path is not ours to remove */
	char path[108]; /* as in struct sockaddr_un; "" if inherited */
	dev_t device;
	ino_t inode; /* with the device: of the path as we made it */
};

/* Takes descriptor 3 if LISTEN_PID and LISTEN_FDS say that systemd passed one socket;
 * else makes a Unix socket at config->socket with mode 0660 and config->socket_group. A
 * socket there that nobody answers on is replaced; one that somebody answers on, or a
 * file of another kind, is left alone and a failure. False: the log has the path and the
 * reason. To be called before the first fork and while there is one thread. */
MUST_CHECK bool listener_open(struct listener *listener, const struct config *config);

/* Removes the path, so that nobody connects any more, unless the socket was inherited or
 * another one has taken the path. What waits in the backlog can still be accepted. */
void listener_unlink(const struct listener *listener);

#endif
