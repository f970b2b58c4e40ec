/* The stack of places. */
#include "tui/stack.h"

#include <stdlib.h>

#include "base/words.h"
#include "tui/places.h"

static void place_free(Place *p)
{
	free(p->view);
	free(p->address);
	*p = (Place){ NULL, NULL };
}

const Err *stack_open(Stack *s, Archive *a, Place *place)
{
	const ViewOps *ops = place_view(place->view);
	View *v = NULL;
	const Err *err = ops ? ops->open(&v, a, place->address) : err_new(ERR_USAGE, _("there is no place called %s"), place->view);
	if (err) {
		place_free(place);
		return err;
	}
	VEC_PUSH(&s->levels, ((Level){ .place = *place, .archive = a, .view = v }));
	*place = (Place){ NULL, NULL };
	return NULL;
}

const Err *stack_open_instead(Stack *s, Archive *a, Place *place)
{
	const Err *err = stack_open(s, a, place);
	if (err)
		return err;
	Level new = *VEC_LAST(&s->levels);
	s->levels.len--;
	stack_close(s);
	stack_forget(s);
	VEC_PUSH(&s->levels, new);
	return NULL;
}

void stack_close(Stack *s)
{
	Level *l = VEC_LAST(&s->levels);
	place_free(&s->left);
	s->left = l->place;
	s->left_archive = l->archive;
	if (l->view->ops->here) {
		free(s->left.address);
		s->left.address = l->view->ops->here(l->view);
	}
	l->view->ops->close(l->view);
	s->levels.len--;
}

bool stack_take_left(Stack *s, Place *out, Archive **archive)
{
	*archive = s->left_archive;
	*out = s->left;
	s->left = (Place){ NULL, NULL };
	return out->view != NULL;
}

void stack_forget(Stack *s)
{
	place_free(&s->left);
}

View *stack_top(const Stack *s)
{
	return s->levels.len ? VEC_LAST(&s->levels)->view : NULL;
}

Archive *stack_archive(const Stack *s)
{
	return s->levels.len ? VEC_LAST(&s->levels)->archive : NULL;
}

View *stack_new_light(Stack *s)
{
	Level *l = VEC_LAST(&s->levels);
	if (l->lit || !l->view->ops->start)
		return NULL;
	l->lit = true;
	return l->view;
}

void stack_save(Stack *s)
{
	for (size_t i = s->levels.len; i > 0; i--) {
		View *v = s->levels.v[i - 1].view;
		if (v->ops->save)
			v->ops->save(v);
	}
}

void stack_free(Stack *s)
{
	while (s->levels.len)
		stack_close(s);
	stack_forget(s);
	VEC_FREE(&s->levels);
}
