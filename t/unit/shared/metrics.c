#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/status.h"
#include "shared/metrics.h"
#include "shared/scoreboard.h"

static const struct metrics_route routes[] = {
	{ "GET", "/tasks/{id}" },
	{ "POST", "/odd\\\"\npath" },
	{ "GET", "/never-asked" },
};

static const struct metrics_queue queues[] = { { "session_expiry", 120 }, { "odd\"", 5 } };
static const struct metrics_counter counters[] = {
	{ "balcao_odd_total", "set_aside", "What is odd." },
	{ "balcao_odd_total", "other", "What is odd." },
	{ "balcao_even_total", "seen", "What is even." },
	{ "balcao_unknown_total", "x", "X." },
};
static const struct metrics_counter *const counted[] = { &counters[0], &counters[1], &counters[2] };
static const struct metrics_names names = {
	.routes = routes,
	.route_count = COUNT(routes),
	.queues = queues,
	.queue_count = COUNT(queues),
	.counters = counted,
	.counter_count = COUNT(counted),
};

static const struct {
	size_t route;
	int status;
	int64_t duration_us, database_us;
} requests[] = {
	{ 0, 200, 400, 300 },    { 0, 200, 500, 0 },     { 0, 200, 501, 2000000 },
	{ 0, 304, 10000000, 0 }, { 0, 99, 10000001, 0 }, { 0, 600, -5, -5 },
	{ 1, 201, 1000, 0 },     { 3, 404, 1, 0 },       { 77, 404, 1, 0 },
};

static const char *const expected[] = {
	"balcao_http_requests_total{method=\"GET\",route=\"/tasks/{id}\",status=\"200\"} 3\n",
	"balcao_http_requests_total{method=\"GET\",route=\"/tasks/{id}\",status=\"304\"} 1\n",
	"balcao_http_requests_total{method=\"GET\",route=\"/tasks/{id}\",status=\"500\"} 2\n",
	"requests_total{method=\"POST\",route=\"/odd\\\\\\\"\\npath\",status=\"201\"} 1\n",
	"balcao_http_requests_total{method=\"any\",route=\"none\",status=\"404\"} 2\n",
	"_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"0.0005\"} 3\n",
	"_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"0.001\"} 4\n",
	"_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"5\"} 4\n",
	"_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"10\"} 5\n",
	"_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"+Inf\"} 6\n",
	"http_request_duration_seconds_sum{method=\"GET\",route=\"/tasks/{id}\"} 20.001402\n",
	"http_request_duration_seconds_count{method=\"GET\",route=\"/tasks/{id}\"} 6\n",
	"database_duration_seconds_bucket{method=\"GET\",route=\"/tasks/{id}\",le=\"1\"} 1\n",
	"balcao_database_duration_seconds_sum{method=\"GET\",route=\"/tasks/{id}\"} 2.000300\n",
	"balcao_database_duration_seconds_count{method=\"GET\",route=\"/tasks/{id}\"} 2\n",
	"balcao_workers{state=\"starting\"} 0\n",
	"balcao_workers{state=\"idle\"} 2\n",
	"balcao_workers{state=\"busy\"} 1\n",
	"balcao_workers{state=\"standby\"} 0\n",
	"balcao_gate_workers{gate=\"hashing\",state=\"behind\"} 0\n",
	"balcao_gate_workers{gate=\"lookup\",state=\"waiting\"} 0\n",
	"balcao_gate_refusals_total{gate=\"lookup\"} 0\n",
	"balcao_worker_events_total{event=\"started\"} 2\n",
	"balcao_worker_events_total{event=\"crashed\"} 0\n",
	"balcao_worker_events_total{event=\"hung\"} 1\n",
	"balcao_database_connections_total{event=\"connected\"} 0\n",
	"balcao_database_connections_total{event=\"lost\"} 1\n",
	"balcao_provider_calls_total{provider=\"viacep\",outcome=\"ok\"} 1\n",
	"balcao_provider_calls_total{provider=\"viacep\",outcome=\"timeout\"} 1\n",
	"balcao_provider_calls_total{provider=\"opencep\",outcome=\"not_found\"} 0\n",
	"balcao_provider_call_duration_seconds_sum{provider=\"viacep\"} 3.250000\n",
	"balcao_provider_call_duration_seconds_count{provider=\"viacep\"} 2\n",
	"balcao_provider_call_duration_seconds_count{provider=\"brasilapi\"} 0\n",
	"balcao_queue_oldest_seconds{queue=\"session_expiry\"} 42\n",
	"balcao_queue_oldest_seconds{queue=\"odd\\\"\"} 0\n",
	"# TYPE balcao_odd_total counter\nbalcao_odd_total{event=\"set_aside\"} 2\n"
	"balcao_odd_total{event=\"other\"} 0\n# HELP balcao_even_total What is even.\n",
	"balcao_even_total{event=\"seen\"} 1\n",
	"balcao_build_info{version=\"" PACKAGE_VERSION "\"} 1\n",
};

static struct scoreboard *board;

static void count_everything(void)
{
	for (size_t i = 0; i < COUNT(requests); i++)
		metrics_request(requests[i].route, requests[i].status, requests[i].duration_us,
				requests[i].database_us);
	metrics_count(METRIC_WORKER_STARTED);
	metrics_count(METRIC_WORKER_STARTED);
	metrics_count(METRIC_WORKER_HUNG);
	metrics_count(METRIC_DATABASE_LOST);
	metrics_provider_call(PROVIDER_VIACEP, CALL_OK, 250000);
	metrics_provider_call(PROVIDER_VIACEP, CALL_TIMEOUT, 3000000);
	metrics_queue_age("session_expiry", 42);
	metrics_queue_age("no such", 43);
	metrics_add(&counters[0]);
	metrics_add(&counters[0]);
	metrics_add(&counters[2]);
	metrics_add(&counters[3]);
	slot_set(scoreboard_slot(board, SCOREBOARD_JOBS), SLOT_BUSY); /* the jobs process is not a worker */
	slot_set(scoreboard_slot(board, 1), SLOT_IDLE);
	slot_set(scoreboard_slot(board, 2), SLOT_IDLE);
	slot_set(scoreboard_slot(board, 3), SLOT_BUSY);
}

static struct buffer counted_by_a_child(void)
{
	struct buffer out = { 0 };
	pid_t pid;

	board = scoreboard_new(5);
	metrics_init(&names, board);
	pid = fork();
	if (pid == 0) {
		count_everything();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	metrics_write(&out);
	return out;
}

Test(shared_metrics, are_shared_and_written)
{
	struct buffer out = counted_by_a_child();

	for (size_t i = 0; i < COUNT(expected); i++)
		cr_expect(strstr(out.data, expected[i]), "no %s in\n%s", expected[i], out.data);
	cr_expect_null(strstr(out.data, "/never-asked"), "series without a request");
	cr_expect_null(strstr(out.data, "database_duration_seconds_count{method=\"POST\""));
	buffer_release(&out);
}

/* Every family has a HELP and a TYPE line, and every sample stands below those of its family. */
Test(shared_metrics, every_sample_stands_under_its_family)
{
	struct buffer out = counted_by_a_child();
	char family[128] = "";

	for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n")) {
		if (strncmp(line, "# HELP ", 7) == 0)
			sscanf(line, "# HELP %127s", family);
		else if (strncmp(line, "# TYPE ", 7) == 0)
			cr_expect(strncmp(line + 7, family, strlen(family)) == 0, "%s", line);
		else
			cr_expect(*family && strncmp(line, family, strlen(family)) == 0, "%s", line);
	}
	buffer_release(&out);
}

Test(shared_metrics, promtool_likes_them)
{
	struct buffer out = counted_by_a_child();
	FILE *promtool;

	if (system("command -v promtool >/dev/null") != 0)
		cr_skip("promtool is not installed");
	promtool = popen("promtool check metrics", "w");
	fwrite(out.data, 1, out.length, promtool);
	cr_expect_eq(pclose(promtool), 0);
	buffer_release(&out);
}

Test(shared_metrics, nothing_counts_before_init)
{
	struct buffer out = { 0 };

	metrics_request(0, 200, 1, 1);
	metrics_count(METRIC_DATABASE_CONNECTED);
	metrics_provider_call(PROVIDER_VIACEP, CALL_OK, 1);
	metrics_queue_age("session_expiry", 1);
	metrics_add(&counters[0]);
	metrics_write(&out);
	cr_expect_eq(out.length, 0);
}
