/* Walking history: commits in order, common ancestors, and what stood on a day. */
#include "git/walk.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/apart.h"
#include "git/graph.h"

#define CLOCKS_WRONG 100	/* so many versions more would say another day than say this one: nobody's clocks are like that */

struct Walk {
	git_revwalk *revwalk;	/* where some history is hidden, or */
	Graph graph;		/* all of it: it also knows shallow copies */
	uint32_t *order;
	size_t at;
	unsigned char *hidden;
};

/* Marks what can be reached from node, in an order in which children come first. */
static void paint(const Graph *g, const uint32_t *order, unsigned char *marks, unsigned char bit)
{
	for (size_t i = 0; i < g->nodes.len; i++) {
		const uint32_t *parents = graph_parents(g, order[i]);

		for (uint32_t k = 0; (marks[order[i]] & bit) && k < g->nodes.v[order[i]].parent_count; k++)
			marks[parents[k]] |= bit;
	}
}

static const Err *begin_graph(Walk *w, Repo *r, const Oid *from, const Oid *hide)
{
	uint32_t start, hidden = 0;
	const Err *err = graph_add(&w->graph, r, from, &start);

	if (!err && hide)
		err = graph_add(&w->graph, r, hide, &hidden);
	if (err)
		return err;
	w->order = graph_order(&w->graph);
	if (hide) {
		w->hidden = mem_alloc(w->graph.nodes.len + 1);
		w->hidden[hidden] = 1;
		paint(&w->graph, w->order, w->hidden, 1);
	}
	return NULL;
}

static const Err *begin_revwalk(Walk *w, Repo *r, const Oid *from, const Oid *hide)
{
	git_oid start = git2_oid(from), stop = git2_oid(hide);
	int rc = git_revwalk_new(&w->revwalk, r->git);

	if (rc >= 0)
		rc = git_revwalk_sorting(w->revwalk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	if (rc >= 0)
		rc = git_revwalk_push(w->revwalk, &start);
	if (rc >= 0)
		rc = git_revwalk_hide(w->revwalk, &stop);
	return rc < 0 ? git2_err(GIT_ERROR, _("history cannot be read")) : NULL;
}

const Err *walk_begin(Walk **out, Repo *r, const Oid *from, const Oid *hide)
{
	Walk *w = mem_alloc(sizeof *w);
	const Err *err;

	*out = NULL;
	if (hide && !repo_is_shallow(r))
		err = begin_revwalk(w, r, from, hide);
	else
		err = begin_graph(w, r, from, hide);
	if (err)
		walk_free(w);
	else
		*out = w;
	return err;
}

const Err *walk_begin_readable(Walk **out, Repo *r, const Oid *from)
{
	Walk *w = mem_alloc(sizeof *w);
	const Err *err;

	*out = NULL;
	w->graph.pass_over = true;
	if ((err = begin_graph(w, r, from, NULL)))
		walk_free(w);
	else
		*out = w;
	return err;
}

bool walk_lost(const Walk *w)
{
	return w->graph.lost.len > 0;
}

bool walk_next(Walk *w, Oid *out, const Err **err)
{
	git_oid id;
	int rc;

	*err = NULL;
	if (w->revwalk) {
		if ((rc = git_revwalk_next(&id, w->revwalk)) == 0)
			*out = git2_id(&id);
		else if (rc != GIT_ITEROVER)
			*err = git2_err(GIT_ERROR, _("history cannot be read"));
		return rc == 0;
	}
	while (w->at < w->graph.nodes.len && w->hidden && w->hidden[w->order[w->at]])
		w->at++;
	if (w->at == w->graph.nodes.len)
		return false;
	*out = w->graph.nodes.v[w->order[w->at++]].id;
	return true;
}

void walk_free(Walk *w)
{
	if (!w)
		return;
	git_revwalk_free(w->revwalk);
	graph_free(&w->graph);
	free(w->order);
	free(w->hidden);
	free(w);
}

/* In a shallow copy, where libgit2 stumbles over missing parents: marks 1 for a's history, 2 for b's. */
static const Err *both_histories(Repo *r, const Oid *a, const Oid *b, Graph *g, uint32_t **order, unsigned char **marks)
{
	uint32_t na, nb;
	const Err *err;

	if ((err = graph_add(g, r, a, &na)) || (err = graph_add(g, r, b, &nb)))
		return err;
	*order = graph_order(g);
	*marks = mem_alloc(g->nodes.len + 1);
	(*marks)[na] |= 1;
	(*marks)[nb] |= 2;
	paint(g, *order, *marks, 1);
	paint(g, *order, *marks, 2);
	return NULL;
}

static const Err *unrelated(void)
{
	return err_new(ERR_NONE, _("the two histories have nothing in common"));
}

static const Err *shallow_base(Repo *r, const Oid *a, const Oid *b, Oid *out)
{
	unsigned char *marks = NULL;
	uint32_t *order = NULL;
	Graph g = { 0 };
	const Err *err = both_histories(r, a, b, &g, &order, &marks);
	size_t i = 0;

	while (!err && i < g.nodes.len && marks[order[i]] != 3)
		i++;
	if (!err && i == g.nodes.len)
		err = unrelated();
	if (!err)
		*out = g.nodes.v[order[i]].id;
	free(order);
	free(marks);
	graph_free(&g);
	return err;
}

/* Of several libgit2 leaves out those that lie below another, and says which is the best. */
static const Err *several_bases(Repo *r, const Oid *a, const Oid *b, Oids *out)
{
	git_oidarray bases = { .count = 0 };
	git_oid oa = git2_oid(a), ob = git2_oid(b);

	if (git_merge_bases(&bases, r->git, &oa, &ob) < 0)
		return git2_err(GIT_ERROR, _("history cannot be read"));
	for (size_t i = 0; i < bases.count; i++)
		VEC_PUSH(out, git2_id(&bases.ids[i]));
	git_oidarray_dispose(&bases);
	return NULL;
}

const Err *walk_merge_bases(Repo *r, const Oid *a, const Oid *b, Oids *out)
{
	Apart apart;
	const Err *err;
	Oid base;

	if (repo_is_shallow(r)) {
		if (!(err = shallow_base(r, a, b, &base)))
			VEC_PUSH(out, base);
		return err;
	}
	if ((err = apart_find(r, a, b, &apart)))
		return err;
	if (apart.bases.len == 0)
		err = unrelated();
	else if (apart.bases.len > 1)
		err = several_bases(r, a, b, out);
	else
		VEC_PUSH(out, apart.bases.v[0]);
	apart_free(&apart);
	return err;
}

const Err *walk_merge_base(Repo *r, const Oid *a, const Oid *b, Oid *out)
{
	Oids bases = { 0 };
	const Err *err;

	if (!(err = walk_merge_bases(r, a, b, &bases)))
		*out = bases.v[0];
	VEC_FREE(&bases);
	return err;
}

static const Err *shallow_ahead_behind(Repo *r, const Oid *ours, const Oid *theirs, size_t *ahead, size_t *behind)
{
	unsigned char *marks = NULL;
	uint32_t *order = NULL;
	Graph g = { 0 };
	const Err *err = both_histories(r, ours, theirs, &g, &order, &marks);

	for (size_t i = 0; !err && i < g.nodes.len; i++) {
		*ahead += marks[i] == 1;
		*behind += marks[i] == 2;
	}
	free(order);
	free(marks);
	graph_free(&g);
	return err;
}

const Err *git_ahead_behind(Repo *r, const Oid *ours, const Oid *theirs, size_t *ahead, size_t *behind)
{
	Apart apart;
	const Err *err;

	*ahead = *behind = 0;
	if (repo_is_shallow(r))
		return shallow_ahead_behind(r, ours, theirs, ahead, behind);
	if ((err = apart_find(r, ours, theirs, &apart)))
		return err;
	*ahead = apart.ours;
	*behind = apart.theirs;
	apart_free(&apart);
	return NULL;
}

static const Err *no_commit_at(Repo *r, Date day)
{
	Str iso = STR_EMPTY;
	const Err *err;

	date_iso(day, &iso);
	err = repo_is_shallow(r) ? err_new(ERR_NONE, _("this copy holds no version from %s or before: it is cut off; “git fetch --unshallow” "
	    "brings the rest"), str_c(&iso)) : err_new(ERR_NONE, _("there is no version from %s or before"), str_c(&iso));
	str_free(&iso);
	return err;
}

/*
 * The line is parted where the fewest clocks are wrong: of the versions above that say the day or before it, and of those below that say
 * later.  The balance of both, counted downwards, is least there; of two such places the lower one, where the version at the upper one says that
 * it is older than what it stands on.
 */
const Err *git_commit_at(Repo *r, const Oid *from, Date day, Oid *out)
{
	const Err *err = NULL;
	bool found = false, more = true;
	int balance = 0, best = 0;
	int64_t made = 0;	/* the best one */
	Oid at = *from;

	while (!err && more && balance - best < CLOCKS_WRONG) {
		Commit c;
		bool later;

		if ((err = commit_read(r, &at, &c)))
			break;
		later = date_cmp(moment_date(c.committer.when), day) > 0;
		if (!later && (!found || balance < best || (balance == best && made < c.committer.when.sec))) {
			best = balance;
			made = c.committer.when.sec;
			found = true;
			*out = at;
		}
		balance += later ? -1 : 1;
		more = c.parents.len > 0 && !(repo_is_shallow(r) && graph_is_cut(r, &at));
		if (more)
			at = c.parents.v[0];
		commit_free(&c);
	}
	/* all of it may be later */
	if (!err && (!found || balance < best))
		err = no_commit_at(r, day);
	return err && found && balance >= best && err_kind(err) == ERR_CORRUPT ? NULL : err;
}
