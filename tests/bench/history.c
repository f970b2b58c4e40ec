/*
 * history DIR WHAT …: milliseconds of one call inside a process that is already running; the median of many.
 *	issues N	the history of N issues, spread over the archive
 *	walked N	the same without the index
 *	item ADDRESS	the history of one item; the first time, then the median of the others
 *	catch-up	taking the newest version into an index that lacks only that
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/history.h"
#include "archive/history_index.h"
#include "archive/issues.h"
#include "archive/trail.h"

#define ROUNDS 21

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void need(const Err *err)
{
	if (!err)
		return;
	fprintf(stderr, "history: %s\n", err_text(err));
	exit(1);
}

/* How long, and how many versions there are. */
static double history_ms(Archive *a, const char *address, size_t *versions)
{
	Target t = { 0 };
	History h = { 0 };
	double begin, took;

	need(target_find(a, slice_c(address), &t));
	begin = now_ms();
	need(history_read(a, &t, 0, &h));
	took = now_ms() - begin;
	*versions = h.versions.len;
	history_free(&h);
	target_free(&t);
	return took;
}

static double issues(Archive *a, size_t n)
{
	const TreeFiles *f = archive_files(a);
	double *took = calloc(n, sizeof *took), median;
	size_t versions;

	for (size_t i = 0; i < n; i++)
		took[i] = history_ms(a, f->files.v[i * f->files.len / n].path, &versions);
	qsort(took, n, sizeof *took, compare);
	median = took[n / 2];
	free(took);
	return median;
}

static void item(Archive *a, const char *address)
{
	double took[ROUNDS], first;
	size_t versions;

	first = history_ms(a, address, &versions);
	for (size_t i = 0; i < ROUNDS; i++)
		took[i] = history_ms(a, address, &versions);
	qsort(took, ROUNDS, sizeof *took, compare);
	printf("%.3f %.3f %zu\n", first, took[ROUNDS / 2], versions);
}

int main(int argc, char **argv)
{
	Archive *a;
	double begin;

	if (argc < 3) {
		fputs("usage: history DIR issues N | walked N | item ADDRESS | catch-up\n", stderr);
		return 2;
	}
	need(archive_open(&a, argv[1]));
	if (strcmp(argv[2], "item") == 0 && argc == 4) {
		item(a, argv[3]);
	} else if (strcmp(argv[2], "catch-up") == 0) {
		begin = now_ms();
		if (!history_index_ready(a)) {
			fputs("history: the index is not whole\n", stderr);
			return 1;
		}
		printf("%.3f\n", now_ms() - begin);
	} else if (argc == 4) {
		trail_without_index(strcmp(argv[2], "walked") == 0);
		printf("%.3f\n", issues(a, (size_t)atoi(argv[3])));
	}
	archive_free(a);
	return 0;
}
