/* Who writes and who records: environment first, then configuration. */
#include "git/ident.h"

#include <errno.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/words.h"
#include "git/conf.h"

#define OFFSET_MAX (24 * 60)

static const struct {
	const char *name, *mail, *date;			/* variables */
	const char *name_key, *mail_key;		/* before user.name and user.email */
} roles[] = {
	[IDENT_AUTHOR] = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "author.name", "author.email" },
	[IDENT_COMMITTER] = { "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE", "committer.name", "committer.email" },
};

/* The first that says something, without the white space around it that git cuts off too; from: what it was. */
static char *first_of(Repo *r, const char *var, const char *const *keys, size_t n, const char **from)
{
	Slice s = slice_trim(slice_c(getenv(var)));

	*from = var;
	if (s.len)
		return slice_dup(s);
	for (size_t i = 0; i < n; i++) {
		char *value = conf_get(r, keys[i]), *trimmed;

		s = slice_trim(slice_c(value));
		trimmed = s.len ? slice_dup(s) : NULL;
		free(value);
		*from = keys[i];
		if (trimmed)
			return trimmed;
	}
	return NULL;
}

static const Err *check_part(const char *value, const char *from)
{
	if (!utf8_valid(slice_c(value)))
		return err_new(ERR_IDENTITY, _("“%s” in your git configuration is not UTF-8"), from);
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '<' || *p == '>')
			return err_new(ERR_IDENTITY, _("“%s” in your git configuration holds a character that cannot be in a name or e-mail address"), from);
	return NULL;
}

/* What git cuts off a name at both ends. */
static char *without_crud(char *value)
{
	static const char crud[] = " .,:;\"\\'";
	Slice s = slice_c(value);
	char *out;

	while (s.len && strchr(crud, s.p[0]))
		s = slice_sub(s, 1, s.len);
	while (s.len && strchr(crud, s.p[s.len - 1]))
		s.len--;
	out = s.len ? slice_dup(s) : NULL;
	free(value);
	return out;
}

/* otherwise: a variable that is asked last, or NULL. */
static const Err *find_part(Repo *r, const char *var, const char *key, const char *user_key, const char *otherwise, char **out)
{
	const char *const keys[] = { key, user_key };
	const char *from;
	const Err *err;

	*out = first_of(r, var, keys, 2, &from);
	if (!*out && otherwise) {
		const char *last = getenv(otherwise);
		Slice s = slice_trim(slice_c(last));

		from = otherwise;
		*out = s.len ? slice_dup(s) : NULL;
	}
	if (*out && (err = check_part(*out, from))) {
		free(*out);
		*out = NULL;
		return err;
	}
	*out = *out ? without_crud(*out) : NULL;
	return *out ? NULL : err_new(ERR_IDENTITY, _("who are you? Set it with “git config --global %s …”"), user_key);
}

/* ---- when ---- */

/* "+0200", "-02:30", "Z"; false: no zone. */
static bool read_zone(Slice s, int *out)
{
	int digits[4];
	size_t n = 0;

	*out = 0;
	if (slice_is(s, "Z") || slice_is(s, "z"))
		return true;
	if (s.len < 3 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (s.p[i] == ':' && i == 3)
			continue;
		if (s.p[i] < '0' || s.p[i] > '9' || n == 4)
			return false;
		digits[n++] = s.p[i] - '0';
	}
	if (n != 4 && n != 2)
		return false;
	*out = (digits[0] * 10 + digits[1]) * 60 + (n == 4 ? digits[2] * 10 + digits[3] : 0);
	if (s.p[0] == '-')
		*out = -*out;
	return *out > -OFFSET_MAX && *out < OFFSET_MAX;
}

/* "@1731670200 +0100", "1731670200 +0100"; git takes few digits for something else. */
static bool read_seconds(Slice s, Moment *out)
{
	char *text = slice_dup(s), *p = text + (*text == '@'), *end;
	bool ok;

	errno = 0;
	out->sec = strtoll(p, &end, 10);
	out->offset = 0;
	ok = errno == 0 && end > p && *p >= '0' && *p <= '9' && (p > text || end - p >= 9);
	if (ok && *end)
		ok = *end == ' ' && read_zone(slice_trim(slice_c(end)), &out->offset);
	free(text);
	return ok;
}

static bool read_number(Slice *s, size_t digits, char before, int *out)
{
	size_t at = before ? 1 : 0;

	*out = 0;
	if (s->len < at + digits || (before && s->p[0] != before))
		return false;
	for (size_t i = at; i < at + digits; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		*out = *out * 10 + (s->p[i] - '0');
	}
	*s = slice_sub(*s, at + digits, s->len);
	return true;
}

/* 2024-05-20T14:02:00+02:00, 2024-05-20 14:02:00 +0200; without a zone: UTC. */
static bool read_iso(Slice s, Moment *out)
{
	int year, month, day, hour, minute, second = 0;
	const Date epoch = { 1970, 1, 1 };
	Date d;
	int64_t days = 0;

	if (!read_number(&s, 4, 0, &year) || !read_number(&s, 2, '-', &month) || !read_number(&s, 2, '-', &day) || !date_valid(year, month, day) ||
	    year < 1970 || year > 2099 || s.len == 0 || (s.p[0] != 'T' && s.p[0] != ' ') || !read_number(&s, 2, s.p[0], &hour) ||
	    !read_number(&s, 2, ':', &minute) || hour > 23 || minute > 59)
		return false;
	if (s.len && s.p[0] == ':' && (!read_number(&s, 2, ':', &second) || second > 60))
		return false;
	out->offset = 0;
	s = slice_trim(s);
	if (s.len && !read_zone(s, &out->offset))
		return false;
	for (d = epoch; d.year < year; d.year++)
		days += date_valid(d.year, 2, 29) ? 366 : 365;
	for (d.day = 1; d.month < month || d.day < day; d = date_add(d, 1))
		days++;
	out->sec = ((days * 24 + hour) * 60 + minute - out->offset) * 60 + second;
	return true;
}

static const Err *read_date(const char *var, Moment *out)
{
	const char *value = getenv(var);
	Slice s = slice_trim(slice_c(value));

	*out = moment_now();
	if (!s.len || read_seconds(s, out) || read_iso(s, out))
		return NULL;
	return err_new(ERR_FAIL, _("%s is no time that blad can read: give it as “SECONDS +0100” or “2024-05-20T14:02:00+02:00”"), var);
}

/* ---- */

const Err *ident_get(Repo *r, IdentRole role, Person *out)
{
	const char *mail = conf_bool(r, "user.useConfigOnly", false) ? NULL : "EMAIL";
	const Err *err;

	*out = (Person){ .name = NULL };
	err = find_part(r, roles[role].name, roles[role].name_key, "user.name", NULL, &out->name);
	if (!err)
		err = find_part(r, roles[role].mail, roles[role].mail_key, "user.email", mail, &out->mail);
	if (!err)
		err = read_date(roles[role].date, &out->when);
	if (err)
		person_free(out);
	return err;
}

const Err *ident_both(Repo *r, Commit *c)
{
	const Err *err = ident_get(r, IDENT_AUTHOR, &c->author);

	return err ? err : ident_get(r, IDENT_COMMITTER, &c->committer);
}

const Err *conf_identity(Repo *r, char **name, char **mail)
{
	Person who, committer = { .name = NULL };
	const Err *err = ident_get(r, IDENT_AUTHOR, &who);

	if (!err && (err = ident_get(r, IDENT_COMMITTER, &committer)))
		person_free(&who);
	person_free(&committer);
	*name = who.name;
	*mail = who.mail;
	return err;
}
