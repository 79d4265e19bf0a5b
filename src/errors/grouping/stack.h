/* The frames of a stack by which an error is known again: rule g1, with what it leaves open settled here.
 * Lines, columns and addresses are never among it, so a function may grow, move and be called by others. */
#ifndef BALCAO_ERRORS_GROUPING_STACK_H
#define BALCAO_ERRORS_GROUPING_STACK_H

#include <stddef.h>

#include "errors/grouping/event.h"

struct arena;

enum { STACK_TOKENS_MAX = 50 };

/* The family of a platform, in lower case: what stands before its first "-" (python-django,
 * javascript-react), and "javascript" for node, electron, deno, bun and react, "java" for kotlin, groovy,
 * scala and android, "csharp" for dotnet, fsharp and vb, "native" for c, cpp, objc, cocoa, apple and swift.
 * "other" for none. */
const char *stack_family(struct arena *arena, const char *platform);

/* What identifies a frame: its module, or, lacking one, the name of its file (see stack_file), then "|" and
 * its function without what compilers made up (see stack_function). Empty if there is neither module, file
 * nor function. */
const char *stack_token(struct arena *arena, const struct frame *frame, const char *family);

/* The name of the frame's file, in lower case: what follows the last / or \ of `filename` (or, lacking one,
 * of `abs_path`) without ?query and #fragment, and each ".[0-9a-f]{8,}." in it is a ".", which is how
 * bundlers mark a build. Empty if there is none. */
const char *stack_file(struct arena *arena, const struct frame *frame);

/* `function` as it was written:
 * - "?", "<anonymous>", "anonymous function", "<lambda>" are none;
 * - $ and digits, __ digits _ digits, and 0x and hexadecimal digits go from the end as often as they are
 *   there, with + @ and blanks before the last (an offset);
 * - javascript: what follows the last ".";
 * - php: of an anonymous class (…@anonymous…) the method, which follows the last "::"; of a closure that PHP
 *   8.4 names by its line, {closure:…}, is left {closure};
 * - java: lambda$… is none.
 * Empty: none. */
const char *stack_function(struct arena *arena, const char *function, const char *family);

/* The tokens of the `limit` (1 to STACK_TOKENS_MAX) frames nearest to where `exception` was thrown, that one
 * first. They are of the frames that are the application's; if none is, of those of which it isn't told; else
 * of all. Passed over, and not counted, are frames without a token, eval and native code, and those whose
 * token is that of the one taken before (recursion). `tokens` is the caller's; returned is how many there
 * are. */
size_t stack_tokens(struct arena *arena, const struct exception *exception, const char *family, size_t limit,
		    const char *tokens[STACK_TOKENS_MAX]);

/* The kind of frames that stack_tokens looks at. IN_APP_NO: none is told to be the application's. */
enum in_app stack_part(const struct exception *exception);

#endif
