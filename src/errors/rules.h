/* The rules of a project that give its events a fingerprint, as people send and read them. What a rule matches
 * and how it applies: grouping/rule.h. */
#ifndef BALCAO_ERRORS_RULES_H
#define BALCAO_ERRORS_RULES_H

#include "base/status.h"
#include "table/field.h"

struct call;

/* The members of a rule; exactly one of those that are not required has the pattern. */
extern const struct field rules_fields[];

/* A hook `check` of routes whose body has the field "fingerprint_rules": notes a fault for each rule without
 * parts. Returns OK. */
MUST_CHECK enum status rules_check(struct call *call);

/* The kind of that fault. */
extern const struct fault_kind rules_parts_missing;

#endif
