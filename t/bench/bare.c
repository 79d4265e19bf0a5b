/* The program that balcao is compared with. It shows the least that a request costs with FastCGI, libpq and
 * prefork workers. It answers like balcao's tasks, for one fixed owner, but has no authentication,
 * validation, escaping or log.
 *
 *     bare SOCKET DATABASE OWNER WORKERS */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS                                                      \
	"id, title, description, status, priority, due_at, labels, " \
	"created_at, updated_at, completed_at, version"

enum { BACKLOG = 1024, UUID_LENGTH = 36, BODY_MAX = 1 << 20, OUT_SIZE = 1 << 18 };

/* clang-format off */
static const struct query {
	const char *name, *sql;
} queries[] = {
	{ "get", "SELECT " COLUMNS " FROM task WHERE owner_id = $1 AND id = $2" },
	{ "page", "SELECT " COLUMNS " FROM task WHERE owner_id = $1 ORDER BY id DESC LIMIT $2" },
	{ "create",
	  "INSERT INTO task (owner_id, id, title, status, priority, labels, created_at, updated_at) "
		    "VALUES ($1, $2, 'Regar as plantas', 'pending', 1, '{casa,jardim}', now(), now()) "
		    "RETURNING " COLUMNS },
};
/* clang-format on */
enum { GET, PAGE_OF_TASKS, CREATE };

enum kind { TEXT, PLAIN, TIME, TEXTS };
/* clang-format off */
static const struct column {
	const char *before;
	enum kind kind;
} columns[] = {
	{ "{\"id\":", TEXT }, { ",\"title\":", TEXT }, { ",\"description\":", TEXT },
	{ ",\"status\":", TEXT }, { ",\"priority\":", PLAIN }, { ",\"due_at\":", TIME },
	{ ",\"labels\":", TEXTS }, { ",\"created_at\":", TIME }, { ",\"updated_at\":", TIME },
	{ ",\"completed_at\":", TIME }, { ",\"version\":", PLAIN },
};
/* clang-format on */
enum { COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]) };

static const char *owner;
static PGconn *database;
static char out[OUT_SIZE]; /* larger than any page of the benchmark's tasks */
static char body[BODY_MAX];

static void fail(const char *what)
{
	fprintf(stderr, "bare: %s\n", what);
	exit(EXIT_FAILURE);
}

static char *put(char *to, const char *text, size_t length)
{
	return (char *)memcpy(to, text, length) + length;
}

static char *put_text(char *to, const char *text)
{
	return put(to, text, strlen(text));
}

/* "2026-11-21 10:34:56.5+00" becomes "2026-11-21T10:34:56.500Z". */
static char *put_time(char *to, const char *text, size_t length)
{
	size_t rest = length - 3, fraction = rest > 20 ? rest - 20 : 0;

	*to++ = '"';
	to = put(to, text, rest);
	to[-(ptrdiff_t)rest + 10] = 'T';
	to = put(to, "000", fraction > 0 ? 3 - fraction : 0);
	return put(to, "Z\"", 2);
}

/* {casa,jardim} becomes ["casa","jardim"]; the words need no escaping. */
static char *put_words(char *to, const char *text, size_t length)
{
	*to++ = '[';
	if (length > 2)
		*to++ = '"';
	for (text++; *text != '}'; text++)
		if (*text == ',')
			to = put(to, "\",\"", 3);
		else
			*to++ = *text;
	if (length > 2)
		*to++ = '"';
	*to++ = ']';
	return to;
}

static char *put_value(char *to, enum kind kind, const char *text, size_t length)
{
	switch (kind) {
	case TIME:
		return put_time(to, text, length);
	case TEXTS:
		return put_words(to, text, length);
	case PLAIN:
		return put(to, text, length);
	default:
		*to++ = '"';
		to = put(to, text, length);
		*to++ = '"';
		return to;
	}
}

static char *put_row(char *to, const PGresult *rows, int row)
{
	for (int i = 0; i < COLUMN_COUNT; i++) {
		to = put_text(to, columns[i].before);
		if (PQgetisnull(rows, row, i))
			to = put(to, "null", 4);
		else
			to = put_value(to, columns[i].kind, PQgetvalue(rows, row, i),
				       (size_t)PQgetlength(rows, row, i));
	}
	*to++ = '}';
	return to;
}

static char *put_page(char *to, const PGresult *rows)
{
	to = put_text(to, "{\"items\":[");
	for (int i = 0; i < PQntuples(rows); i++) {
		if (i > 0)
			*to++ = ',';
		to = put_row(to, rows, i);
	}
	return put_text(to, "],\"next_cursor\":null}");
}

static void answer(FCGX_Request *request, int status, const char *end)
{
	char head[128];
	int length = snprintf(head, sizeof(head),
			      "Status: %d\r\nContent-Type: application/json; charset=utf-8\r\n"
			      "Content-Length: %td\r\n\r\n",
			      status, end - out);

	FCGX_PutStr(head, length, request->out);
	FCGX_PutStr(out, (int)(end - out), request->out);
}

/* Makes an id that is ordered by time like balcao's, so that the index grows in the same way. */
static void new_id(char *id)
{
	static unsigned counter;
	struct timespec now;
	unsigned long long ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (unsigned long long)now.tv_sec * 1000 + (unsigned long long)now.tv_nsec / 1000000;
	counter++;
	snprintf(id, UUID_LENGTH + 1, "%08llx-%04llx-7%03x-8000-%04x%08x", ms >> 16 & 0xFFFFFFFF, ms & 0xFFFF,
		 counter & 0xFFF, (unsigned)getpid() & 0xFFFF, counter);
}

/* Chooses the statement, and writes its parameter $2 to `second`. */
static int choose(FCGX_Request *request, const char *path, char *second)
{
	size_t length = strlen(path);

	if (strcmp(FCGX_GetParam("REQUEST_METHOD", request->envp), "POST") == 0) {
		FCGX_GetStr(body, sizeof(body), request->in); /* ignored, but nginx has to send it */
		new_id(second);
		return CREATE;
	}
	if (length < UUID_LENGTH) {
		strcpy(second, "20"); /* as a parameter, so that the planner decides as it does for balcao */
		return PAGE_OF_TASKS;
	}
	strcpy(second, path + length - UUID_LENGTH);
	return GET;
}

static void serve(FCGX_Request *request)
{
	char second[UUID_LENGTH + 1] = "";
	const char *values[] = { owner, second };
	int query = choose(request, FCGX_GetParam("DOCUMENT_URI", request->envp), second);
	PGresult *rows = PQexecPrepared(database, queries[query].name, 2, values, NULL, NULL, 0);

	if (PQresultStatus(rows) != PGRES_TUPLES_OK)
		answer(request, 500, out);
	else if (query == PAGE_OF_TASKS)
		answer(request, 200, put_page(out, rows));
	else if (PQntuples(rows) == 0)
		answer(request, 404, out);
	else
		answer(request, query == CREATE ? 201 : 200, put_row(out, rows, 0));
	PQclear(rows);
}

static void connect_database(const char *conninfo)
{
	database = PQconnectdb(conninfo);
	if (PQstatus(database) != CONNECTION_OK)
		fail(PQerrorMessage(database));
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		PGresult *result = PQprepare(database, queries[i].name, queries[i].sql, 0, NULL);

		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			fail(PQresultErrorMessage(result));
		PQclear(result);
	}
}

static void __attribute__((noreturn)) work(int listener, const char *conninfo)
{
	FCGX_Request request;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	connect_database(conninfo);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, listener, 0) != 0)
		fail("libfcgi");
	while (FCGX_Accept_r(&request) == 0) {
		serve(&request);
		FCGX_Finish_r(&request);
	}
	exit(EXIT_FAILURE);
}

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(listener, BACKLOG) != 0)
		fail("the socket");
	return listener;
}

/* The kernel kills the workers when the main process ends. */
int main(int argc, char **argv)
{
	int listener;

	if (argc != 5)
		fail("bare SOCKET DATABASE OWNER WORKERS");
	owner = argv[3];
	listener = listen_at(argv[1]);
	for (int i = 0; i < atoi(argv[4]); i++)
		if (fork() == 0)
			work(listener, argv[2]);
	wait(NULL);
	fail("a worker has ended");
}
