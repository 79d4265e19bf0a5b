#include "http/problem_page.h"

#include <string.h>

#include "base/buffer.h"
#include "http/fault.h"
#include "http/problem.h"

/* Our own texts hold no other character that HTML gives a meaning. */
static void put_html(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			buffer_put_text(out, "&lt;");
		else if (*text == '>')
			buffer_put_text(out, "&gt;");
		else
			buffer_put_char(out, *text);
	}
}

static void put_cells(struct buffer *out, const char *const text[LANGUAGE__MAX])
{
	for (int language = 0; language < LANGUAGE__MAX; language++) {
		buffer_printf(out, "<td lang=\"%s\">", language_tag((enum language)language));
		put_html(out, text[language]);
		buffer_put_text(out, "</td>");
	}
}

/* A code that two statuses share is one anchor. */
static bool first_of_code(int status)
{
	for (int i = OK + 1; i < status; i++)
		if (strcmp(problem_get((enum status)i)->code, problem_get((enum status)status)->code) == 0)
			return false;
	return true;
}

static void put_problems(struct buffer *out)
{
	buffer_put_text(
		out, "<table><tr "
		     "class=\"heads\"><th>status</th><th>code</th><th>English</th><th>português</th></tr>\n");
	for (int i = OK + 1; i < E__MAX; i++) {
		const struct problem *problem = problem_get((enum status)i);

		buffer_printf(out, "<tr%s%s%s><td class=\"status\">%d</td><td><code>%s</code></td>",
			      first_of_code(i) ? " id=\"" : "", first_of_code(i) ? problem->code : "",
			      first_of_code(i) ? "\"" : "", problem->http, problem->code);
		put_cells(out, problem->detail);
		buffer_put_text(out, "</tr>\n");
	}
	buffer_put_text(out, "</table>\n");
}

static void put_faults(struct buffer *out)
{
	buffer_put_text(out,
			"<table><tr class=\"heads\"><th>code</th><th>English</th><th>português</th></tr>\n");
	for (int i = 0; i < FAULT__MAX; i++) {
		const struct fault_text *text = fault_text((enum fault_code)i);

		buffer_printf(out, "<tr><td><code>%s</code></td>", text->code);
		put_cells(out, text->detail);
		buffer_put_text(out, "</tr>\n");
	}
	buffer_put_text(out, "</table>\n");
}

void problem_page_write(struct buffer *out)
{
	buffer_put_text(
		out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>balcao: problems</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n"
		"<body>\n<main>\n<h1>Problems</h1>\n"
		"<p>Every error is an <code>application/problem+json</code> document (RFC 9457). Its "
		"<code>code</code> is stable; <code>title</code> and <code>detail</code> follow "
		"<code>Accept-Language</code> (English, Brazilian Portuguese); <code>instance</code> is the "
		"request id, by which an administrator finds the request in the log.</p>\n");
	put_problems(out);
	buffer_put_text(
		out,
		"<h2>Members of <code>errors</code></h2>\n"
		"<p>With <code>validation</code>, and with some conflicts, <code>errors</code> lists every "
		"fault "
		"at once: <code>pointer</code> (RFC 6901) names a member of the body, <code>parameter</code> "
		"one "
		"of the query.</p>\n");
	put_faults(out);
	buffer_put_text(out, "</main>\n</body>\n</html>\n");
}
