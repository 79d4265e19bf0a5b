/* The parts of names that compilers and run-time environments generate, and that change with each build. */
#ifndef BALCAO_ERRORS_GROUPING_SUFFIX_H
#define BALCAO_ERRORS_GROUPING_SUFFIX_H

/* Removes from `name`, the name of a function or a module, in place:
 * - at its end, also repeatedly: $ and digits; __ digits _ digits (Rails' templates); 0x and hexadecimal
 *   digits, with the blanks, + and @ before them (an offset); ::h and 16 hexadecimal digits (Rust);
 * - what follows $$EnhancerBy, $$FastClassBy, $$SpringCGLIB or $$Lambda, with it (Spring, Java);
 * - of each <name>d__ digits (a state machine of C#) all but the name. */
void suffix_cut(char *name);

#endif
