/* Equal byte strings get equal small numbers, so that comparing becomes comparing numbers. */
#ifndef BLAD_BASE_INTERN_H
#define BLAD_BASE_INTERN_H

#include <stdint.h>

#include "base/str.h"

typedef struct Intern Intern;
Intern *intern_new(void);
uint32_t intern_put(Intern *in, Slice s);		/* the number of s, new or old; from 0, without gaps */
int64_t intern_find(const Intern *in, Slice s);		/* or -1 */
size_t intern_count(const Intern *in);
Slice intern_get(const Intern *in, uint32_t id);
void intern_free(Intern *in);

#endif
