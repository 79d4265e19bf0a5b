/* A server that takes its time to greet: connect_timeout says how long it may, and requests don't wait for
 * that. */
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/db.h"
#include "server.h"

static char directory[] = "/tmp/balcao-greeting.XXXXXX", conninfo[600];
static struct sockaddr_un server = { .sun_family = AF_UNIX }, slow = { .sun_family = AF_UNIX };
static pid_t proxy;

static void nap(long ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

static bool pass(int from, int to)
{
	char bytes[65536];
	ssize_t length = read(from, bytes, sizeof(bytes));

	return length > 0 && write(to, bytes, (size_t)length) == length;
}

/* One connection: nothing passes before `delay_ms` are over. */
static void relay(int client, long delay_ms)
{
	int to = socket(AF_UNIX, SOCK_STREAM, 0);
	struct pollfd ends[] = { { .fd = client, .events = POLLIN }, { .fd = to, .events = POLLIN } };

	nap(delay_ms);
	if (connect(to, (struct sockaddr *)&server, sizeof(server)) != 0)
		_exit(1);
	while (poll(ends, 2, -1) > 0)
		if ((ends[0].revents && !pass(client, to)) || (ends[1].revents && !pass(to, client)))
			_exit(0);
}

static void serve(int listener, long delay_ms)
{
	signal(SIGCHLD, SIG_IGN);
	for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client)) {
		if (fork() == 0) {
			relay(client, delay_ms);
			_exit(0);
		}
	}
}

static struct db *connection_through(long delay_ms, int timeout_s)
{
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	PGconn *direct = service_connect();

	compile_tables();
	cr_assert_not_null(mkdtemp(directory));
	snprintf(server.sun_path, sizeof(server.sun_path), "%.80s/.s.PGSQL.%.5s", PQhost(direct),
		 PQport(direct));
	snprintf(slow.sun_path, sizeof(slow.sun_path), "%.80s/.s.PGSQL.%.5s", directory, PQport(direct));
	PQfinish(direct);
	cr_assert_eq(bind(listener, (struct sockaddr *)&slow, sizeof(slow)), 0);
	cr_assert_eq(listen(listener, 8), 0);
	proxy = fork();
	if (proxy == 0) {
		serve(listener, delay_ms);
		_exit(1);
	}
	close(listener);
	snprintf(conninfo, sizeof(conninfo), "%s host=%s connect_timeout=%d", getenv("BALCAO_TEST_DATABASE"),
		 directory, timeout_s);
	return db_new(conninfo, "t/db/greeting", 20000);
}

static void stop(void)
{
	if (proxy > 0) {
		kill(proxy, SIGKILL);
		waitpid(proxy, NULL, 0);
	}
	unlink(slow.sun_path);
	rmdir(directory);
}

TestSuite(greeting, .fini = stop, .timeout = 60);

Test(greeting, within_connect_timeout)
{
	struct db *db = connection_through(1500, 20);

	cr_expect_eq(db_connect(db), OK);
	db_free(db);
}

Test(greeting, after_connect_timeout)
{
	struct db *db = connection_through(6000, 1);
	int64_t begun_us = clock_monotonic_us();

	cr_expect_eq(db_connect(db), E_UNAVAILABLE);
	cr_expect_lt(clock_monotonic_us() - begun_us, 4000000, "not until it greets");
	db_free(db);
}

/* None of a server's requests waits for much longer than half a second, and the greeting is not lost for it.
 * */
Test(greeting, in_a_hurry)
{
	struct db *db = connection_through(1500, 20);
	int tries = 0;

	db_hurry(db);
	while (db_connect(db) != OK && tries++ < 2000) {
		int wait_ms = db_wait_ms(db);

		cr_assert_eq(db_socket(db), -1);
		cr_assert(wait_ms > 0 && wait_ms < 100, "%d", wait_ms);
		nap(wait_ms);
	}
	cr_expect_gt(tries, 0, "the first one did not wait for it");
	cr_expect_lt(tries, 2000);
	cr_expect_eq(db_connections(db), 1);
	cr_expect_eq(db_wait_ms(db), -1);
	db_free(db);
}
