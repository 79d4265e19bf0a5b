#include "server/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "config/config.h"

/* The backlog is long, because nginx gets an error at once when the backlog of a Unix socket is full. */
enum { SYSTEMD_FD = 3, BACKLOG = 1024 };

static bool failed(const char *path, const char *what)
{
	log_message(LOG_LEVEL_ERROR, "socket %s: %s", path, what);
	return false;
}

static bool failed_errno(const char *path, const char *what)
{
	log_message(LOG_LEVEL_ERROR, "socket %s: %s: %s", path, what, strerror(errno));
	return false;
}

static bool from_systemd(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

	return pid && count && atol(pid) == getpid() && atol(count) > 0;
}

static bool listener_inherit(struct listener *listener)
{
	int listening = 0;
	socklen_t size = sizeof(listening);

	if (atol(getenv("LISTEN_FDS")) != 1)
		return failed("from systemd", "systemd must pass exactly one socket");
	if (getsockopt(SYSTEMD_FD, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0)
		return failed_errno("from systemd", "getsockopt");
	if (!listening)
		return failed("from systemd", "the socket is not listening; set Accept=no");
	if (fcntl(SYSTEMD_FD, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(SYSTEMD_FD, F_SETFL, fcntl(SYSTEMD_FD, F_GETFL) | O_NONBLOCK) != 0)
		return failed_errno("from systemd", "fcntl");
	listener->fd = SYSTEMD_FD;
	listener->inherited = true;
	return true;
}

/* Removes a socket that a dead process left. Returns false if the path is in use. */
static bool remove_stale(const struct sockaddr_un *address)
{
	const char *path = address->sun_path;
	struct stat status;
	int fd, answer, reason;

	if (lstat(path, &status) != 0)
		return errno == ENOENT ? true : failed_errno(path, "stat");
	if (!S_ISSOCK(status.st_mode))
		return failed(path, "the path is a file that is not a socket");
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	answer = connect(fd, (const struct sockaddr *)address, sizeof(*address));
	reason = errno;
	close(fd);
	if (answer == 0 || reason == EAGAIN) /* EAGAIN: a process listens, but its backlog is full */
		return failed(path, "another process answers on it");
	errno = reason;
	if (reason != ECONNREFUSED)
		return failed_errno(path, "connect");
	return unlink(path) == 0 ? true : failed_errno(path, "unlink");
}

static bool set_group(const char *path, const char *name)
{
	const struct group *group;

	if (!*name)
		return true;
	group = getgrnam(name);
	if (!group)
		return failed(path, "the group in BALCAO_SOCKET_GROUP does not exist");
	if (chown(path, (uid_t)-1, group->gr_gid) != 0)
		return failed_errno(path, "chown to the group in BALCAO_SOCKET_GROUP");
	return true;
}

/* Binds and listens. The group is set before the socket listens, so that the right processes can connect from
 * the beginning. */
static bool listener_bind(struct listener *listener, const struct config *config,
			  const struct sockaddr_un *address)
{
	mode_t mask = umask(0117);
	int bound = bind(listener->fd, (const struct sockaddr *)address, sizeof(*address));
	struct stat status;

	umask(mask);
	if (bound != 0)
		return failed_errno(address->sun_path, "bind");
	if (stat(address->sun_path, &status) != 0)
		return failed_errno(address->sun_path, "stat");
	strcpy(listener->path, address->sun_path);
	listener->device = status.st_dev;
	listener->inode = status.st_ino;
	if (!set_group(listener->path, config->socket_group))
		return false;
	return listen(listener->fd, BACKLOG) == 0 ? true : failed_errno(listener->path, "listen");
}

/* Opens and locks the directory of `path`: if two masters start at once, the second sees the socket of the
 * first and doesn't remove it as stale. */
static int lock_directory(const char *path)
{
	char copy[sizeof(((struct listener *)NULL)->path)];
	int fd;

	strcpy(copy, path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		flock(fd, LOCK_EX);
	return fd;
}

static bool listener_make(struct listener *listener, const struct config *config)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	bool made;
	int lock;

	if (strlen(config->socket) >= sizeof(address.sun_path))
		return failed(config->socket, "the path is too long");
	strcpy(address.sun_path, config->socket);
	lock = lock_directory(config->socket);
	if (lock < 0)
		return failed_errno(config->socket, "its directory");
	listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener->fd < 0)
		made = failed_errno(config->socket, "socket");
	else
		made = remove_stale(&address) && listener_bind(listener, config, &address);
	if (!made) {
		listener_unlink(listener);
		close(listener->fd);
	}
	close(lock);
	return made;
}

bool listener_open(struct listener *listener, const struct config *config)
{
	*listener = (struct listener){ .fd = -1 };
	return from_systemd() ? listener_inherit(listener) : listener_make(listener, config);
}

void listener_unlink(const struct listener *listener)
{
	struct stat status;

	if (*listener->path && stat(listener->path, &status) == 0 && status.st_dev == listener->device &&
	    status.st_ino == listener->inode)
		unlink(listener->path);
}
