#include "server/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/arena.h"
#include "base/log.h"
#include "call/call.h"
#include "call/revocation.h"
#include "call/token.h"
#include "config/config.h"
#include "core/pipeline.h"
#include "db/db.h"
#include "errors/reporting/key.h"
#include "http/cursor.h"
#include "shared/metrics.h"
#include "shared/scoreboard.h"
#include "table/constraint.h"
#include "table/endpoint.h"

enum {
	/* Of a request, beyond what a worker has anyway: a body of 1 MiB with as many values as are taken
	 * needs some 20 MiB. */
	REQUEST_MEMORY_MAX = 24 * 1024 * 1024,
	STAND_IN_MS = 500,
};

struct worker {
	const struct worker_start *start;
	FCGX_Request fcgi;
	struct call call;
	sigset_t waiting; /* the signal mask while waiting, which lets SIGTERM through */
	int epoll;
	bool listens;          /* epoll watches the listener */
	unsigned long watched; /* number of the database connection that epoll watches */
};

static volatile sig_atomic_t terminated;

static void terminate(int number)
{
	(void)number;
	terminated = 1;
}

/* libfcgi replaces signal actions that are default or ignored with its own handlers, which interrupt system
 * calls. So the handler of SIGTERM is set before FCGX_Init, which keeps it, and SIGPIPE is ignored again
 * afterwards. */
static void init_fcgi(struct worker *worker)
{
	struct sigaction action = { .sa_handler = terminate, .sa_flags = SA_RESTART };

	sigaction(SIGTERM, &action, NULL);
	/* How many ms libfcgi waits for a silent client, and for a client to close the connection. */
	setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "100", 1);
	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&worker->fcgi, worker->start->listen_fd, 0) != 0) {
		log_message(LOG_LEVEL_ERROR, "libfcgi could not be started");
		exit(EXIT_FAILURE);
	}
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, NULL, &worker->waiting);
	sigdelset(&worker->waiting, SIGTERM);
}

static bool stopping(const struct worker *worker)
{
	return terminated || atomic_load(&worker->start->slot->stop) != STOP_NO;
}

static void init_epoll(struct worker *worker)
{
	worker->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (worker->epoll < 0) {
		log_message(LOG_LEVEL_ERROR, "epoll: %s", strerror(errno));
		exit(EXIT_FAILURE);
	}
}

/* Each worker has its own epoll instance for the shared listener. EPOLLEXCLUSIVE wakes one worker per
 * connection; poll(2) would wake all of them for each. A worker that stands by is not woken. */
static void watch_listener(struct worker *worker, bool listens)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };

	if (worker->listens == listens)
		return;
	if (epoll_ctl(worker->epoll, listens ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, worker->start->listen_fd,
		      &event) != 0) {
		log_message(LOG_LEVEL_ERROR, "epoll: %s", strerror(errno));
		exit(EXIT_FAILURE);
	}
	worker->listens = listens;
}

/* Adds a new database connection to epoll. The kernel removes closed sockets from epoll by itself. */
static void watch_database(struct worker *worker)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u32 = 1 };
	unsigned long connection = db_connections(worker->call.db);

	if (connection == worker->watched || db_socket(worker->call.db) < 0)
		return;
	if (epoll_ctl(worker->epoll, EPOLL_CTL_ADD, db_socket(worker->call.db), &event) == 0)
		worker->watched = connection;
}

/* How long epoll may wait. A worker that serves in the place of another looks whether that one is back. */
static int patience_ms(const struct worker *worker, bool stands_by)
{
	int database_ms = db_wait_ms(worker->call.db);

	if (stands_by)
		return 0;
	if (scoreboard_is_needed_always(worker->start->board, worker->start->number))
		return database_ms;
	return database_ms >= 0 && database_ms < STAND_IN_MS ? database_ms : STAND_IN_MS;
}

/* Waits for a request, a message from the database or SIGTERM; or, if enough others serve, until it is
 * called. Returns true if a request came: this worker must accept it, because no other was woken for it. A
 * request that came just before the worker began to stand by is accepted when it looks again. */
static bool wait_for_work(struct worker *worker)
{
	const struct worker_start *start = worker->start;
	bool stands_by = scoreboard_stands_by(start->board, start->number);
	struct epoll_event event = { .data.u32 = 0 };
	int ready;

	watch_database(worker);
	watch_listener(worker, !stands_by);
	if (stands_by)
		scoreboard_stand_by(start->board, start->number);
	ready = epoll_pwait(worker->epoll, &event, 1, patience_ms(worker, stands_by), &worker->waiting);
	if (ready == 0 || (ready > 0 && event.data.u32 == 1))
		db_idle(worker->call.db);
	return ready > 0 && event.data.u32 == 0;
}

/* Accepts the next request. Returns false if the worker must end. */
static bool accept_request(struct worker *worker)
{
	bool woken = false;

	while (woken || atomic_load(&worker->start->slot->stop) != STOP_AFTER_REQUEST) {
		int result;

		/* Busy from here on: a client that connects and then sends nothing keeps the worker in
		 * libfcgi. */
		slot_set(worker->start->slot, SLOT_BUSY);
		result = FCGX_Accept_r(&worker->fcgi);
		if (result == 0)
			return true;
		slot_set(worker->start->slot, SLOT_IDLE);
		if (result != -EAGAIN && result != -EINTR) {
			log_message(LOG_LEVEL_ERROR, "accept failed: %s", strerror(-result));
			exit(EXIT_FAILURE);
		}
		if (stopping(worker))
			return false;
		woken = wait_for_work(worker);
	}
	return false;
}

static void note_request(struct worker *worker, int64_t start_us)
{
	const struct call *call = &worker->call;
	int64_t duration_us = clock_monotonic_us() - start_us, database_us = db_take_time(call->db);
	size_t number = call->endpoint ? call->endpoint->number : endpoint_count();

	metrics_request(number, call->reply.http, duration_us, database_us);
	log_request(&(struct log_request){
		.request_id = call->request.id,
		.method = call->request.method_name,
		.route = call->endpoint ? call->endpoint->path : NULL,
		.user = *call->caller.user ? call->caller.user : NULL,
		.address = call->request.address,
		.status = call->reply.http,
		.duration_us = duration_us,
		.database_us = database_us,
	});
}

static void serve(struct worker *worker)
{
	struct call *call = &worker->call;
	int64_t start_us = clock_monotonic_us();
	enum status status;

	call_begin(call);
	(void)db_take_time(call->db); /* discards the time of reconnecting, which belongs to no request */
	status = request_read(call->arena, &worker->fcgi, &call->request);
	log_set_request(call->request.id);
	pipeline_run(call, status);
	request_drain(&call->request);
	if (!reply_send(&call->reply, &call->request, &worker->fcgi))
		log_message(LOG_LEVEL_DEBUG, "the client closed the connection before the reply was sent");
	FCGX_Finish_r(&worker->fcgi);
	note_request(worker, start_us);
	log_set_request(NULL);
	atomic_store(&call->slot->route, NULL);
	reply_clear(&call->reply); /* a large one is not kept while the worker waits */
	arena_reset(call->arena);
}

static void init(struct worker *worker)
{
	const struct config *config = worker->start->config;

	token_init(config->jwt_secret);
	cursor_init(config->jwt_secret, strlen(config->jwt_secret));
	worker->call.config = config;
	worker->call.slot = worker->start->slot;
	worker->call.arena = arena_new();
	arena_limit(worker->call.arena, REQUEST_MEMORY_MAX);
	worker->call.db = db_new(config->database, "balcao worker", config->statement_timeout_ms);
	db_expect(worker->call.db, constraint_has_answer);
	db_hurry(worker->call.db);
	key_init();
	revocation_init(worker->call.db, config->database);
	init_fcgi(worker);
	init_epoll(worker);
	if (db_connect(worker->call.db) != OK)
		log_message(LOG_LEVEL_WARNING, "starting without the database");
}

void worker_run(const struct worker_start *start)
{
	static struct worker worker;

	worker.start = start;
	init(&worker);
	slot_set(start->slot, SLOT_IDLE);
	while (accept_request(&worker)) {
		serve(&worker);
		atomic_fetch_add(&start->slot->requests, 1);
		slot_set(start->slot, SLOT_IDLE);
	}
	db_free(worker.call.db);
	arena_free(worker.call.arena);
	reply_release(&worker.call.reply);
	exit(EXIT_SUCCESS);
}
