/* Tells browser, operating system and device from the header User-Agent, which is all that SDKs of browsers
 * send. The rules are those of the data set uap-core (rules.h), matched by PCRE2.
 *
 * The 1,200 expressions are compiled in a process when it first meets a User-Agent: 12 ms and 0.6 MiB. A
 * header that was not met before takes about a millisecond; a process remembers the last ones. */
#ifndef BALCAO_ERRORS_AGENT_AGENT_H
#define BALCAO_ERRORS_AGENT_AGENT_H

enum {
	AGENT_MAX = 512,     /* bytes of a header that are looked at: no browser sends more */
	AGENT_STEPS = 20000, /* of a search for one expression, so that no header takes long */
};

/* Texts in UTF-8 of at most 127 bytes, "" if no rule knows the header. They live until the next call. */
struct agent {
	char browser[128]; /* "Chrome Mobile 118.0.0" */
	char system[128];  /* "Android 13" */
	char device[128];  /* "Samsung SM-A536E", "iPhone"; mostly "" for computers */
};

/* Returns what the header says; `header` is valid UTF-8. It can't fail. */
const struct agent *agent_of(const char *header);

#endif
