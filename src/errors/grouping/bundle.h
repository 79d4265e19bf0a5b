/* The names that bundlers of JavaScript give to their files: name-HASH.js, where the hash changes with each
 * build. Seen in Vite, Rollup, esbuild, webpack, Next.js, Turbopack and Angular. */
#ifndef BALCAO_ERRORS_GROUPING_BUNDLE_H
#define BALCAO_ERRORS_GROUPING_BUNDLE_H

#include <stdbool.h>

/* Removes from `name`, in place, what a build puts before its extension (before its end, if it is a module,
 * whose name has no extension), also repeatedly:
 * - ".chunk", ".min" and "._";
 * - a hash: a ".", "-" or "_" and at least eight letters, digits, "-" and "_", with a digit or with letters
 *   of both cases, or in upper case alone (esbuild). A "-" or "_" can stand only in a hash of eight (Rollup
 *   and Vite) or in one that has a digit and both cases: "order-history2" has none. The shortest part that
 *   fits is the hash.
 * A name of sixteen or more hexadecimal digits is itself a hash (Turbopack): only its extension remains.
 * Call it before the name is put into lower case. */
void bundle_trim(char *name, bool module);

#endif
