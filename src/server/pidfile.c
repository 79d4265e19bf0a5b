#include "server/pidfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"

/* The lock is one of fcntl(2), not flock(2): children don't inherit it, so it ends with the master even if
 * workers are still busy. */
static struct flock whole_file(void)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

static bool failed(int fd, const char *path)
{
	log_message(LOG_LEVEL_ERROR, "pid file %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return false;
}

static bool failed_locked(int fd, const char *path)
{
	struct flock holder = whole_file();

	fcntl(fd, F_GETLK, &holder);
	log_message(LOG_LEVEL_ERROR, "pid file %s: process %d uses it", path, (int)holder.l_pid);
	close(fd);
	return false;
}

/* Returns whether the path still leads to the open file: another process may have removed it when it
 * ended. */
static bool still_there(int fd, const char *path)
{
	struct stat ours, theirs;

	return fstat(fd, &ours) == 0 && stat(path, &theirs) == 0 && ours.st_dev == theirs.st_dev &&
	       ours.st_ino == theirs.st_ino;
}

static bool write_pid(int fd)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	/* Truncate after writing, so that a reader never sees an empty file. */
	return pwrite(fd, text, (size_t)length, 0) == length && ftruncate(fd, length) == 0;
}

bool pidfile_create(struct pidfile *file, const char *path)
{
	struct flock lock = whole_file();
	int fd;

	*file = (struct pidfile){ NULL, -1 };
	if (!*path)
		return true;
	for (;;) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
		if (fd < 0)
			return failed(fd, path);
		if (fcntl(fd, F_SETLK, &lock) != 0)
			return errno == EAGAIN ? failed_locked(fd, path) : failed(fd, path);
		if (still_there(fd, path))
			break;
		close(fd);
	}
	if (!write_pid(fd))
		return failed(fd, path);
	*file = (struct pidfile){ memory_strdup(path), fd };
	return true;
}

void pidfile_remove(struct pidfile *file)
{
	if (!file->path)
		return;
	unlink(file->path);
	close(file->fd);
	free(file->path);
	file->path = NULL;
}
