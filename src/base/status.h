/* The outcomes of functions that can fail; http/problem.c has their status numbers and texts. A problem
 * that only one room knows (a username is taken) is E_REFUSED, and call->refusal says which problem it
 * is: call_refuse. */
#ifndef BALCAO_BASE_STATUS_H
#define BALCAO_BASE_STATUS_H

enum status {
	OK,
	E_MALFORMED_JSON,
	E_BAD_REQUEST,
	E_UNAUTHENTICATED,
	E_TOKEN_EXPIRED,
	E_TOKEN_INVALID,
	E_FORBIDDEN,
	E_NOT_FOUND,
	E_METHOD_NOT_ALLOWED,
	E_CONFLICT,
	E_PRECONDITION_FAILED,
	E_CONTENT_TOO_LARGE,
	E_UNSUPPORTED_MEDIA_TYPE,
	E_VALIDATION,
	E_TOO_MANY_REQUESTS,
	E_INTERNAL,
	E_UNAVAILABLE,
	E_BUSY, /* refused by a limit of our own on slow work */
	/* only nginx answers these; they are here for their codes */
	E_URI_TOO_LONG,
	E_HEADER_TOO_LARGE,
	E_TIMEOUT,
	E__MAX,
	E_REFUSED /* refused by a rule of a room */
};

/* For functions whose outcome callers must not ignore. */
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
