#include "http/fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/log.h"

enum { FIRST_ERROR = 400 };

struct download {
	struct buffer body;
	size_t most;
};

/* One handle per process, because it keeps the connections. */
static CURL *handle;

/* Receives a piece of the body. Any result but `size * count` ends the transfer. */
static size_t receive(char *data, size_t size, size_t count, void *context)
{
	struct download *download = context;
	size_t length = size * count;

	if (length > download->most - download->body.length)
		return CURL_WRITEFUNC_ERROR;
	buffer_put(&download->body, data, length);
	return length;
}

static void set_options(const char *url, const struct fetch_limits *limits, struct download *download)
{
	curl_easy_reset(handle); /* keeps connections, TLS sessions and resolved names */
	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	/* libcurl resolves names in a thread. Without this option the end of the transfer would wait for
	 * that thread, even beyond the timeout. */
	curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, limits->connect_ms);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, limits->total_ms);
	curl_easy_setopt(handle, CURLOPT_USERAGENT, limits->user_agent);
	/* Some servers compress whatever was asked for. Only with this option does libcurl decompress. */
	curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "identity");
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, download);
}

/* Whether the answer has more seconds in Retry-After than libcurl can count; it then says 0. */
static bool rests_for_ever(void)
{
	struct curl_header *header;

	if (curl_easy_header(handle, "Retry-After", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
		return false;
	errno = 0;
	return strtoll(header->value, NULL, 10) == LLONG_MAX && errno == ERANGE;
}

/* Reads the headers of the latest transfer, which may have failed behind them. */
static long retry_after(void)
{
	curl_off_t seconds = 0;
	long http_status = 0;

	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &http_status);
	curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
	if (http_status < FIRST_ERROR || seconds < 0)
		return 0;
	return seconds >= INT_MAX || (seconds == 0 && rests_for_ever()) ? INT_MAX : (long)seconds;
}

static enum status perform(const char *url, const struct fetch_limits *limits, struct download *download,
			   long *http_status)
{
	CURLcode code;

	if (!handle && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		handle = curl_easy_init();
	if (!handle)
		return E_UNAVAILABLE;
	set_options(url, limits, download);
	code = curl_easy_perform(handle);
	if (code == CURLE_OK)
		code = curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, http_status);
	if (code == CURLE_OK)
		return OK;
	log_message(LOG_LEVEL_DEBUG, "no answer from a provider: %s", curl_easy_strerror(code));
	return code == CURLE_OPERATION_TIMEDOUT ? E_TIMEOUT : E_UNAVAILABLE;
}

enum status fetch_get(struct arena *arena, const char *url, const struct fetch_limits *limits,
		      struct fetch_answer *answer)
{
	struct download download = { .body = { .arena = arena }, .most = limits->body };
	enum status status = perform(url, limits, &download, &answer->status);

	answer->retry_after = handle ? retry_after() : 0;
	if (status == OK) {
		answer->length = download.body.length;
		answer->body = download.body.data ? download.body.data : "";
	}
	return status;
}
