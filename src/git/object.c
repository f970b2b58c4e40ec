/* Blobs by their names, and versions by whatever people call them. */
#include "git/object.h"

#include "base/hex.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/git2.h"

#define ID_LEAST 4	/* digits of a short name */

const Err *blob_read(Repo *r, const Oid *id, Str *out)
{
	git_odb_object *obj = NULL;
	const Err *err = git2_read(r, id, GIT_OBJECT_BLOB, &obj);

	str_clear(out);
	if (err)
		return err;
	str_add(out, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
	return NULL;
}

const Err *blob_size(Repo *r, const Oid *id, size_t *out)
{
	git_oid oid = git2_oid(id);
	git_object_t type;
	int rc = git_odb_read_header(out, &type, r->odb, &oid);

	if (rc < 0)
		return git2_err_read(r, rc, id);
	return type == GIT_OBJECT_BLOB ? NULL : git2_err_object(GIT_ERROR, id);
}

const Err *blob_write(Repo *r, Slice data, Oid *out)
{
	git_oid oid;
	int rc = git_odb_write(&oid, r->odb, data.p ? data.p : "", data.len, GIT_OBJECT_BLOB);

	if (rc < 0)
		return git2_err(rc, _("the text cannot be stored in the repository"));
	*out = git2_id(&oid);
	return NULL;
}

void blob_id(Slice data, Oid *out)
{
	git_oid oid;

	git_begin();
#ifdef GIT_EXPERIMENTAL_SHA256
	git_odb_hash(&oid, data.p ? data.p : "", data.len, GIT_OBJECT_BLOB, GIT_OID_SHA1);
#else
	git_odb_hash(&oid, data.p ? data.p : "", data.len, GIT_OBJECT_BLOB);
#endif
	*out = git2_id(&oid);
}

typedef struct {
	Repo *r;
	Slice prefix;
	Oid found;
	size_t count;
} ShortId;

static int short_id_cb(const git_oid *oid, void *data)
{
	ShortId *s = data;
	git_object_t type;
	char hex[OID_HEX + 1];
	size_t len;
	Oid id = git2_id(oid);

	oid_hex(&id, hex);
	if (strncmp(hex, s->prefix.p, s->prefix.len) != 0)
		return 0;
	if (git_odb_read_header(&len, &type, s->r->odb, oid) < 0 || type != GIT_OBJECT_COMMIT)
		return 0;
	if (s->count > 0 && oid_eq(&s->found, &id))
		return 0;
	s->found = id;
	s->count++;
	return 0;
}

/* Short names that blobs and trees share are clear as long as only one commit has them. */
static const Err *find_by_prefix(Repo *r, Slice name, Oid *out)
{
	char *hex = slice_dup(name);
	ShortId s = { .r = r, .prefix = slice_c(hex) };
	const Err *err = NULL;

	for (char *p = hex; *p; p++)
		if (*p >= 'A' && *p <= 'F')
			*p = (char)(*p + 32);
	git_odb_foreach(r->odb, short_id_cb, &s);
	if (s.count == 0)
		err = err_new(ERR_NONE, _("there is no version “%s”"), hex);
	else if (s.count > 1)
		err = err_new(ERR_AMBIGUOUS, _("more than one version begins with “%s”: give more digits"), hex);
	else
		*out = s.found;
	free(hex);
	return err;
}

static bool is_short_hex(Slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (hex_digit(name.p[i]) < 0)
			return false;
	return name.len >= ID_LEAST && name.len <= OID_HEX;
}

const Err *commit_find(Repo *r, Slice name, Oid *out)
{
	git_object *obj = NULL, *commit = NULL;
	const Err *err = NULL;
	Str shown = STR_EMPTY;
	char *spec = slice_dup(name);
	int rc = GIT_EINVALIDSPEC;

	utf8_gate(name, GATE_LINE, &shown);
	/* ":" begins a path or a search through all messages, never a version's name */
	if (name.len > 0 && name.p[0] != ':' && !memchr(name.p, '\0', name.len))
		rc = git_revparse_single(&obj, r->git, spec);
	if (rc == GIT_EAMBIGUOUS && is_short_hex(name)) {
		err = find_by_prefix(r, name, out);
		goto done;
	}
	if (rc >= 0)
		rc = git_object_peel(&commit, obj, GIT_OBJECT_COMMIT);
	if (rc >= 0)
		*out = git2_id(git_object_id(commit));
	else if (rc == GIT_EAMBIGUOUS && name.len >= ID_LEAST)
		err = err_new(ERR_AMBIGUOUS, _("more than one version is called “%s”"), str_c(&shown));
	else
		err = err_new(ERR_NONE, _("there is no version “%s”"), str_c(&shown));
done:
	git_object_free(obj);
	git_object_free(commit);
	str_free(&shown);
	free(spec);
	return err;
}
