/* The master process. It owns the socket and the shared memory; it forks, watches, replaces and stops the
 * workers and the jobs process. It serves no requests itself. */
#ifndef BALCAO_SERVER_MASTER_H
#define BALCAO_SERVER_MASTER_H

struct config;
struct metrics_names;

/* Runs the service until SIGTERM, SIGINT or SIGQUIT. Returns the exit status: 0, or 1 if the service could
 * not start (the log has the reason). `names` are the labels under which requests, queues and counters are
 * counted, as metrics_init takes them; they must live as long as the process.
 *
 * Its signals:
 * - SIGTERM, SIGINT, SIGQUIT: removes the socket, lets the workers finish their requests and those in the
 *   backlog for at most config->drain_seconds, and ends;
 * - SIGHUP: loads the configuration again and replaces the workers one by one, each when its successor
 *   accepts requests. The texts of `config` are freed. If the new configuration has faults, they are logged
 *   and nothing changes.
 *
 * The caller has loaded the configuration and compiled the tables, and the process has a single thread. The
 * master does not use the database. */
int master_run(const struct config *config, const struct metrics_names *names);

#endif
