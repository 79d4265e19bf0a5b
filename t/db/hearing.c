/* The service tests each connection that LISTENs. PgBouncer in transaction mode passes on the server's
 * messages only while a client waits for an answer, so behind it a worker would get no notifications. */
#include "call/hearing.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "call/revocation.h"
#include "db/db.h"
#include "server.h"

/* --- a pooler ------------------------------------------------------------------------ */

enum { MESSAGE = 65536, HEAD = 5 /* type and length; it includes itself */ };

struct relay {
	int client, server;
	bool session_mode;
	bool waiting; /* whether the client waits for an answer */
	unsigned char message[MESSAGE];
	size_t filled;
};

static char directory[] = "/tmp/balcao-hearing.XXXXXX", through[500];
static pid_t pooler;

static struct sockaddr_un address_of(const char *host, const char *port)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%.80s/.s.PGSQL.%.5s", host, port);
	return address;
}

static void pass(int to, const void *bytes, size_t length)
{
	if (write(to, bytes, length) != (ssize_t)length)
		_exit(1);
}

static void pass_message(struct relay *relay, size_t length)
{
	unsigned char type = relay->message[0];

	if (type == 'A' && !relay->session_mode && !relay->waiting)
		return; /* no client is waiting, so the message is lost */
	if (type == 'K')
		memset(relay->message + HEAD, 0x11, 4); /* the pooler greets in its own name */
	if (type == 'Z')
		relay->waiting = false;
	pass(relay->client, relay->message, length);
}

/* Handles all complete messages. */
static void take_from_server(struct relay *relay)
{
	ssize_t got = read(relay->server, relay->message + relay->filled, MESSAGE - relay->filled);
	uint32_t length;

	if (got <= 0)
		_exit(0);
	for (relay->filled += (size_t)got; relay->filled >= HEAD; relay->filled -= length) {
		memcpy(&length, relay->message + 1, sizeof(length));
		length = ntohl(length) + 1;
		if (length > relay->filled)
			return;
		pass_message(relay, length);
		memmove(relay->message, relay->message + length, relay->filled - length);
	}
}

static void take_from_client(struct relay *relay)
{
	unsigned char bytes[4096];
	ssize_t got = read(relay->client, bytes, sizeof(bytes));

	if (got <= 0)
		_exit(0);
	relay->waiting = true;
	pass(relay->server, bytes, (size_t)got);
}

static void __attribute__((noreturn)) serve(int client, const struct sockaddr_un *server, bool session_mode)
{
	static struct relay relay;

	relay.client = client;
	relay.server = socket(AF_UNIX, SOCK_STREAM, 0);
	relay.session_mode = session_mode;
	if (connect(relay.server, (const struct sockaddr *)server, sizeof(*server)) != 0)
		_exit(1);
	for (;;) {
		struct pollfd ends[] = { { relay.client, POLLIN, 0 }, { relay.server, POLLIN, 0 } };

		poll(ends, 2, -1);
		if (ends[0].revents)
			take_from_client(&relay);
		if (ends[1].revents)
			take_from_server(&relay);
	}
}

/* Sets `through` to the connection string for the pooler. */
static void start_pooler(bool session_mode)
{
	PGconn *direct = service_connect();
	struct sockaddr_un server = address_of(PQhost(direct), PQport(direct)),
			   own = address_of(directory, "1");
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	PQfinish(direct);
	cr_assert_eq(bind(listener, (const struct sockaddr *)&own, sizeof(own)), 0);
	cr_assert_eq(listen(listener, 10), 0);
	snprintf(through, sizeof(through), "%s host=%s port=1", getenv("BALCAO_TEST_DATABASE"), directory);
	pooler = fork();
	if (pooler != 0)
		return;
	signal(SIGCHLD, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client))
		if (fork() == 0)
			serve(client, &server, session_mode);
	_exit(1);
}

/* --- tests --------------------------------------------------------------------------- */

static struct db *db;

static void set_up(void)
{
	compile_tables();
	cr_assert(mkdtemp(directory));
}

static void tear_down(void)
{
	struct sockaddr_un own = address_of(directory, "1");

	db_free(db);
	if (pooler)
		kill(pooler, SIGKILL);
	unlink(own.sun_path);
	rmdir(directory);
}

TestSuite(hearing, .init = set_up, .fini = tear_down, .timeout = 60);

static enum status connect_by(const char *conninfo)
{
	db = db_new(conninfo, "t/db/hearing", 20000);
	revocation_init(db, conninfo);
	return db_connect(db);
}

Test(hearing, postgresql_itself)
{
	cr_expect_eq(connect_by(getenv("BALCAO_TEST_DATABASE")), OK);
}

Test(hearing, a_pooler_that_keeps_sessions)
{
	start_pooler(true);
	cr_expect_eq(connect_by(through), OK);
}

Test(hearing, a_pooler_that_does_not)
{
	start_pooler(false);
	cr_expect_eq(connect_by(through), E_UNAVAILABLE);
	cr_expect_eq(db_socket(db), -1);
}

Test(hearing, hellos_are_no_revocations)
{
	cr_expect(hearing_take("hello 01890000-0000-7000-8000-000000000001"), "another process's");
	cr_expect_not(hearing_take("01890000-0000-7000-8000-000000000001 - - 1"));
	cr_expect_not(hearing_take(""));
}
