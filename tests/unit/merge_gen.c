/* Bulletins and edits from templates: what is written is Swedish, and no sentence is like another by chance. */
#include "merge_gen.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "tap.h"

#define MANY 100000

static VEC(char *) pool;	/* what a number says */
static int fresh;		/* a number that stands in no other sentence */

static const char *const topics[] = { "budgeten", "skolskjutsen", "biblioteket", "fritidsgården", "hemtjänsten", "vattenläckan", "bygglovet", "personalfesten",
	"arbetsmiljön", "telefonväxeln", "snöröjningen", "intranätet", NULL };
static const char *const places[] = { "Rådhuset", "Stora salen", "Björken", "matsalen", "receptionen", "Medborgarhuset", "verkstaden", NULL };
static const char *const months[] = { "januari", "februari", "mars", "april", "maj", "juni", "augusti", "september", "oktober", "november", NULL };
static const char *const people[] = { "Karin", "Ove", "Fatima", "Lars-Åke", "Britt", "Yusuf", "Märta", NULL };

static int keep(char *s)
{
	VEC_PUSH(&pool, s);
	return (int)pool.len - 1;
}

void gen_reset(void)
{
	for (size_t i = 0; i < pool.len; i++)
		free(pool.v[i]);
	pool.len = 0;
	fresh = 1000;
}

static int sentence(void)
{
	int n = fresh++;

	switch (rnd_below(7)) {
	case 0:
		return keep(mem_printf("Mötet om %s hålls den %u %s kl. 9 i %s, rum %d som vanligt.", rnd_pick(topics), 1 + rnd_below(28), rnd_pick(months), rnd_pick(places), n));
	case 1:
		return keep(mem_printf("Frågor om %s besvaras av %s på anknytning %d hela dagen.", rnd_pick(topics), rnd_pick(people), n));
	case 2:
		return keep(mem_printf("Kostnaden för %s blir ca %d kronor enligt %s.", rnd_pick(topics), n, rnd_pick(people)));
	case 3:
		return keep(mem_printf("Från och med %s gäller nya tider för %s, se diarienummer %d hos oss.", rnd_pick(months), rnd_pick(topics), n));
	case 4:
		return keep(mem_printf("Alla som arbetar med %s ska anmäla sig till %s senast vecka %d i år.", rnd_pick(topics), rnd_pick(people), n));
	case 5:
		return keep(mem_printf("Vi tackar %s och %s för arbetet med %s (ärende %d hos oss) i år.", rnd_pick(people), rnd_pick(people), rnd_pick(topics), n));
	default:
		return keep(mem_printf("Under %s stängs %s för ombyggnad i %d dagar, dvs. längre än vad %s lovade.", rnd_pick(months), rnd_pick(places), n, rnd_pick(people)));
	}
}

static int line_of(GenKind kind)
{
	int n = fresh++;

	if (kind == GEN_TABLE)
		return keep(mem_printf("| %s | %d kr |", rnd_pick(topics), n));
	return keep(mem_printf("%s: %s i %s, nr %d", rnd_pick(months), rnd_pick(topics), rnd_pick(places), n));
}

static int title(void)
{
	return keep(mem_printf("%s om %s %d", rnd_one_in(2) ? "Nytt" : "Mer", rnd_pick(topics), fresh++));
}

/* One word of it is another one. */
static int reworded(int s)
{
	const char *was = pool.v[s], *space = was;
	unsigned words = 0, which;

	while ((space = strchr(space, ' '))) {
		space++;
		words++;
	}
	which = words < 3 ? 1 : 2 + rnd_below(words - 2);
	for (space = was; which > 0; which--)
		space = strchr(space, ' ') + 1;
	return keep(mem_printf("%.*sändrat%d %s", (int)(space - was), was, fresh++, space));
}

/* ---- making ---- */

static GenBlock block(GenKind kind)
{
	GenBlock b = { .kind = kind, .n = kind == GEN_PARAGRAPH ? 1 + (int)rnd_below(4) : 2 + (int)rnd_below(4) };

	for (int i = 0; i < b.n; i++)
		b.s[i] = kind == GEN_PARAGRAPH ? sentence() : line_of(kind);
	return b;
}

static GenItem item(const GenDoc *d, int id)
{
	GenItem i = { .id = id, .title = title(), .level = rnd_one_in(5) ? 3 : 2, .n = 1 + (int)rnd_below(3) };

	for (int k = 0; k < i.n; k++)
		i.b[k] = block(d->leadins || k == 0 || !rnd_one_in(3) ? GEN_PARAGRAPH : rnd_one_in(4) ? GEN_TABLE : GEN_LIST);
	return i;
}

void gen_doc(GenDoc *out)
{
	*out = (GenDoc){ .leadins = rnd_one_in(5), .title = title(), .date = 1 + (int)rnd_below(28), .n_tags = (int)rnd_below(4), .n = 6 + (int)rnd_below(9),
	    .crlf = rnd_one_in(12) };
	for (int i = 0; i < out->n_tags; i++)
		out->tags[i] = fresh++;
	out->lead = block(GEN_PARAGRAPH);
	for (int i = 0; i < out->n; i++)
		out->it[i] = item(out, i);
	out->it[0].level = 2;
	if (rnd_one_in(4) && !out->leadins)
		out->it[rnd_below((unsigned)out->n)].title = out->it[rnd_below((unsigned)out->n)].title;
}

/* ---- editing ---- */

static void put(int *v, int *n, int max, int at, int x)
{
	if (*n == max)
		return;
	memmove(v + at + 1, v + at, (size_t)(*n - at) * sizeof *v);
	v[at] = x;
	++*n;
}

static void take(int *v, int *n, int at)
{
	--*n;
	memmove(v + at, v + at + 1, (size_t)(*n - at) * sizeof *v);
}

static void put_item(GenDoc *d, int at, GenItem i)
{
	if (d->n == GEN_ITEMS)
		return;
	memmove(d->it + at + 1, d->it + at, (size_t)(d->n - at) * sizeof i);
	d->it[at] = i;
	d->n++;
}

static GenItem take_item(GenDoc *d, int at)
{
	GenItem i = d->it[at];

	d->n--;
	memmove(d->it + at, d->it + at + 1, (size_t)(d->n - at) * sizeof i);
	return i;
}

static void edit_block(GenBlock *b)
{
	int at = (int)rnd_below((unsigned)b->n);
	unsigned what = rnd_below(10);

	if (what < 6)
		b->s[at] = reworded(b->s[at]);
	else if (what < 9)
		put(b->s, &b->n, GEN_SENTENCES, (int)rnd_below((unsigned)b->n + 1), b->kind == GEN_PARAGRAPH ? sentence() : line_of(b->kind));
	else if (b->n > 1)
		take(b->s, &b->n, at);
}

static void edit_item(const GenDoc *d, GenItem *i)
{
	int at = i->n ? (int)rnd_below((unsigned)i->n) : 0;

	switch (rnd_below(12)) {
	case 0:
		i->title = title();
		break;
	case 1:
		if (i->n < GEN_BLOCKS) {
			memmove(i->b + at + 1, i->b + at, (size_t)(i->n - at) * sizeof i->b[0]);
			i->b[at] = block(GEN_PARAGRAPH);
			i->n++;
		}
		break;
	case 2:
		if (i->n > 1) {
			i->n--;
			memmove(i->b + at, i->b + at + 1, (size_t)(i->n - at) * sizeof i->b[0]);
		}
		break;
	case 3:
		if (i->n > 0 && i->b[at].kind == GEN_PARAGRAPH && !d->leadins)
			i->b[at].wrap = 40 + rnd_below(40);
		break;
	default:
		if (i->n > 0)
			edit_block(&i->b[at]);
	}
}

/* A paragraph to another place, in its item or in another. */
static void move_block(GenDoc *d, int at)
{
	GenItem *from = &d->it[at], *to = rnd_one_in(2) ? from : &d->it[rnd_below((unsigned)d->n)];
	GenBlock b;
	int k, where;

	if (from->n < 2 || (to != from && to->n == GEN_BLOCKS))
		return;
	k = (int)rnd_below((unsigned)from->n);
	b = from->b[k];
	from->n--;
	memmove(from->b + k, from->b + k + 1, (size_t)(from->n - k) * sizeof b);
	where = (int)rnd_below((unsigned)to->n + 1);
	memmove(to->b + where + 1, to->b + where, (size_t)(to->n - where) * sizeof b);
	to->b[where] = b;
	to->n++;
}

static void edit_header(GenDoc *d)
{
	switch (rnd_below(4)) {
	case 0:
		d->date = 1 + (int)rnd_below(28);
		break;
	case 1:
		d->state = 1 + (int)rnd_below(3);
		break;
	case 2:
		if (d->n_tags > 0)
			take(d->tags, &d->n_tags, (int)rnd_below((unsigned)d->n_tags));
		break;
	default:
		put(d->tags, &d->n_tags, GEN_TAGS, d->n_tags, fresh++);
	}
}

static void edit_once(GenDoc *d, int hot)
{
	int at = d->n ? (int)rnd_below((unsigned)d->n) : 0;

	for (int i = 0; i < d->n && rnd_one_in(4); i++)
		if (d->it[i].id == hot)
			at = i;
	switch (rnd_below(22)) {
	case 20:
		if (d->n > 0)
			move_block(d, at);
		break;
	case 21:
		if (at > 0 && rnd_one_in(2))
			d->it[at].level = 5 - d->it[at].level;
		break;
	case 0: case 1: case 2:
		put_item(d, rnd_one_in(2) ? d->n : (int)rnd_below((unsigned)d->n + 1), item(d, MANY + fresh));
		break;
	case 3:
		if (d->n > 2)
			take_item(d, at);
		break;
	case 4: case 5:
		if (d->n > 2) {
			GenItem i = take_item(d, at);

			put_item(d, (int)rnd_below((unsigned)d->n + 1), i);
		}
		break;
	case 6:
		edit_header(d);
		break;
	case 7:
		edit_block(&d->lead);
		break;
	case 8:
		for (int i = 0; i < d->n && rnd_one_in(4) && !d->leadins; i++)
			for (int k = 0; k < d->it[i].n; k++)
				d->it[i].b[k].wrap = 72;
		break;
	default:
		if (d->n > 0)
			edit_item(d, &d->it[at]);
	}
}

void gen_edit(GenDoc *d, int hot)
{
	for (unsigned n = 1 + rnd_below(4); n > 0; n--)
		edit_once(d, hot);
}

/* ---- writing ---- */

static void write_prose(const GenBlock *b, const char *indent, Str *out)
{
	size_t line = 0;

	for (int i = 0; i < b->n; i++) {
		for (const char *p = pool.v[b->s[i]]; *p;) {
			size_t n = strcspn(p, " ");

			if (line > 0 && b->wrap && line + n > b->wrap) {
				str_printf(out, "\n%s", indent);
				line = 0;
			} else if (line > 0) {
				str_add_char(out, ' ');
			}
			str_add(out, p, n);
			line += n + 1;
			p += n + strspn(p + n, " ");
		}
	}
}

static void write_block(const GenBlock *b, const char *indent, Str *out)
{
	if (b->kind == GEN_PARAGRAPH) {
		write_prose(b, indent, out);
		return;
	}
	if (b->kind == GEN_TABLE)
		str_add_c(out, "| Vad | Hur mycket |\n|---|---|\n");
	for (int i = 0; i < b->n; i++)
		str_printf(out, "%s%s%s", b->kind == GEN_LIST ? "- " : "", pool.v[b->s[i]], i + 1 < b->n ? "\n" : "");
}

void gen_write_item(const GenDoc *d, const GenItem *i, Str *out)
{
	if (d->leadins)
		str_printf(out, "- **%s:** ", pool.v[i->title]);
	else
		str_printf(out, "%s %s%s", i->level == 2 ? "##" : "###", pool.v[i->title], i->n ? "\n\n" : "");
	for (int k = 0; k < i->n; k++) {
		write_block(&i->b[k], d->leadins ? "  " : "", out);
		if (k + 1 < i->n)
			str_add_c(out, d->leadins ? "\n\n  " : "\n\n");
	}
}

static void with_crlf(Str *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->p[i] == '\n')
			str_insert(s, i++, SLICE_LIT("\r"));
}

void gen_write(const GenDoc *d, Str *out)
{
	static const char *const states[] = { "writing", "review", "approved", "published" };

	str_clear(out);
	str_printf(out, "---\ntitle: %s\ndate: 2024-05-%02d\nstate: %s\ntags: [", pool.v[d->title], d->date, states[d->state]);
	for (int i = 0; i < d->n_tags; i++)
		str_printf(out, "%st%d", i ? ", " : "", d->tags[i]);
	str_printf(out, "]\n---\n\n# %s\n\n", pool.v[d->title]);
	write_block(&d->lead, "", out);
	str_add_c(out, "\n");
	for (int i = 0; i < d->n; i++) {
		str_add_c(out, "\n");
		gen_write_item(d, &d->it[i], out);
		str_add_c(out, "\n");
	}
	if (d->crlf)
		with_crlf(out);
}

static bool same_block(const GenBlock *a, const GenBlock *b)
{
	bool same = a->kind == b->kind && a->n == b->n && a->wrap == b->wrap;

	for (int i = 0; same && i < a->n; i++)
		same = a->s[i] == b->s[i];
	return same;
}

bool gen_same_item(const GenItem *a, const GenItem *b)
{
	bool same = a->title == b->title && a->level == b->level && a->n == b->n;

	for (int i = 0; same && i < a->n; i++)
		same = same_block(&a->b[i], &b->b[i]);
	return same;
}
