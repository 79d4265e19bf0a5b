#include "customers/phone.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "customers/mask.h"
#include "values/pasted.h"

/* clang-format off */
const struct fault_kind phone_invalid = { "phone_invalid",
		{ "Enter a Brazilian phone number with its area code, such as (11) 96123-4567 or "
		  "+5511961234567.",
		  "Informe um telefone brasileiro com DDD, como (11) 96123-4567 ou +5511961234567." } };
const struct fault_kind phone_not_geographic = { "phone_not_geographic",
		{ "Enter a number with an area code, not a service number such as 0800, 4004 or 190.",
		  "Informe um número com DDD, e não um número de serviço como 0800, 4004 ou 190." } };
const struct fault_kind phone_length = { "phone_length",
		{ "Enter the area code and the number: 9 digits (mobile) or 8 digits (landline).",
		  "Informe o DDD e o número: 9 dígitos (celular) ou 8 dígitos (fixo)." } };
const struct fault_kind phone_ddd = { "phone_ddd",
		{ "This area code does not exist in Brazil.", "Este DDD não existe." } };
const struct fault_kind phone_prefix = { "phone_prefix",
		{ "After the area code, a mobile number has 9 digits and starts with 9; a landline number "
		  "has 8 "
		  "digits and starts with 2 to 5.",
		  "Depois do DDD, um celular tem 9 dígitos e começa com 9; um telefone fixo tem 8 dígitos "
		  "e "
		  "começa com 2, 3, 4 ou 5." } };
const struct fault_kind phone_too_short = { "phone_too_short",
		{ "Enter the number, or at least its last 4 digits.",
		  "Informe o número, ou pelo menos seus 4 últimos dígitos." } };
/* clang-format on */

enum {
	LANDLINE_DIGITS = 10,
	MOBILE_DIGITS = 11,
	LEAST_DIGITS = 4, /* with which to search */
	DIGITS_MAX = 18,  /* 0055, 0, a carrier and a mobile number; no valid number has more digits */
};

/* What people write in front of a number, and the parts of links. */
static const char *const labels[] = {
	"https:",
	"http:",
	"www.",
	"api.whatsapp.com/send",
	"web.whatsapp.com/send",
	"whatsapp://send",
	"?phone=",
	"wa.me/",
	"(whatsapp)",
	"whatsapp",
	"whats",
	"zap",
	"telefone",
	"tel",
	"fone",
	"phone",
	"ph",
	"(celular)",
	"celular",
	"cel",
	"mobile",
	"contato",
	"(fixo)",
	"fixo",
	"fax",
	"ddd",
	"smsto",
	"sms",
	"callto",
	"m:",
	"t:",
	NULL,
};

struct dialled {
	bool plus;
	size_t count;
	char digits[DIGITS_MAX + 2]; /* one digit beyond the maximum shows that there are too many */
	size_t carrier; /* characters that stand for the digits of any carrier, as in 0xx11: none or two */
};

static bool has_prefix(const char *digits, const char *prefix)
{
	return strncmp(digits, prefix, strlen(prefix)) == 0;
}

/* Whether xx or ** may follow what was read, in place of the code of a carrier: a trunk prefix, or nothing,
 * as in (xx11). */
static bool is_trunk(const struct dialled *dialled)
{
	static const char *const prefixes[] = { "550", "", "0", "90", "00550" };

	for (size_t i = 0; i < (dialled->plus ? 1 : COUNT(prefixes)); i++)
		if (strcmp(dialled->digits, prefixes[i]) == 0)
			return true;
	return false;
}

/* Returns false if the character can't stand there in a phone number. */
static bool read_character(struct dialled *dialled, char c)
{
	if (isdigit((unsigned char)c)) {
		if (dialled->count <= DIGITS_MAX)
			dialled->digits[dialled->count++] = c;
		return dialled->carrier != 1;
	}
	if (c == '+' && !dialled->plus && dialled->count == 0) {
		dialled->plus = true;
		return true;
	}
	if (strchr("xX*", c))
		return is_trunk(dialled) && ++dialled->carrier <= 2;
	return strchr(" ().-/_", c) != NULL;
}

/* Returns false if there is no digit, or a character that a phone number can't have. What follows a number
 * in a link is left: ;ext=2, ?text=…, &text=…, @c.us. */
static bool read_digits(const char *text, size_t length, struct dialled *dialled)
{
	struct pasted number = pasted_number(text, length);
	char c;

	pasted_skip_all(&number, labels);
	dialled->plus = pasted_skip(&number, "%2b"); /* + in a link */
	while ((c = pasted_next(&number)) != PASTED_END && !strchr(";?&@", c))
		if (!read_character(dialled, c))
			return false;
	return dialled->count > 0;
}

static bool is_whole(const char *digits)
{
	return strlen(digits) == LANDLINE_DIGITS || strlen(digits) == MOBILE_DIGITS;
}

static bool begins_with_carrier(const char *digits)
{
	static const char *const carriers[] = { "12", "14", "15", "21", "22", "23", "25",
						"31", "41", "43", "55", "65", "99" };

	for (size_t i = 0; i < COUNT(carriers); i++)
		if (has_prefix(digits, carriers[i]))
			return true;
	return false;
}

/* Removes the code of a carrier, which may follow a trunk prefix. */
static const char *strip_carrier(const char *digits)
{
	return begins_with_carrier(digits) && is_whole(digits + 2) ? digits + 2 : digits;
}

/* Removes the country code that follows + or 00. Returns NULL if it is another country's. */
static const char *strip_international(const char *digits)
{
	if (!has_prefix(digits, "55"))
		return NULL;
	digits += strlen("55");
	return *digits == '0' ? strip_carrier(digits + 1) : digits;
}

static const char *strip_trunk(const char *digits)
{
	size_t prefix = has_prefix(digits, "0") ? 1 : has_prefix(digits, "90") ? 2 : 0;
	const char *rest = prefix > 0 ? strip_carrier(digits + prefix) : digits;

	/* A 90 that is not a prefix stays: check_number refuses it as an area code that does not exist. */
	return prefix < 2 || is_whole(rest) ? rest : digits;
}

static const char *strip_country(const char *digits)
{
	const char *rest = strip_international(digits);

	return rest && is_whole(rest) ? rest : digits;
}

static const char *strip_prefixes(const struct dialled *dialled)
{
	if (dialled->plus)
		return strip_international(dialled->digits);
	if (has_prefix(dialled->digits, "00"))
		return strip_international(dialled->digits + 2);
	return strip_country(strip_trunk(dialled->digits));
}

static bool is_service(const char *digits)
{
	static const char *const services[] = {
		"800######",  "800#######", "500######", "500#######", "900######", "900#######",
		"300#######", "303#######", "300#####",  "400#####",   "4020####",  "4370####",
		"4864####",   "1##",        "1###",      "1####",      "1#####", /* 190, 10331 … */
	};
	char found[LANDLINE_DIGITS + 1];

	for (size_t i = 0; i < COUNT(services); i++)
		if (mask_read(services[i], pasted_begin(digits, strlen(digits)), found))
			return true;
	return false;
}

static bool has_area_code(const char *digits)
{
	static const char *const second_by_first[10] = {
		"",     "123456789", "12478",  "1234578",   "123456789",
		"1345", "123456789", "134579", "123456789", "123456789",
	};
	return strchr(second_by_first[digits[0] - '0'], digits[1]) != NULL;
}

static enum phone_result check_number(const char *digits)
{
	char first = digits[2];

	if (!is_whole(digits))
		return PHONE_LENGTH;
	if (!has_area_code(digits))
		return PHONE_DDD;
	if (strlen(digits) == MOBILE_DIGITS ? first != '9' : first < '2' || first > '5')
		return PHONE_PREFIX;
	return PHONE_OK;
}

enum phone_result phone_read(const char *text, size_t length, char e164[PHONE_SIZE])
{
	struct dialled dialled = { 0 };
	const char *digits = read_digits(text, length, &dialled) ? strip_prefixes(&dialled) : NULL;
	enum phone_result result = !digits              ? PHONE_INVALID
				   : is_service(digits) ? PHONE_NOT_GEOGRAPHIC
							: check_number(digits);

	if (result == PHONE_OK) {
		memcpy(e164, "+55", 3);
		memcpy(e164 + 3, digits, strlen(digits) + 1);
	}
	return result;
}

/* Whether these are the 10 digits of a mobile number without its ninth, or may be: of numbers given out since
 * 2016 the digit behind the 9 may be one with which a landline begins. */
static bool is_old_mobile(const char *digits)
{
	return strlen(digits) == LANDLINE_DIGITS && has_area_code(digits) && digits[2] >= '2';
}

enum phone_result phone_find(const char *text, size_t length, char ends[2][PHONE_SIZE])
{
	struct dialled dialled = { 0 };
	bool readable = read_digits(text, length, &dialled);
	const char *digits = readable ? strip_prefixes(&dialled) : NULL;
	enum phone_result result = digits ? check_number(digits) : PHONE_INVALID;
	bool old = digits && is_old_mobile(digits);

	if (result != PHONE_OK && !old) {
		/* A part; no digit of it is a prefix. */
		if (!readable || dialled.plus || dialled.count > LANDLINE_DIGITS)
			return result;
		if (dialled.count < LEAST_DIGITS)
			return PHONE_SHORT;
		digits = dialled.digits;
	}
	strcpy(ends[1], digits);
	strcpy(ends[0], digits);
	if (old) {
		ends[0][2] = '9';
		strcpy(ends[0] + 3, digits + 2);
	}
	return PHONE_OK;
}

const struct fault_kind *phone_fault(enum phone_result result)
{
	static const struct fault_kind *const kinds[PHONE__MAX] = {
		[PHONE_INVALID] = &phone_invalid, [PHONE_NOT_GEOGRAPHIC] = &phone_not_geographic,
		[PHONE_LENGTH] = &phone_length,   [PHONE_DDD] = &phone_ddd,
		[PHONE_PREFIX] = &phone_prefix,   [PHONE_SHORT] = &phone_too_short,
	};

	return kinds[result];
}

static bool read_phone(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, const struct fault_kind **fault, long *number)
{
	char *e164 = arena_alloc(arena, PHONE_SIZE);
	enum phone_result result = phone_read(text, length, e164);

	(void)key;
	(void)number;
	*canonical = e164;
	*fault = phone_fault(result);
	return result == PHONE_OK;
}

const struct format phone_format = {
	.name = "phone",
	.read = read_phone,
};
