/* The tokens of a stack by which rule g1 recognises an error. Tokens contain neither lines, columns nor
 * addresses, so that an error stays the same if its function grows, moves in its file, or gets other
 * callers. All texts that are returned are UTF-8 without NUL and live in the arena or are literals. */
#ifndef BALCAO_ERRORS_GROUPING_STACK_H
#define BALCAO_ERRORS_GROUPING_STACK_H

#include <stddef.h>

#include "errors/grouping/event.h"

struct arena;

enum { STACK_TOKENS_MAX = 50 };

/* Returns the family of a platform, in lower case: the part before its first "-" (python-django,
 * javascript-react), except that "javascript" also stands for node, electron, deno, bun and react, "java"
 * for kotlin, groovy, scala and android, "csharp" for dotnet, fsharp and vb, and "native" for c, cpp, objc,
 * cocoa, apple and swift. Returns "other" if `platform` is NULL or empty. */
const char *stack_family(struct arena *arena, const char *platform);

/* Returns the token that identifies a frame: its module or, without a module, its file (see stack_file),
 * then "|" and its function (see stack_function). Returns "" if the frame has neither module, file nor
 * function. */
const char *stack_token(struct arena *arena, const struct frame *frame, const char *family);

/* Returns the name of the frame's file, in lower case: the part after the last / or \ of `filename` or,
 * without a filename, of `abs_path`, without ?query and #fragment. Hashes by which bundlers mark a build are
 * removed: each ".[0-9a-f]{8,}." becomes ".". Returns "" if the frame has no file. */
const char *stack_file(struct arena *arena, const struct frame *frame);

/* Returns the name of a function without the parts that compilers generate, or "" if it has no name:
 * - "?", "<anonymous>", "anonymous function" and "<lambda>" are not names;
 * - these suffixes are removed, also repeatedly: $ and digits; __ digits _ digits; 0x and hexadecimal
 *   digits, with the blanks, + and @ before them (an offset);
 * - javascript: the part after the last "." is taken;
 * - php: of an anonymous class (…@anonymous…) the method after the last "::" is taken, and a closure that
 *   PHP 8.4 names by its line, {closure:…}, becomes {closure};
 * - java: lambda$… is not a name. */
const char *stack_function(struct arena *arena, const char *function, const char *family);

/* Writes the tokens of the `limit` (1 to STACK_TOKENS_MAX) innermost frames to `tokens`, the innermost
 * first, and returns their number. Only the frames of the class that stack_class returns are used. Skipped,
 * and not counted, are frames without a token, frames of eval and native code, and frames with the same
 * token as the last one taken (recursion). */
size_t stack_tokens(struct arena *arena, const struct exception *exception, const char *family, size_t limit,
		    const char *tokens[STACK_TOKENS_MAX]);

/* Returns which class of frames identifies the exception: IN_APP_YES if any frame belongs to the
 * application, else IN_APP_UNKNOWN if this is unknown of any frame, else IN_APP_NO. */
enum in_app stack_class(const struct exception *exception);

#endif
