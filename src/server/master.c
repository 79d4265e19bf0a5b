#include "server/master.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "accounts/hashing.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "server/jobs.h"
#include "server/listener.h"
#include "server/pidfile.h"
#include "server/worker.h"
#include "shared/breaker.h"
#include "shared/gate.h"
#include "shared/metrics.h"
#include "shared/rate.h"
#include "shared/scoreboard.h"

enum {
	MAX_WORKERS = 256,
	SLOTS = 1 + 2 * MAX_WORKERS, /* jobs, the workers and their successors */
	TICK_MS = 200,
	HURRY_MS = 20, /* while processes are missing or being replaced */
	DRAIN_TICK_MS = 100,
	SECOND_US = 1000000,
	SHORT_LIFE_US = SECOND_US,
	FIRST_DELAY_US = SECOND_US / 10,
	LONGEST_DELAY_US = 5 * SECOND_US
};

/* What the master knows of the process in a slot. */
struct child {
	pid_t pid; /* 0: none */
	int64_t started_us;
	int64_t kill_us;     /* when to kill it, if it was asked to end; 0: it was not asked */
	unsigned generation; /* of the configuration that it was started with */
	bool hung;           /* it was killed because it hung */
};

/* Delays starts of processes while they die soon after they start. */
struct backoff {
	int64_t delay_us, until_us;
};

enum kind { JOBS, WORKERS, KIND__MAX };

/* Settings that take effect only when the master starts. */
static const struct fixed {
	const char *name;
	size_t offset;
} fixed[] = {
	{ "BALCAO_SOCKET", offsetof(struct config, socket) },
	{ "BALCAO_SOCKET_GROUP", offsetof(struct config, socket_group) },
	{ "BALCAO_PID_FILE", offsetof(struct config, pid_file) },
};

struct master {
	pid_t pid;
	struct config config;
	char *fixed[COUNT(fixed)]; /* the values at the start */
	size_t workers;            /* wanted */
	unsigned generation;
	struct listener listener;
	struct pidfile pidfile;
	struct scoreboard *board;
	struct child children[SLOTS]; /* by slot */
	struct backoff backoff[KIND__MAX];
	sigset_t signals;
};

static enum kind kind_of(size_t index)
{
	return index == SCOREBOARD_JOBS ? JOBS : WORKERS;
}

static const char *role_of(size_t index)
{
	return kind_of(index) == JOBS ? "jobs" : "worker";
}

/* Starting */

static void __attribute__((noreturn)) child_run(struct master *master, size_t index)
{
	struct worker_start start = { &master->config, master->listener.fd, master->board,
				      scoreboard_slot(master->board, index), index };

	/* If the master died before prctl, the kernel sends no signal. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != master->pid)
		_exit(EXIT_FAILURE);
	log_init((enum log_level)master->config.log_level, role_of(index));
	atomic_store(&start.slot->pid, getpid());
	if (kind_of(index) == WORKERS)
		worker_run(&start);
	close(start.listen_fd); /* so that no client can connect when all workers have ended */
	start.listen_fd = -1;
	jobs_run(&start);
}

static void start(struct master *master, size_t index, int64_t now)
{
	struct slot *slot = scoreboard_slot(master->board, index);
	pid_t pid;

	slot_set(slot, SLOT_STARTING);
	pid = fork();
	if (pid == 0)
		child_run(master, index);
	if (pid < 0) {
		log_message(LOG_LEVEL_ERROR, "fork: %s", strerror(errno));
		master->backoff[kind_of(index)].until_us = now + SECOND_US;
		slot_clear(slot);
		return;
	}
	atomic_store(&slot->pid, pid);
	master->children[index] =
		(struct child){ .pid = pid, .started_us = now, .generation = master->generation };
	if (kind_of(index) == WORKERS)
		metrics_count(METRIC_WORKER_STARTED);
	log_message(LOG_LEVEL_DEBUG, "%s %zu: started as pid %d", role_of(index), index, (int)pid);
}

static void start_worker(struct master *master, int64_t now)
{
	size_t index = SCOREBOARD_JOBS + 1;

	while (index < SLOTS && master->children[index].pid)
		index++;
	if (index < SLOTS)
		start(master, index, now);
}

/* Ending */

static void ask_to_end(struct master *master, size_t index, enum slot_stop how, int64_t kill_us)
{
	struct child *child = &master->children[index];

	scoreboard_stop(master->board, index, how);
	child->kill_us = kill_us;
	kill(child->pid, SIGTERM);
}

/* Asks one process to end while others go on. If it hangs in a request, the watchdog kills it; the deadline
 * set here is later, for a process that ignores the request to end. */
static void retire(struct master *master, size_t index, int64_t now)
{
	long seconds = master->config.request_timeout_seconds + master->config.drain_seconds;

	ask_to_end(master, index, STOP_AFTER_REQUEST, now + (seconds + 1) * SECOND_US);
}

/* Signals again the processes that were asked to end, which may miss a signal that comes just before they
 * wait for it. Kills those whose deadline has passed. */
static void remind_children(struct master *master, int64_t now)
{
	for (size_t i = 0; i < SLOTS; i++) {
		struct child *child = &master->children[i];

		if (!child->pid || !child->kill_us)
			continue;
		if (now < child->kill_us) {
			kill(child->pid, SIGTERM);
			continue;
		}
		log_message(LOG_LEVEL_WARNING, "%s %zu (pid %d): killed, it did not end in time", role_of(i),
			    i, (int)child->pid);
		kill(child->pid, SIGKILL);
		child->kill_us = now + SECOND_US;
	}
}

static void watch(struct master *master, int64_t now)
{
	int64_t patience = master->config.request_timeout_seconds * SECOND_US;

	for (size_t i = 0; i < SLOTS; i++) {
		struct child *child = &master->children[i];
		struct slot *slot = scoreboard_slot(master->board, i);
		int state = atomic_load(&slot->state); /* before the time: see slot_set */

		if (!child->pid || child->hung || state == SLOT_IDLE || state == SLOT_STANDBY ||
		    now - atomic_load(&slot->since_us) <= patience)
			continue;
		log_message(LOG_LEVEL_ERROR, "%s %zu (pid %d): killed, busy for more than %ld s with %s %s",
			    role_of(i), i, (int)child->pid, master->config.request_timeout_seconds,
			    slot_route(slot), slot->request_id);
		if (kind_of(i) == WORKERS)
			metrics_count(METRIC_WORKER_HUNG);
		child->hung = true;
		kill(child->pid, SIGKILL);
	}
}

static void log_death(size_t index, const struct child *child, int status, int64_t lived_us)
{
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	enum log_level level = !child->kill_us ? LOG_LEVEL_ERROR
			       : clean         ? LOG_LEVEL_DEBUG
					       : LOG_LEVEL_WARNING;
	double lived = (double)lived_us / SECOND_US;

	if (WIFSIGNALED(status))
		log_message(level, "%s %zu (pid %d): ended by signal %d (%s) after %.1f s", role_of(index),
			    index, (int)child->pid, WTERMSIG(status), strsignal(WTERMSIG(status)), lived);
	else
		log_message(level, "%s %zu (pid %d): exited with status %d after %.1f s", role_of(index),
			    index, (int)child->pid, WEXITSTATUS(status), lived);
}

/* Processes that were started together and die together count as one death. */
static void backoff_note(struct backoff *backoff, int64_t lived_us, int64_t now)
{
	if (lived_us >= SHORT_LIFE_US) {
		*backoff = (struct backoff){ 0 };
	} else if (now >= backoff->until_us) {
		if (now > backoff->until_us + LONGEST_DELAY_US)
			backoff->delay_us = 0; /* processes of this kind had run well for a while */
		backoff->delay_us = backoff->delay_us ? 2 * backoff->delay_us : FIRST_DELAY_US;
		if (backoff->delay_us > LONGEST_DELAY_US)
			backoff->delay_us = LONGEST_DELAY_US;
		backoff->until_us = now + backoff->delay_us;
	}
}

static void child_gone(struct master *master, size_t index, int status)
{
	struct child *child = &master->children[index];
	int64_t now = clock_monotonic_us(), lived = now - child->started_us;

	log_death(index, child, status, lived);
	if (!child->kill_us) {
		if (!child->hung && kind_of(index) == WORKERS)
			metrics_count(METRIC_WORKER_CRASHED);
		backoff_note(&master->backoff[kind_of(index)], lived, now);
	}
	gate_abandon(scoreboard_slot(master->board, index));
	slot_clear(scoreboard_slot(master->board, index));
	*child = (struct child){ 0 };
}

static void reap(struct master *master)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < SLOTS; i++)
			if (master->children[i].pid == pid)
				child_gone(master, i, status);
}

/* Replacing */

/* Numbers of processes. The first three count workers that were not asked to end. */
struct census {
	size_t fresh, ready, old; /* with this configuration; those that accept requests; with an older one */
	size_t ending;            /* processes that were asked to end, including jobs */
};

static struct census census(struct master *master)
{
	struct census census = { 0 };

	for (size_t i = 0; i < SLOTS; i++) {
		const struct child *child = &master->children[i];

		if (child->pid && child->kill_us) {
			census.ending++;
		} else if (child->pid && kind_of(i) == WORKERS) {
			bool fresh = child->generation == master->generation;
			int state = atomic_load(&scoreboard_slot(master->board, i)->state);

			census.old += !fresh;
			census.fresh += fresh;
			census.ready += fresh && state != SLOT_STARTING;
		}
	}
	return census;
}

/* Asks one worker to end, preferably one with an old configuration. */
static void retire_worker(struct master *master, int64_t now)
{
	size_t chosen = 0;

	for (size_t i = SCOREBOARD_JOBS + 1; i < SLOTS; i++) {
		const struct child *child = &master->children[i];

		if (!child->pid || child->kill_us)
			continue;
		chosen = i;
		if (child->generation != master->generation)
			break;
	}
	if (chosen)
		retire(master, chosen, now);
}

/* Takes one step towards the wanted number of workers with this configuration. An old worker is asked to end
 * only if all new workers that were started accept requests. */
static void balance_workers(struct master *master, const struct census *census, int64_t now)
{
	size_t workers = census->fresh + census->old;
	bool may_start = now >= master->backoff[WORKERS].until_us;

	if (workers > master->workers && census->ready == census->fresh)
		retire_worker(master, now);
	else if (workers == master->workers && census->old > 0 && may_start)
		start_worker(master, now);
	for (; workers < master->workers && may_start; workers++)
		start_worker(master, now);
}

/* There must never be two jobs processes at once. */
static void balance_jobs(struct master *master, int64_t now)
{
	const struct child *jobs = &master->children[SCOREBOARD_JOBS];

	if (!jobs->pid && now >= master->backoff[JOBS].until_us)
		start(master, SCOREBOARD_JOBS, now);
	else if (jobs->pid && !jobs->kill_us && jobs->generation != master->generation)
		retire(master, SCOREBOARD_JOBS, now);
}

static bool settled(const struct master *master, const struct census *census)
{
	return census->old == 0 && census->ending == 0 && census->fresh == master->workers &&
	       master->children[SCOREBOARD_JOBS].pid;
}

/* Configuration */

static void configure(struct master *master, const struct config *config)
{
	size_t cores = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
	size_t serving = config->workers ? (size_t)config->workers : 2 * cores;
	size_t workers = serving + (size_t)config->standby_workers;

	master->config = *config;
	master->workers = workers < MAX_WORKERS ? workers : MAX_WORKERS;
	scoreboard_serve(master->board, config->standby_workers ? (int)serving : 0);
	gate_open(gate_share((int)master->workers, (int)cores, (int)config->hashing_workers,
			     (int)config->lookup_workers));
	breaker_set((int)config->cep_breaker_failures, (int)config->cep_breaker_seconds);
	master->generation++;
	log_init((enum log_level)config->log_level, "master");
}

static const char *fixed_value(const struct config *config, size_t i)
{
	return *(const char *const *)((const char *)config + fixed[i].offset);
}

static void log_lines(enum log_level level, char *lines)
{
	char *rest = NULL;

	for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		log_message(level, "%s", line);
}

static void reload(struct master *master)
{
	struct buffer faults = { 0 };
	struct config config;

	if (!config_load(&config, true, &faults)) {
		log_lines(LOG_LEVEL_ERROR, faults.data);
		log_message(LOG_LEVEL_ERROR, "the new configuration has faults; the old one stays in use");
		buffer_release(&faults);
		return;
	}
	configure(master, &config);
	for (size_t i = 0; i < COUNT(fixed); i++)
		if (strcmp(master->fixed[i], fixed_value(&config, i)) != 0)
			log_message(LOG_LEVEL_WARNING,
				    "%s has changed; restart the service to use the new "
				    "value",
				    fixed[i].name);
	log_message(LOG_LEVEL_INFO, "configuration loaded, replacing workers; %zu wanted", master->workers);
}

/* The life of the master */

/* Returns a signal, or 0 after `ms`. */
static int wait_for_signal(const struct master *master, int ms)
{
	struct timespec timeout = { .tv_nsec = ms * 1000000L };
	int signal = sigtimedwait(&master->signals, NULL, &timeout);

	return signal > 0 ? signal : 0;
}

/* Runs until a signal asks the master to end. */
static void serve(struct master *master)
{
	for (;;) {
		int64_t now = clock_monotonic_us();
		struct census now_there = census(master);

		watch(master, now);
		remind_children(master, now);
		balance_workers(master, &now_there, now);
		balance_jobs(master, now);
		switch (wait_for_signal(master, settled(master, &now_there) ? TICK_MS : HURRY_MS)) {
		case SIGTERM:
		case SIGINT:
		case SIGQUIT:
			return;
		case SIGHUP:
			reload(master);
			break;
		default:
			break;
		}
		reap(master);
	}
}

static size_t children_left(const struct master *master)
{
	size_t left = 0;

	for (size_t i = 0; i < SLOTS; i++)
		left += master->children[i].pid != 0;
	return left;
}

static void drain(struct master *master)
{
	int64_t deadline = clock_monotonic_us() + master->config.drain_seconds * SECOND_US;
	/* The next master will serve the connections that wait in a socket of systemd. */
	enum slot_stop how = master->listener.inherited ? STOP_AFTER_REQUEST : STOP_AFTER_BACKLOG;

	log_message(LOG_LEVEL_INFO, "stopping");
	listener_unlink(&master->listener);
	for (size_t i = 0; i < SLOTS; i++)
		if (master->children[i].pid)
			ask_to_end(master, i, how, deadline);
	for (reap(master); children_left(master) > 0; reap(master)) {
		wait_for_signal(master, DRAIN_TICK_MS);
		remind_children(master, clock_monotonic_us());
	}
}

/* Blocks the signals, which wait_for_signal receives, and restores their default actions: the parent may have
 * set some to be ignored, and an ignored SIGCHLD would keep the master from waiting for its children. */
static void block_signals(struct master *master)
{
	static const int taken[] = { SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD };

	sigemptyset(&master->signals);
	for (size_t i = 0; i < COUNT(taken); i++) {
		sigaddset(&master->signals, taken[i]);
		signal(taken[i], SIG_DFL);
	}
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &master->signals, NULL);
}

int master_run(const struct config *config, const struct metrics_names *names)
{
	static struct master master;

	master.pid = getpid();
	memory_keep_little();
	master.board = scoreboard_new(SLOTS);
	gate_init(master.board);
	hashing_init();
	breaker_init();
	rate_init();
	configure(&master, config);
	block_signals(&master);
	if (!listener_open(&master.listener, config))
		return EXIT_FAILURE;
	if (!pidfile_create(&master.pidfile, config->pid_file)) {
		listener_unlink(&master.listener);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < COUNT(fixed); i++)
		master.fixed[i] = memory_strdup(fixed_value(config, i));
	metrics_init(names, master.board);
	log_message(LOG_LEVEL_INFO, "serving on %s, %zu workers",
		    master.listener.inherited ? "systemd's socket" : master.listener.path, master.workers);
	serve(&master);
	drain(&master);
	pidfile_remove(&master.pidfile);
	log_message(LOG_LEVEL_INFO, "stopped");
	return EXIT_SUCCESS;
}
