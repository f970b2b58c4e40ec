/* git's commit-graph file: what a walk needs of a commit, without reading the commit.  Private to this room. */
#ifndef BLAD_GIT_COMMIT_GRAPH_H
#define BLAD_GIT_COMMIT_GRAPH_H

#include "git/git2.h"

typedef struct CommitGraph CommitGraph;

/* NULL where there is none, or none that can be trusted; everything goes on without it. */
CommitGraph *commit_graph_open(Repo *r);
/* False: it does not know this commit.  Empties out->parents first. */
bool commit_graph_head(const CommitGraph *g, const Oid *id, CommitHead *out);
void commit_graph_close(CommitGraph *g);

#endif
