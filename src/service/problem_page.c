#include "service/problem_page.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "http/fault.h"
#include "http/problem.h"
#include "table/endpoint.h"

/* The texts of the program contain no other characters that must be escaped in HTML. */
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

/* Writes a row of the table. Several modules may have a problem with the same code: only the first row gets
 * the code as its anchor. */
static void put_problem(struct buffer *out, const struct problem *problem)
{
	char anchor[80];

	snprintf(anchor, sizeof(anchor), "id=\"%s\"", problem->code);
	buffer_put_text(out, "<tr");
	if (!strstr(out->data, anchor))
		buffer_printf(out, " %s", anchor);
	buffer_printf(out, "><td class=\"status\">%d</td><td><code>%s</code></td>", problem_number(problem),
		      problem->code);
	put_cells(out, problem->detail);
	buffer_put_text(out, "</tr>\n");
}

static void put_problems(struct buffer *out)
{
	buffer_put_text(out, "<table><tr class=\"heads\"><th>status</th><th>code</th>"
			     "<th>English</th><th>português</th></tr>\n");
	for (int status = OK + 1; status < E__MAX; status++)
		put_problem(out, &problems[status]);
	for (const struct module *const *module = endpoint_modules(); *module; module++)
		for (const struct problem *const *own = (*module)->problems; own && *own; own++)
			put_problem(out, *own);
	buffer_put_text(out, "</table>\n");
}

static void put_fault_kinds(struct buffer *out, const struct fault_kind *const *kinds)
{
	for (; kinds && *kinds; kinds++) {
		buffer_printf(out, "<tr><td><code>%s</code></td>", (*kinds)->code);
		put_cells(out, (*kinds)->detail);
		buffer_put_text(out, "</tr>\n");
	}
}

static void put_faults(struct buffer *out)
{
	buffer_put_text(out, "<table><tr class=\"heads\"><th>code</th>"
			     "<th>English</th><th>português</th></tr>\n");
	put_fault_kinds(out, fault_kinds);
	for (const struct module *const *module = endpoint_modules(); *module; module++)
		put_fault_kinds(out, (*module)->faults);
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
		"request id, with which an administrator can find the request in the log.</p>\n");
	put_problems(out);
	buffer_put_text(
		out, "<h2>Members of <code>errors</code></h2>\n"
		     "<p>For <code>validation</code> and for some conflicts, <code>errors</code> lists all "
		     "faults: "
		     "<code>pointer</code> (RFC 6901) names a member of the body, <code>parameter</code> a "
		     "parameter of the query.</p>\n");
	put_faults(out);
	buffer_put_text(out, "</main>\n</body>\n</html>\n");
}
