/* The master process: it owns the socket and the shared memory, and forks, watches,
 * replaces and drains the workers and the jobs process. It serves no request itself. */
#ifndef BALCAO_SERVER_MASTER_H
#define BALCAO_SERVER_MASTER_H

struct config;
struct metrics_names;

/* Runs the service until SIGTERM, SIGINT or SIGQUIT, and returns the exit status: 0, or
 * 1 if it could not start (the log has the reason). `names` is what things are counted
 * under, as metrics_init takes it.
 *
 * Its signals:
 * - SIGTERM, SIGINT, SIGQUIT: removes the socket, lets the workers finish what they have
 *   and what waits in the backlog, for config->drain_seconds at most, and ends;
 * - SIGHUP: loads the configuration again (so the texts of `config` are gone afterwards)
 *   and replaces the workers one by one, each when its successor accepts requests.
 *   With faults in it, they are logged and nothing changes.
 *
 * Process-wide things are set up by others before: the database is not touched here, and
 * there must be one thread. */
int master_run(const struct config *config, const struct metrics_names *names);

#endif
