/* Memory that does not fail: running out ends the program, after the hook has made the journal safe. */
#ifndef BLAD_BASE_MEM_H
#define BLAD_BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);			/* zeroed */
void *mem_alloc_n(size_t n, size_t size);	/* zeroed; n*size checked */
void *mem_realloc_n(void *p, size_t n, size_t size);
char *mem_dup(const char *s);			/* NULL stays NULL */
char *mem_dup_n(const char *s, size_t n);	/* ends it with NUL */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Called once before the program ends for want of memory; it must not allocate. */
void mem_on_end(void (*hook)(void));

/* Many small things that go together and are freed at once. */
typedef struct Arena Arena;
Arena *arena_new(void);
void *arena_alloc(Arena *a, size_t n);		/* zeroed, aligned for anything */
char *arena_dup(Arena *a, const char *s, size_t n);	/* ends it with NUL */
size_t arena_size(const Arena *a);
void arena_free(Arena *a);			/* NULL is nothing */

#endif
