/* The expressions of gettext's Plural-Forms: which form of a word goes with a number. */
#ifndef BLAD_BASE_PLURAL_H
#define BLAD_BASE_PLURAL_H

#include <stdbool.h>

/*
 * Evaluates expr (C's operators ?: || && == != < > <= >= + - * / % !, n, numbers) up to ';' or a line end; false if it is
 * none.
 */
bool plural_form(const char *expr, unsigned long n, unsigned long *out);

#endif
