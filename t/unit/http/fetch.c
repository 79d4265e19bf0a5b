#include "http/fetch.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <limits.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"

#define TEXT(literal) literal, sizeof(literal) - 1
#define HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

enum { BODY = 20, TOTAL_MS = 5000, SOON_MS = 200 };

static struct arena *arena;
static struct fetch_answer answer;
static int listener = -1, port;
static pid_t server;
static _Atomic int *requests; /* the number of requests that the server has read */

static void start(void)
{
	static const char *const proxies[] = { "http_proxy", "all_proxy", "ALL_PROXY" };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);

	for (size_t i = 0; i < COUNT(proxies); i++)
		unsetenv(proxies[i]);
	signal(SIGPIPE, SIG_IGN);
	log_init(LOG_LEVEL_ERROR, "test");
	arena = arena_new();
	listener = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert_eq(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	cr_assert_eq(listen(listener, 16), 0);
	cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &length), 0);
	port = ntohs(address.sin_port);
}

static void end(void)
{
	if (server > 0) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
	arena_free(arena);
}

TestSuite(http_fetch, .init = start, .fini = end, .timeout = 60);

/* --- the server ----------------------------------------------------------------------- */

/* What the server does after `text`: close the connection, wait for another request, fall silent, or
 * send a byte now and then. */
enum then { CLOSE, KEEP, SILENCE, TRICKLE };

/* Reads a request up to its empty line into `head`. False: there is no request. */
static bool read_request(int connection, char head[4096])
{
	size_t length = 0;
	ssize_t got;

	while ((got = read(connection, head + length, 4095 - length)) > 0) {
		length += (size_t)got;
		head[length] = '\0';
		if (strstr(head, "\r\n\r\n"))
			return true;
	}
	return false;
}

static void answer_one(int connection, const char *text, size_t length, enum then then)
{
	char head[4096];

	while (read_request(connection, head)) {
		++*requests;
		if (write(connection, text, length) != (ssize_t)length || then == CLOSE)
			break;
		while (then == SILENCE)
			pause();
		while (then == TRICKLE && write(connection, "x", 1) == 1)
			usleep(20000);
	}
	close(connection);
}

/* Starts a process that answers each request with `text`, one connection after the other. */
static void serve(const char *text, size_t length, enum then then)
{
	requests = mmap(NULL, sizeof(*requests), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_neq(requests, MAP_FAILED);
	server = fork();
	if (server == 0)
		for (;;)
			answer_one(accept(listener, NULL, NULL), text, length, then);
	close(listener);
}

static enum status get_url(const char *url, long total_ms)
{
	struct fetch_limits limits = {
		.connect_ms = total_ms, .total_ms = total_ms, .body = BODY, .user_agent = "balcao/0 (+x)"
	};

	memset(&answer, 0, sizeof(answer));
	return fetch_get(arena, url, &limits, &answer);
}

static enum status get(const char *scheme, long total_ms)
{
	return get_url(arena_printf(arena, "%s://127.0.0.1:%d/", scheme, port), total_ms);
}

/* --- answers -------------------------------------------------------------------------- */

#define LENGTH(status, length) "HTTP/1.1 " status "\r\nContent-Length: " length "\r\n\r\n"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define TWENTY "01234567890123456789"
#define HELLO_GZIP                                                                                         \
	"\037\213\010\000\000\000\000\000\002\003\313\110\315\311\311\007\000\206\246\020\066\005\000\000" \
	"\000"
#define TWENTY_ONE_GZIP \
	"\037\213\010\000\000\000\000\000\002\003\253\250\300\002\000\362\157\103\144\025\000\000\000"
#define PACKED(length) "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " length "\r\n\r\n"

/* clang-format off */
static const struct {
	const char *what, *sent;
	size_t sent_length;
	long status; /* 0: no answer */
	const char *body;
	size_t length;
} answers[] = {
	{ "a body", TEXT(HELLO), 200, TEXT("hello") },
	{ "none", TEXT(LENGTH("200 OK", "0")), 200, TEXT("") },
	{ "any bytes", TEXT(LENGTH("200 OK", "4") "\0\xFF\r\n"), 200, TEXT("\0\xFF\r\n") },
	{ "until the end", TEXT("HTTP/1.0 200 OK\r\n\r\nhello"), 200, TEXT("hello") },
	{ "in chunks", TEXT(CHUNKED "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), 200, TEXT("hello") },
	{ "404", TEXT(LENGTH("404 Not Found", "3") "no\n"), 404, TEXT("no\n") },
	{ "502", TEXT(LENGTH("502 Bad Gateway", "0")), 502, TEXT("") },
	{ "204", TEXT("HTTP/1.1 204 No Content\r\n\r\n"), 204, TEXT("") },
	{ "as much as may be", TEXT(LENGTH("200 OK", "20") TWENTY), 200, TEXT(TWENTY) },
	{ "one more", TEXT(LENGTH("200 OK", "21") TWENTY "x"), 0, NULL, 0 },
	{ "more than was announced", TEXT(LENGTH("200 OK", "5") "hello and more"), 200, TEXT("hello") },
	{ "too much in chunks", TEXT(CHUNKED "14\r\n" TWENTY "\r\n1\r\nx\r\n0\r\n\r\n"), 0, NULL, 0 },
	{ "too much until the end", TEXT("HTTP/1.0 200 OK\r\n\r\n" TWENTY "x"), 0, NULL, 0 },
	{ "cut off", TEXT(LENGTH("200 OK", "10") "hello"), 0, NULL, 0 },
	{ "cut off in a chunk", TEXT(CHUNKED "a\r\nhello"), 0, NULL, 0 },
	{ "cut off between chunks", TEXT(CHUNKED "5\r\nhello\r\n"), 0, NULL, 0 },
	{ "cut off before the body", TEXT(LENGTH("200 OK", "5")), 0, NULL, 0 },
	{ "nothing", TEXT(""), 0, NULL, 0 },
	{ "not HTTP", TEXT("SSH-2.0-OpenSSH_9.2\r\n"), 0, NULL, 0 },
	{ "packed, though nobody asked for that", TEXT(PACKED("25") HELLO_GZIP), 200, TEXT("hello") },
	{ "not packed, though it says so", TEXT(PACKED("5") "hello"), 0, NULL, 0 },
	{ "packed, and too much", TEXT(PACKED("23") TWENTY_ONE_GZIP), 0, NULL, 0 },
};
/* clang-format on */

Test(http_fetch, answers)
{
	for (size_t i = 0; i < COUNT(answers); i++) {
		enum status status;

		if (i > 0)
			start();
		serve(answers[i].sent, answers[i].sent_length, CLOSE);
		status = get("http", TOTAL_MS);
		cr_expect_eq(status, answers[i].status ? OK : E_UNAVAILABLE, "%s: %d", answers[i].what,
			     status);
		if (status == OK) {
			cr_expect_eq(answer.status, answers[i].status, "%s: %ld", answers[i].what,
				     answer.status);
			cr_expect_eq(answer.length, answers[i].length, "%s: %zu bytes", answers[i].what,
				     answer.length);
			cr_expect(memcmp(answer.body, answers[i].body, answers[i].length) == 0, "%s",
				  answers[i].what);
		}
		end();
	}
	start();
}

/* --- Retry-After ---------------------------------------------------------------------- */

#define REST(value) "HTTP/1.1 429 Too Many Requests\r\n" value "Content-Length: 0\r\n\r\n"

static const struct {
	const char *what, *sent;
	long least, most;
} rests[] = {
	{ "none", REST(""), 0, 0 },
	{ "seconds", REST("Retry-After: 120\r\n"), 120, 120 },
	{ "blanks", REST("retry-after:   7  \r\n"), 7, 7 },
	{ "none at all", REST("Retry-After: 0\r\n"), 0, 0 },
	{ "a negative number", REST("Retry-After: -5\r\n"), 0, 0 },
	{ "a word", REST("Retry-After: soon\r\n"), 0, 0 },
	{ "empty", REST("Retry-After:\r\n"), 0, 0 },
	{ "a date long gone", REST("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"), 0, 0 },
	{ "a date to come", REST("Retry-After: Thu, 31 Dec 2099 23:59:59 GMT\r\n"), 3600, INT_MAX },
	{ "more than fits", REST("Retry-After: 99999999999999999999999\r\n"), INT_MAX, INT_MAX },
	{ "the first number that doesn't fit", REST("Retry-After: 9223372036854775808\r\n"), INT_MAX,
	  INT_MAX },
	{ "more than an int", REST("Retry-After: 2147483648\r\n"), INT_MAX, INT_MAX },
	{ "a negative number that doesn't fit", REST("Retry-After: -99999999999999999999999\r\n"), 0, 0 },
	{ "of 403", "HTTP/1.1 403 Forbidden\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 9, 9 },
	{ "of 500", "HTTP/1.1 500 Oops\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 9, 9 },
	{ "of 503", "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 9, 9 },
	{ "of a good answer", "HTTP/1.1 200 OK\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 0, 0 },
	{ "of a page that moved", "HTTP/1.1 301 Moved\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n", 0, 0 },
};

Test(http_fetch, retry_after)
{
	for (size_t i = 0; i < COUNT(rests); i++) {
		if (i > 0)
			start();
		serve(rests[i].sent, strlen(rests[i].sent), CLOSE);
		cr_expect_eq(get("http", TOTAL_MS), OK, "%s", rests[i].what);
		cr_expect(answer.retry_after >= rests[i].least && answer.retry_after <= rests[i].most,
			  "%s: %ld", rests[i].what, answer.retry_after);
		end();
	}
	start();
}

static const struct {
	const char *what, *sent;
	enum then then;
	enum status status;
	long seconds;
} failed[] = {
	{ "too large", "HTTP/1.1 429 Slow down\r\nRetry-After: 9\r\nContent-Length: 21\r\n\r\n" TWENTY "x",
	  CLOSE, E_UNAVAILABLE, 9 },
	{ "cut off", "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 10\r\n\r\nhello", CLOSE,
	  E_UNAVAILABLE, 9 },
	{ "too late", "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 10\r\n\r\nhello", SILENCE,
	  E_TIMEOUT, 9 },
	{ "good, but cut off", "HTTP/1.1 200 OK\r\nRetry-After: 9\r\nContent-Length: 10\r\n\r\nhello", CLOSE,
	  E_UNAVAILABLE, 0 },
	{ "nothing", "", CLOSE, E_UNAVAILABLE, 0 },
};

Test(http_fetch, retry_after_of_a_body_that_fails)
{
	for (size_t i = 0; i < COUNT(failed); i++) {
		if (i > 0)
			start();
		serve(failed[i].sent, strlen(failed[i].sent), failed[i].then);
		cr_expect_eq(get("http", failed[i].then == SILENCE ? 5 * SOON_MS : TOTAL_MS),
			     failed[i].status, "%s", failed[i].what);
		cr_expect_eq(answer.retry_after, failed[i].seconds, "%s: %ld", failed[i].what,
			     answer.retry_after);
		end();
	}
	start();
}

/* A rest of an earlier answer is not that of the next one. */
Test(http_fetch, retry_after_is_of_one_answer)
{
	serve(TEXT(REST("Retry-After: 120\r\n")), CLOSE);
	cr_expect_eq(get("http", TOTAL_MS), OK);
	cr_expect_eq(answer.retry_after, 120);
	end();
	start();
	serve(TEXT(HELLO), CLOSE);
	cr_expect_eq(get("http", TOTAL_MS), OK);
	cr_expect_eq(answer.retry_after, 0);
}

Test(http_fetch, a_redirect_is_an_answer)
{
	serve(TEXT("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), KEEP);
	cr_expect_eq(get("http", TOTAL_MS), OK);
	cr_expect_eq(answer.status, 302);
	cr_expect_eq(*requests, 1);
}

Test(http_fetch, a_connection_is_kept)
{
	serve(TEXT(HELLO), KEEP); /* and the server accepts no second connection */
	for (int i = 1; i <= 3; i++) {
		cr_expect_eq(get("http", TOTAL_MS), OK, "call %d", i);
		cr_expect_eq(*requests, i);
	}
}

Test(http_fetch, a_connection_that_was_closed_is_made_again)
{
	serve(TEXT(HELLO), CLOSE);
	for (int i = 1; i <= 3; i++) {
		cr_expect_eq(get("http", TOTAL_MS), OK, "call %d", i);
		cr_expect_eq(*requests, i);
	}
}

/* --- time ----------------------------------------------------------------------------- */

static void expect_timeout(const char *what, const char *url)
{
	int64_t begun = clock_monotonic_us();
	enum status status = url ? get_url(url, SOON_MS) : get("http", SOON_MS);
	int64_t ms = (clock_monotonic_us() - begun) / 1000;

	cr_expect_eq(status, E_TIMEOUT, "%s: %d", what, status);
	cr_expect(ms >= SOON_MS - 1 && ms < TOTAL_MS, "%s: %ld ms", what, (long)ms);
}

Test(http_fetch, silence)
{
	serve(TEXT(""), SILENCE);
	expect_timeout("no answer", NULL);
}

Test(http_fetch, silence_in_the_body)
{
	serve(TEXT(LENGTH("200 OK", "10") "hello"), SILENCE);
	expect_timeout("half an answer", NULL);
}

Test(http_fetch, a_byte_now_and_then)
{
	serve(TEXT(LENGTH("200 OK", "19")), TRICKLE);
	expect_timeout("a slow answer", NULL);
}

/* The kernel accepts the connection, the server does not. */
Test(http_fetch, nobody_accepts)
{
	expect_timeout("no server", NULL);
}

/* libcurl calls this function instead of that of the C library. */
static volatile bool names_hang;

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
		dlsym(RTLD_NEXT, "getaddrinfo");

	if (!names_hang)
		return real(name, service, hints, found);
	sleep(2 * TOTAL_MS / 1000);
	return EAI_AGAIN;
}

Test(http_fetch, nobody_knows_the_name)
{
	names_hang = true;
	expect_timeout("a name server that does not answer", "http://provider.example/");
	expect_timeout("nor does it when asked again", "http://provider.example/");
}

/* --- no answer ------------------------------------------------------------------------ */

Test(http_fetch, refused)
{
	close(listener);
	cr_expect_eq(get("http", TOTAL_MS), E_UNAVAILABLE);
}

Test(http_fetch, no_tls)
{
	serve(TEXT(HELLO), CLOSE);
	cr_expect_neq(get("https", SOON_MS), OK);
}

Test(http_fetch, other_protocols_are_not_spoken)
{
	static const char *const urls[] = {
		"file:///dev/null", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/", "", "x"
	};

	for (size_t i = 0; i < COUNT(urls); i++)
		cr_expect_eq(get_url(urls[i], SOON_MS), E_UNAVAILABLE, "%s", urls[i]);
}
