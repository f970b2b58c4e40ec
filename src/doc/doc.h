/* A Doc is the tree of a text: blocks and inlines that know their bytes and may bear a change mark. */
#ifndef BLAD_DOC_DOC_H
#define BLAD_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"

typedef enum {
	/* blocks */
	NODE_DOC, NODE_HEADING, NODE_PARA, NODE_QUOTE, NODE_LIST, NODE_LISTITEM, NODE_CODE, NODE_HTML, NODE_RULE,
	NODE_TABLE, NODE_ROW, NODE_CELL,
	NODE_SOURCE,	/* a block too deep or too bracketed to parse, as its lines */
	NODE_NOTE,	/* a line of ours, not of the text */
	/* inlines */
	NODE_TEXT, NODE_SOFTBREAK, NODE_HARDBREAK, NODE_EMPH, NODE_STRONG, NODE_CODESPAN, NODE_LINK, NODE_IMAGE,
	NODE_HTML_INLINE
} NodeKind;

/* MARK_MOVED: it stood elsewhere; MARK_AWAY: a note where it stood. */
typedef enum { MARK_NONE, MARK_ADDED, MARK_REMOVED, MARK_CHANGED, MARK_MOVED, MARK_AWAY } Mark;
typedef enum { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

typedef struct Node Node;
struct Node {
	NodeKind kind;
	Mark mark;
	Align align;		/* NODE_CELL */
	int level;		/* NODE_HEADING: 1 to 6; NODE_LISTITEM: in a comparison its number then, if that was another */
	int start;		/* NODE_LIST: first number, -1 for bullets; NODE_LISTITEM: its number */
	char delim;		/* NODE_LIST: '.' or ')' */
	bool tight;		/* NODE_LIST; NODE_CODE, …: the block before it goes on in it */
	bool head;		/* NODE_ROW */
	Slice text;		/* TEXT, CODE, CODESPAN, HTML, SOURCE, NOTE; in the Doc's arena */
	Slice url, title;	/* LINK, IMAGE */
	size_t from, to;	/* bytes in the source (whole lines for blocks); inlines: as near as is known */
	Node *parent, *first, *last, *prev, *next;
};

typedef struct {
	Arena *arena;
	Node *root;
	size_t len;		/* of the source */
} Doc;

Doc *doc_new(void);
Node *doc_node(Doc *d, NodeKind kind);			/* loose; owned by the arena */
/* Copies the text into the arena through the gate of base/utf8.h: no Doc holds control bytes.  Soft hyphens stay. */
Node *doc_text(Doc *d, NodeKind kind, Slice text);
Slice doc_gated(Doc *d, Slice text);		/* the same for an address or a title, without soft hyphens */
/* Bytes of the soft hyphen, zero width space or word joiner at s[at]; 0: there is none. */
size_t doc_break_hint(Slice s, size_t at);
void doc_append(Node *parent, Node *child);
void doc_insert_before(Node *next, Node *child);
void doc_unlink(Node *n);
bool doc_is_block(const Node *n);
/* The next node in reading order below root (NULL at the end); nesting costs no stack. */
Node *doc_next(const Node *root, const Node *n);
Node *doc_next_skip(const Node *root, const Node *n);	/* without n's children */
void doc_words(const Node *n, Str *out);		/* the text below n, breaks as blanks */
void doc_free(Doc *d);

#endif
