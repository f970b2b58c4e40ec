/* Equal byte strings get equal small numbers: an open hash table over an arena. */
#include "base/intern.h"

#include <stdlib.h>
#include <sys/auxv.h>

#include "base/mem.h"
#include "base/vec.h"

typedef struct {
	Slice s;
	uint64_t hash;
} Entry;

struct Intern {
	Arena *arena;
	VEC(Entry) entries;
	uint32_t *table;	/* number + 1; 0 is free */
	size_t mask;
	uint64_t seed;
};

/* FNV-1a with a seed of this process, so that no text can be made whose strings all collide. */
static uint64_t hash_bytes(uint64_t seed, Slice s)
{
	uint64_t h = seed;

	for (size_t i = 0; i < s.len; i++) {
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
		h ^= h >> 29;
	}
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

Intern *intern_new(void)
{
	Intern *in = mem_alloc(sizeof *in);
	const unsigned char *random = (const unsigned char *)(uintptr_t)getauxval(AT_RANDOM);

	in->seed = 0xcbf29ce484222325u;
	if (random)
		for (int i = 0; i < 8; i++)
			in->seed ^= (uint64_t)random[i] << (8 * i);
	in->arena = arena_new();
	in->mask = 63;
	in->table = mem_alloc_n(in->mask + 1, sizeof *in->table);
	return in;
}

/* The slot that holds s, or the free one where it would go. */
static size_t slot_of(const Intern *in, uint64_t hash, Slice s)
{
	size_t i = (size_t)hash & in->mask;

	while (in->table[i]) {
		const Entry *e = &in->entries.v[in->table[i] - 1];

		if (e->hash == hash && slice_eq(e->s, s))
			break;
		i = (i + 1) & in->mask;
	}
	return i;
}

static void table_double(Intern *in)
{
	free(in->table);
	in->mask = in->mask * 2 + 1;
	in->table = mem_alloc_n(in->mask + 1, sizeof *in->table);
	for (size_t k = 0; k < in->entries.len; k++) {
		size_t i = (size_t)in->entries.v[k].hash & in->mask;

		while (in->table[i])
			i = (i + 1) & in->mask;
		in->table[i] = (uint32_t)k + 1;
	}
}

uint32_t intern_put(Intern *in, Slice s)
{
	uint64_t hash = hash_bytes(in->seed, s);
	size_t i = slot_of(in, hash, s);
	Entry *e;

	if (in->table[i])
		return in->table[i] - 1;
	e = VEC_ADD(&in->entries);
	e->s = slice(arena_dup(in->arena, s.p, s.len), s.len);
	e->hash = hash;
	in->table[i] = (uint32_t)in->entries.len;
	if (in->entries.len > in->mask / 4 * 3)
		table_double(in);
	return (uint32_t)in->entries.len - 1;
}

int64_t intern_find(const Intern *in, Slice s)
{
	return (int64_t)in->table[slot_of(in, hash_bytes(in->seed, s), s)] - 1;
}

size_t intern_count(const Intern *in)
{
	return in->entries.len;
}

Slice intern_get(const Intern *in, uint32_t id)
{
	return in->entries.v[id].s;
}

void intern_free(Intern *in)
{
	if (!in)
		return;
	arena_free(in->arena);
	VEC_FREE(&in->entries);
	free(in->table);
	free(in);
}
