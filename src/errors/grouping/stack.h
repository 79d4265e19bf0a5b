/* The tokens of a stack by which rule g2 recognises an error. Tokens contain neither line numbers, columns
 * nor addresses, so that an error stays the same if its function grows, moves in its file, or gets other
 * callers. All texts that are returned are UTF-8 without NUL and live in the arena or are literals; "" stands
 * for what a frame does not have. */
#ifndef BALCAO_ERRORS_GROUPING_STACK_H
#define BALCAO_ERRORS_GROUPING_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "errors/grouping/event.h"

struct arena;

enum { STACK_TOKENS_MAX = 50, STACK_LINE_MAX = 120 /* code points */ };

/* What identifies a frame. */
struct stack_token {
	const char *place;    /* its module or, without a module, its file; "" for a place in an image */
	const char *function; /* or the place in an image (image.h) */
	const char *line;     /* its source line, if that counts */
};

struct stack {
	struct stack_token tokens[STACK_TOKENS_MAX]; /* the innermost first */
	size_t count;
	bool told;    /* a token has a function or a line */
	bool unnamed; /* the innermost frame has no token: what identifies the error best is not known */
};

/* Returns the family of a platform, in lower case: the part before its first "-" (python-django,
 * javascript-react), except that "javascript" also stands for node, electron, deno, bun and react, "java"
 * for kotlin, groovy, scala and android, "csharp" for dotnet, fsharp and vb, and "native" for c, cpp, objc,
 * cocoa, apple and swift. Returns "other" if `platform` is NULL or empty. */
const char *stack_family(struct arena *arena, const char *platform);

/* Returns the name of the frame's file, in lower case: the part after the last / or \ of `filename` or,
 * without a filename, of `abs_path`, without ?query and #fragment. In JavaScript, and in files ending in .js,
 * .mjs and .cjs, without what bundlers add (bundle.h). */
const char *stack_file(struct arena *arena, const struct frame *frame, const char *family);

/* Returns the frame's module without what compilers generate (suffix.h) and, in JavaScript, without what
 * bundlers add. */
const char *stack_module(struct arena *arena, const struct frame *frame, const char *family);

/* Returns the name of a function without what compilers generate (suffix.h), or "" if it has no name:
 * - "?", "<anonymous>", "anonymous function" and "<lambda>" are not names;
 * - javascript: the part after the last "." is taken, without "async" before it; "anonymous", "global code",
 *   "module code", "eval code" (Safari) and names that end in < (Firefox) are not names;
 * - php: of an anonymous class (…@anonymous…) the method after the last "::" is taken, and a closure that
 *   PHP 8.4 names by its line, {closure:…}, becomes {closure};
 * - java: lambda$… is not a name. */
const char *stack_function(struct arena *arena, const char *function, const char *family);

/* Returns the frame's source line, its white space folded, if it can count: in javascript, python, php and
 * ruby, at most STACK_LINE_MAX long, with a letter or digit. Longer lines are those of minified code, which
 * change with each build, also where the SDK has cut them ({snip}). */
const char *stack_line(struct arena *arena, const struct frame *frame, const char *family);

/* Reads the tokens of the `limit` (1 to STACK_TOKENS_MAX) innermost frames. Only the frames of the class that
 * stack_class returns are used; "the innermost" is the innermost of these. A frame's line counts if it has no
 * function, in whose stead it stands, and that of the innermost frame unless it belongs to a library. A frame
 * with neither function nor line has no token in javascript, python, php and ruby, where only its file would
 * be left; elsewhere a frame has no token if it has neither module, file nor function.
 * Skipped, and not counted, are frames without a token, frames of eval and native code (by their function or
 * by their path, which is abs_path or else the filename), and frames with the same token as the last one
 * taken, whatever its line if it has a function (recursion). */
void stack_read(struct arena *arena, const struct event *event, const struct exception *exception,
		size_t limit, struct stack *stack);

/* Returns which class of frames identifies the exception: IN_APP_YES if any frame belongs to the
 * application, else IN_APP_UNKNOWN if this is unknown of any frame, else IN_APP_NO. */
enum in_app stack_class(const struct exception *exception);

#endif
