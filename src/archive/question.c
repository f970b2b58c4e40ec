/* What a person must decide, as a value. */
#include "archive/question.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "issue/addr.h"

#define QUOTED_MAX 48	/* bytes of what each wrote, in a sentence */

char *question_address(const char *path, const char *version, const Conflict *c)
{
	AddrPart part = !c->chain ? ADDR_ISSUE : c->chain[0] == ':' ? ADDR_KEY : c->chain[0] ? ADDR_ITEM : ADDR_LEAD;
	Str address = STR_EMPTY;

	addr_format(slice_c(path), part, slice_c(part == ADDR_KEY ? c->chain + 1 : part == ADDR_ITEM ? c->chain : NULL), slice_c(version), &address);
	return str_steal(&address);
}

Question *question_add(Questions *q, const char *path, const char *version, Conflict *c)
{
	Question *out = VEC_ADD(&q->open);

	*out = (Question){ .path = mem_dup(path), .address = question_address(path, version, c), .c = *c };
	memset(c, 0, sizeof *c);
	return out;
}

/* ---- in words ---- */

static bool is_end_of_word(Slice s, size_t at)
{
	return at == 0 || at >= s.len || s.p[at] == ' ' || s.p[at - 1] == ' ' || s.p[at] == '\n' || s.p[at - 1] == '\n';
}

/* The word behind a bare number, without which it says little: "12 april". */
static size_t unit_behind(Slice s, size_t head, size_t tail)
{
	size_t to = s.len - tail, n = 1;

	if (to <= head || tail < 2 || s.p[to] != ' ')
		return 0;
	for (size_t i = head; i < to; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
	while (n < tail && s.p[to + n] != ' ' && s.p[to + n] != '\n' && s.p[to + n] != '.' && s.p[to + n] != ',')
		n++;
	return n;
}

/* The one place where two texts differ, in whole words; false where that is long, or nothing on one side. */
static bool differ_at(Slice a, Slice b, Slice *mine, Slice *theirs)
{
	size_t head = 0, tail = 0, most = a.len < b.len ? a.len : b.len;

	while (head < most && a.p[head] == b.p[head])
		head++;
	while (head > 0 && !(is_end_of_word(a, head) && is_end_of_word(b, head)))
		head--;
	while (tail < most - head && a.p[a.len - 1 - tail] == b.p[b.len - 1 - tail])
		tail++;
	while (tail > 0 && !(is_end_of_word(a, a.len - tail) && is_end_of_word(b, b.len - tail)))
		tail--;
	tail -= unit_behind(a, head, tail);
	*mine = slice_trim(slice_sub(a, head, a.len - tail));
	*theirs = slice_trim(slice_sub(b, head, b.len - tail));
	while (mine->len > 1 && theirs->len > 1 && mine->p[mine->len - 1] == theirs->p[theirs->len - 1] && strchr(",.;:!?", mine->p[mine->len - 1])) {
		mine->len--;
		theirs->len--;
	}
	return mine->len && theirs->len && mine->len <= QUOTED_MAX && theirs->len <= QUOTED_MAX && !memchr(mine->p, '\n', mine->len) &&
	    !memchr(theirs->p, '\n', theirs->len);
}

static Slice value_of(const Conflict *c, MergeSide who)
{
	Slice s = slice_trim(str_slice(&c->text[who]));

	if (c->chain && c->chain[0] == ':')	/* "key: value", whatever the header's form */
		for (size_t i = 0; i < s.len; i++)
			if (s.p[i] == ':' || s.p[i] == '=')
				return slice_trim(slice_sub(s, i + 1, s.len));
	return s;
}

void question_say(const Question *q, Str *out)
{
	const Conflict *c = &q->c;
	const char *what = c->title[0] ? c->title : strchr(q->address, '#') ? _("Lead") : q->address;
	const char *by = q->theirs_by ? q->theirs_by : q->draft ? _("the archive") : _("others");
	Slice mine, theirs;

	if (q->moved_to)
		str_printf(out, _("%s: you moved it to %s as it was, and %s changed it here."), what, q->moved_to, by);
	else if (!c->has[MERGE_OURS] && c->has[MERGE_THEIRS])
		str_printf(out, _("%s: you deleted it, and %s changed it."), what, by);
	else if (!c->has[MERGE_THEIRS] && c->has[MERGE_OURS])
		str_printf(out, _("%s: you changed it, and %s deleted it."), what, by);
	else if (strcmp(c->kind, "published") == 0)
		str_printf(out, _("%s: one of you and %s gave the issue out, and the other changed it."), what, by);
	else if (strcmp(c->kind, "order") == 0)
		str_printf(out, _("%s: you have put it in one place, and %s in another."), what, by);
	else if (!q->whole && differ_at(value_of(c, MERGE_OURS), value_of(c, MERGE_THEIRS), &mine, &theirs))
		str_printf(out, _("%s: you wrote “%.*s”, %s “%.*s”."), what, (int)mine.len, mine.p, by, (int)theirs.len, theirs.p);
	else if (!c->has[MERGE_BASE] && c->has[MERGE_OURS])
		str_printf(out, _("%s: you and %s have both added it."), what, by);
	else
		str_printf(out, _("%s: you and %s have both changed it."), what, by);
}

void question_free(Question *q)
{
	free(q->path);
	free(q->address);
	free(q->ours_by);
	free(q->theirs_by);
	free(q->moved_to);
	conflict_free(&q->c);
	memset(q, 0, sizeof *q);
}

void questions_free(Questions *q)
{
	for (size_t i = 0; i < q->open.len; i++)
		question_free(&q->open.v[i]);
	for (size_t i = 0; i < q->answered.len; i++)
		question_free(&q->answered.v[i]);
	VEC_FREE(&q->open);
	VEC_FREE(&q->answered);
}
