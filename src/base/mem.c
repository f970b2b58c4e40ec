/* Memory that does not fail: running out ends the program, after the hook has made the journal safe. */
#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*end_hook)(void);

void mem_on_end(void (*hook)(void))
{
	end_hook = hook;
}

/* Nothing here may allocate, and the hook may itself run out: it is called once only. */
static _Noreturn void mem_end(void)
{
	static const char words[] = "blad: out of memory\n";
	void (*hook)(void) = end_hook;

	end_hook = NULL;
	if (hook)
		hook();
	(void)!write(STDERR_FILENO, words, sizeof words - 1);
	_exit(1);
}

void *mem_alloc(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		mem_end();
	return p;
}

void *mem_alloc_n(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		mem_end();
	return p;
}

void *mem_realloc_n(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		mem_end();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		mem_end();
	return p;
}

char *mem_dup(const char *s)
{
	return s ? mem_dup_n(s, strlen(s)) : NULL;
}

char *mem_dup_n(const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		mem_end();
	p = mem_alloc(n + 1);
	if (n)
		memcpy(p, s, n);
	return p;
}

char *mem_printf(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return mem_dup("");
	p = mem_alloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

#define CHUNK_FIRST 4096
#define CHUNK_MOST (1u << 20)

typedef struct Chunk Chunk;
struct Chunk {
	Chunk *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

struct Arena {
	Chunk *chunks;	/* the first is the one being filled */
	size_t given;
};

Arena *arena_new(void)
{
	return mem_alloc(sizeof(Arena));
}

static Chunk *chunk_add(Arena *a, size_t need)
{
	size_t size = a->chunks ? a->chunks->size * 2 : CHUNK_FIRST;
	Chunk *c;

	if (size > CHUNK_MOST)
		size = CHUNK_MOST;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof *c)
		mem_end();
	c = mem_alloc(sizeof *c + size);
	c->size = size;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_alloc(Arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	Chunk *c = a->chunks;
	void *p;

	if (n > SIZE_MAX - align)
		mem_end();
	n = n ? (n + align - 1) / align * align : align;
	if (!c || c->size - c->used < n)
		c = chunk_add(a, n);
	p = c->bytes + c->used;
	c->used += n;
	a->given += n;
	return p;
}

char *arena_dup(Arena *a, const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		mem_end();
	p = arena_alloc(a, n + 1);
	if (n)
		memcpy(p, s, n);
	return p;
}

size_t arena_size(const Arena *a)
{
	return a->given;
}

void arena_free(Arena *a)
{
	if (!a)
		return;
	for (Chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}
