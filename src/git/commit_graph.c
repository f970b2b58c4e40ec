/*
 * git's commit-graph (gitformat-commit-graph(5), version 1): one file, or a chain of them in which a position counts through all
 * layers.  Every place in it is checked, since anybody may have written it; what it says is believed, as git does.
 */
#include "git/commit_graph.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#define LAYERS_MAX 64
#define PARENTS_MAX 1024	/* one with more is read from the commit itself */
#define HEADER_BYTES 8
#define CHUNK_BYTES 12		/* a row of the table of chunks */
#define FANOUT_BYTES 1024
#define DATA_BYTES (OID_BYTES + 16)
#define NO_PARENT 0x70000000u
#define MORE_PARENTS 0x80000000u	/* the second one is a place in the list of edges; in that list: the last */

typedef struct {
	const unsigned char *map, *fanout, *ids, *data, *edges;
	size_t size, edge_count;
	uint32_t count, below;	/* commits in it, and in the layers below it */
} Layer;

struct CommitGraph {
	Layer layers[LAYERS_MAX];	/* the oldest first */
	size_t n;
};

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint64_t be64(const unsigned char *p)
{
	return (uint64_t)be32(p) << 32 | be32(p + 4);
}

/* ---- opening ---- */

static bool map_file(const char *path, Layer *out)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	void *map = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > HEADER_BYTES)
		map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (map == MAP_FAILED)
		return false;
	out->map = map;
	out->size = (size_t)st.st_size;
	return true;
}

/* A chunk by its name; *size its bytes. */
static const unsigned char *chunk(const Layer *l, const char *name, size_t *size)
{
	size_t n = l->map[6];

	*size = 0;
	for (size_t i = 0; i < n && HEADER_BYTES + (i + 2) * CHUNK_BYTES <= l->size; i++) {
		const unsigned char *row = l->map + HEADER_BYTES + i * CHUNK_BYTES;
		uint64_t from = be64(row + 4), to = be64(row + CHUNK_BYTES + 4);

		if (memcmp(row, name, 4) != 0)
			continue;
		if (from > to || to > l->size)
			return NULL;
		*size = (size_t)(to - from);
		return l->map + from;
	}
	return NULL;
}

static bool fanout_rises(const unsigned char *fanout)
{
	for (size_t i = 1; i < 256; i++)
		if (be32(fanout + 4 * i) < be32(fanout + 4 * (i - 1)))
			return false;
	return true;
}

static bool layer_read(Layer *l, uint32_t below)
{
	size_t fanout, ids, data, edges;

	if (memcmp(l->map, "CGPH\1\1", 6) != 0)
		return false;
	l->fanout = chunk(l, "OIDF", &fanout);
	l->ids = chunk(l, "OIDL", &ids);
	l->data = chunk(l, "CDAT", &data);
	l->edges = chunk(l, "EDGE", &edges);
	l->edge_count = edges / 4;
	if (!l->fanout || !l->ids || !l->data || fanout < FANOUT_BYTES || !fanout_rises(l->fanout))
		return false;
	l->count = be32(l->fanout + FANOUT_BYTES - 4);
	l->below = below;
	return l->count < NO_PARENT - below && ids / OID_BYTES >= l->count && data / DATA_BYTES >= l->count;
}

static bool add_layer(CommitGraph *g, const char *path)
{
	Layer *l = &g->layers[g->n];
	const Layer *last = g->n > 0 ? l - 1 : NULL;

	if (g->n == LAYERS_MAX || !map_file(path, l))
		return false;
	g->n++;
	return layer_read(l, last ? last->below + last->count : 0);
}

/* The chain names its files by their hashes, the oldest first. */
static bool add_chain(CommitGraph *g, const char *folder)
{
	char *path = path_join(folder, "commit-graph-chain");
	Str text = STR_EMPTY;
	bool good = file_exists(path) && !file_read(path, &text);
	Slice rest = str_slice(&text);

	while (good && rest.len > 0) {
		Slice hash = slice_chomp(slice_line(&rest));
		Oid id;
		char *name = mem_printf("%s/graph-%.*s.graph", folder, (int)hash.len, hash.p);

		good = oid_parse(hash, &id) && add_layer(g, name);
		free(name);
	}
	str_free(&text);
	free(path);
	return good && g->n > 0;
}

static void unmap(CommitGraph *g)
{
	for (size_t i = 0; i < g->n; i++)
		munmap((void *)(uintptr_t)g->layers[i].map, g->layers[i].size);
	memset(g, 0, sizeof *g);
}

CommitGraph *commit_graph_open(Repo *r)
{
	CommitGraph *g = mem_alloc(sizeof *g);
	char *one = path_join(r->common_dir, "objects/info/commit-graph");
	char *folder = path_join(r->common_dir, "objects/info/commit-graphs");
	bool good = add_layer(g, one);

	if (!good) {
		unmap(g);
		good = add_chain(g, folder);
	}
	free(one);
	free(folder);
	if (!good) {
		commit_graph_close(g);
		return NULL;
	}
	return g;
}

void commit_graph_close(CommitGraph *g)
{
	if (!g)
		return;
	unmap(g);
	free(g);
}

/* ---- asking ---- */

static bool find_in(const Layer *l, const Oid *id, uint32_t *out)
{
	uint32_t low = id->b[0] > 0 ? be32(l->fanout + 4 * ((size_t)id->b[0] - 1)) : 0, high = be32(l->fanout + 4 * (size_t)id->b[0]);

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int cmp = memcmp(id->b, l->ids + (size_t)mid * OID_BYTES, OID_BYTES);

		if (cmp == 0) {
			*out = mid;
			return true;
		}
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* The commit at a position that counts through all layers. */
static bool add_parent(const CommitGraph *g, uint32_t at, CommitHead *out)
{
	for (size_t i = g->n; i-- > 0;) {
		const Layer *l = &g->layers[i];

		if (at < l->below)
			continue;
		if (at - l->below >= l->count)
			return false;
		memcpy(VEC_ADD(&out->parents)->b, l->ids + (size_t)(at - l->below) * OID_BYTES, OID_BYTES);
		return true;
	}
	return false;
}

static bool add_edges(const CommitGraph *g, const Layer *l, size_t at, CommitHead *out)
{
	for (; at < l->edge_count && out->parents.len < PARENTS_MAX; at++) {
		uint32_t edge = be32(l->edges + 4 * at);

		if (!add_parent(g, edge & ~MORE_PARENTS, out))
			return false;
		if (edge & MORE_PARENTS)
			return true;
	}
	return false;
}

static bool read_at(const CommitGraph *g, const Layer *l, uint32_t at, CommitHead *out)
{
	const unsigned char *p = l->data + (size_t)at * DATA_BYTES;
	uint32_t first = be32(p + OID_BYTES), second = be32(p + OID_BYTES + 4);

	memcpy(out->tree.b, p, OID_BYTES);
	/* the low 34 bits; the others are the generation */
	out->time = (int64_t)(be64(p + OID_BYTES + 8) & 0x3ffffffffu);
	if (first != NO_PARENT && !add_parent(g, first, out))
		return false;
	if (second & MORE_PARENTS)
		return add_edges(g, l, second & ~MORE_PARENTS, out);
	return second == NO_PARENT || add_parent(g, second, out);
}

bool commit_graph_head(const CommitGraph *g, const Oid *id, CommitHead *out)
{
	uint32_t at;

	out->parents.len = 0;
	for (size_t i = g ? g->n : 0; i-- > 0;)
		if (find_in(&g->layers[i], id, &at))
			return read_at(g, &g->layers[i], at, out);
	return false;
}
