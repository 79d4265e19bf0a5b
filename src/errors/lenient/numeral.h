/* The numbers of JSON as SDKs write them. Source of the strict form: RFC 8259, 6. */
#ifndef BALCAO_ERRORS_LENIENT_NUMERAL_H
#define BALCAO_ERRORS_LENIENT_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;
struct scan;

/* Reads the number at the beginning of `text` and moves `text` behind it. Beyond RFC 8259 it accepts a
 * leading +, leading zeros, a point without digits on one side, and NaN, Infinity and -Infinity. `*value` is
 * json_type_int if it is an integer of 64 bits, else json_type_double, which json-c prints as it was written
 * if that was strict; NULL if it is not finite. The caller owns it. Returns false if there is no number, or
 * one of more than 318 characters. */
bool numeral_read(struct scan *text, struct json_object **value);

/* Returns whether the `length` characters at `text` are a number as RFC 8259 allows it. */
bool numeral_is_strict(const char *text, size_t length);

#endif
