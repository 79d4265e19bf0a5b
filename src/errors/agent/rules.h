/* The rules by which agent.c recognises browsers, systems and devices: the data set uap-core, which the build
 * turns into rules.c. Source: uap-core's docs/specification.md (github.com/ua-parser/uap-core). */
#ifndef BALCAO_ERRORS_AGENT_RULES_H
#define BALCAO_ERRORS_AGENT_RULES_H

#include <stdbool.h>

enum agent_kind { AGENT_BROWSER = 1, AGENT_SYSTEM, AGENT_DEVICE, AGENT__MAX };

enum { AGENT_NUMBERS = 3 };

/* The first rule of a kind whose expression is found in the User-Agent tells the name. A text that is NULL
 * stands for what a group of the expression has matched: the name for group 1, the numbers of the version for
 * groups 2 to 4. $1 to $9 in a text stand for groups, too. */
struct agent_rule {
	enum agent_kind kind;
	const char *regex; /* a Perl-compatible regular expression */
	bool caseless;
	const char *name, *version[AGENT_NUMBERS];
};

/* Ended by a rule of kind 0; the rules of a kind stand together. */
extern const struct agent_rule agent_rules[];

#endif
