/* Brazilian phone numbers: reads them as people write them and converts them to E.164: +55, the area code
 * (DDD), and the 9 digits of a mobile number or the 8 digits of a landline number.
 *
 * Sources: the numbering plan of Brazil in libphonenumber (PhoneNumberMetadata.xml, BR: area codes, carriers,
 * service numbers) and Anatel (67 area codes; mobile numbers have nine digits everywhere since
 * 2016-11-06). */
#ifndef BALCAO_CUSTOMERS_PHONE_H
#define BALCAO_CUSTOMERS_PHONE_H

#include "table/field.h"

enum { PHONE_SIZE = sizeof("+5511961234567") };

/* The result of reading a number. If several faults apply, the result is the first of them in this order. */
enum phone_result {
	PHONE_OK,
	PHONE_INVALID,        /* characters that a phone number can't have, no digit, or a foreign number */
	PHONE_NOT_GEOGRAPHIC, /* a service number: 0800…, 0300…, 4004-…, 190 */
	PHONE_LENGTH, /* not 10 or 11 digits without the prefixes, for instance because the DDD is missing */
	PHONE_DDD,    /* the area code does not exist */
	PHONE_PREFIX, /* 11 digits whose third is not 9, or 10 whose third is not 2 to 5 */
	PHONE_SHORT,  /* phone_find: fewer than 4 digits */
	PHONE__MAX
};

/* Reads a phone number from the `length` bytes of `text`, which may have any content, in these steps:
 *
 * 1. The text is read as people paste it (values/pasted.h), also behind "tel:", "WhatsApp:",
 *    "https://wa.me/" and the like; what follows ; ? & or @ is left out, as in links. Blanks and
 *    ( ) . - / _ are removed; so is xx or ** in front or behind a trunk prefix, with which people write that
 *    any carrier will do (0xx11). The rest must be digits with at most one + in front; otherwise (letters,
 *    an extension, digits of other scripts) the result is PHONE_INVALID.
 * 2. + or 00 must be followed by 55; otherwise the result is PHONE_INVALID. These are removed, with one 0
 *    after them, as in +55 (0)11, and a carrier as in step 3. Steps 3 and 4 apply only to numbers without +
 *    or 00.
 * 3. A trunk prefix is removed: 0, or 90 for a collect call; also the two digits of a carrier behind it,
 *    if exactly 10 or 11 digits are left then.
 * 4. 55 in front is removed, with a 0 and a carrier after it as in step 2, only if exactly 10 or 11 digits
 *    are left, because it is also the area code of Santa Maria.
 * 5. Service numbers are refused (PHONE_NOT_GEOGRAPHIC). Then 10 or 11 digits must be left: the area code,
 *    and either 9 and 8 digits (mobile) or one of 2 to 5 and 7 digits (landline).
 *
 * So the result is PHONE_PREFIX for a mobile number without its ninth digit, and for the 10 digits of
 * trunking radios, which had a 7 after the area code. It is PHONE_LENGTH for a number without an area
 * code. The function does not check whether the number is in use.
 *
 * PHONE_OK: `e164`, which the caller owns, has the number and a NUL. Otherwise `e164` is unchanged. */
enum phone_result phone_read(const char *text, size_t length, char e164[PHONE_SIZE]);

/* Reads what people type to find a number: the number, in any form that phone_read takes, or its last
 * digits, 4 to 10 of them. PHONE_OK: the numbers to find end with the digits `ends[0]` or with `ends[1]`,
 * which the caller owns. The two are the same, except for 10 digits that may be a mobile number without its
 * ninth digit, which WhatsApp leaves out of many numbers (552199998888, 553141234567): ends[0] then has the
 * 9 behind the area code, and ends[1] hasn't, because they may also be a landline number, or the last ten
 * digits of another. */
enum phone_result phone_find(const char *text, size_t length, char ends[2][PHONE_SIZE]);

/* Reads a phone number; the canonical form is E.164, without a key. Each result has its fault, named
 * phone_*. */
extern const struct format phone_format;

/* The fault of a result; NULL for PHONE_OK. */
const struct fault_kind *phone_fault(enum phone_result result);

extern const struct fault_kind phone_invalid;
extern const struct fault_kind phone_not_geographic;
extern const struct fault_kind phone_length;
extern const struct fault_kind phone_ddd;
extern const struct fault_kind phone_prefix;
extern const struct fault_kind phone_too_short;

#endif
