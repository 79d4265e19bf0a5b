/* Brazilian phone numbers, as people write them, in the form of E.164: +55, the area code (DDD) and
 * 9 digits of a mobile or 8 of a landline.
 *
 * Sources: the plan of Brazil in libphonenumber (PhoneNumberMetadata.xml, BR: area codes, carriers,
 * numbers of services), Anatel (67 area codes; the ninth digit of mobiles, everywhere since 2016-11-06). */
#ifndef BALCAO_CUSTOMERS_PHONE_H
#define BALCAO_CUSTOMERS_PHONE_H

#include "table/field.h"

enum { PHONE_SIZE = sizeof("+5511961234567") };

/* The first that applies, from the top. */
enum phone_result {
	PHONE_OK,
	PHONE_INVALID,        /* other characters, no digit at all, or a foreign number */
	PHONE_NOT_GEOGRAPHIC, /* of a service, not of a place: 0800…, 0300…, 4004-…, 190 */
	PHONE_LENGTH,         /* not 10 or 11 digits, once prefixes are gone: no DDD, say */
	PHONE_DDD,            /* there is no such area code */
	PHONE_PREFIX,         /* 11 digits whose third is not 9, or 10 whose third is not 2 to 5 */
	PHONE__MAX
};

/* Reads a phone number from `length` bytes of any kind, by these steps:
 *
 * 1. Blanks (U+0020) and ( ) . - / are dropped. What is left is ASCII digits, with one + in front at most;
 *    else PHONE_INVALID: letters, an extension, digits of other scripts.
 * 2. After + or 00 must follow 55, which goes with one 0 after it, as in +55 (0)11; else
 *    PHONE_INVALID. Steps 3 and 4 are for numbers without + or 00.
 * 3. A trunk prefix goes: 0, or 90 for a call that the other pays; with the two digits of a carrier
 *    behind it if exactly 10 or 11 digits are left then.
 * 4. 55 in front goes only if exactly 10 or 11 digits are left: it is the area code of Santa Maria, too.
 * 5. Numbers of services are told apart; then 10 or 11 digits must be left: an area code, and
 *    a 9 with 8 digits (a mobile) or one of 2 to 5 with 7 (a landline).
 *
 * So a mobile without its ninth digit is PHONE_PREFIX, as are the 10 digits with 7 behind the area code
 * that trunking radios had. A number without an area code is PHONE_LENGTH. Whether anybody has the number is
 * not known here.
 *
 * PHONE_OK: `e164`, the caller's, has the number and a NUL. Else it is left alone. */
enum phone_result phone_read(const char *text, size_t length, char e164[PHONE_SIZE]);

/* What is stored is E.164; the faults are named phone_*, one for each result. It makes no key. */
extern const struct format phone_format;

extern const struct fault_kind phone_invalid;
extern const struct fault_kind phone_not_geographic;
extern const struct fault_kind phone_length;
extern const struct fault_kind phone_ddd;
extern const struct fault_kind phone_prefix;

#endif
