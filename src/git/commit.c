/* Commits: read with any encoding, written with an offset and a clean message. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/git2.h"

const Err *commit_head(Repo *r, const Oid *id, CommitHead *out)
{
	git_odb_object *obj = NULL;
	const Err *err = git2_read(r, id, GIT_OBJECT_COMMIT, &obj);
	Slice rest, line;
	Oid parent;

	out->parents.len = 0;
	out->time = 0;
	if (err)
		return err;
	rest = slice(git_odb_object_data(obj), git_odb_object_size(obj));
	line = slice_chomp(slice_line(&rest));
	if (!slice_starts(line, "tree ") || !oid_parse(slice_sub(line, 5, line.len), &out->tree)) {
		err = git2_err_object(GIT_ERROR, id);
		goto done;
	}
	while (rest.len > 0) {
		line = slice_chomp(slice_line(&rest));
		if (line.len == 0)
			break;
		if (slice_starts(line, "parent ") && oid_parse(slice_sub(line, 7, line.len), &parent))
			VEC_PUSH(&out->parents, parent);
		if (slice_starts(line, "committer ")) {
			size_t at = line.len;

			while (at > 0 && line.p[at - 1] != '>')
				at--;
			for (; at < line.len && line.p[at] == ' '; at++)
				;
			for (; at < line.len && line.p[at] >= '0' && line.p[at] <= '9' && out->time < INT64_MAX / 16; at++)
				out->time = out->time * 10 + (line.p[at] - '0');
			break;
		}
	}
done:
	git_odb_object_free(obj);
	return err;
}

const Err *commit_tree(Repo *r, const Oid *commit, Oid *out)
{
	CommitHead head = { 0 };
	const Err *err = NULL;

	if (!oid_is_zero(commit))
		err = commit_head(r, commit, &head);
	*out = head.tree;
	VEC_FREE(&head.parents);
	return err;
}

static char *from_encoding(const char *text, const char *encoding)
{
	size_t in_left = strlen(text), out_left = in_left * 4 + 16;
	char *in = mem_dup(text), *from = in, *out = mem_alloc(out_left + 1), *to = out;
	iconv_t cd = iconv_open("UTF-8", encoding);
	bool done = false;

	if (cd != (iconv_t)-1) {
		done = iconv(cd, &from, &in_left, &to, &out_left) != (size_t)-1 && in_left == 0;
		iconv_close(cd);
	}
	free(in);
	if (!done) {
		free(out);
		return NULL;
	}
	*to = '\0';
	return out;
}

/* UTF-8 in any case: by the encoding that the commit names, else as it stands, else as Windows-1252. */
static char *to_utf8(const char *text, const char *encoding)
{
	Str str = STR_EMPTY;
	char *out = NULL;

	if (!text)
		return mem_dup("");
	if (encoding)
		out = from_encoding(text, encoding);
	if (out && utf8_valid(slice_c(out)))
		return out;
	free(out);
	if (utf8_valid(slice_c(text)))
		return mem_dup(text);
	cp1252_to_utf8(slice_c(text), &str);
	return str_steal(&str);
}

static Person person_of(const git_signature *sig, const char *encoding)
{
	return (Person){
		.name = to_utf8(sig ? sig->name : "", encoding),
		.mail = to_utf8(sig ? sig->email : "", encoding),
		.when = { sig ? sig->when.time : 0, sig ? sig->when.offset : 0 },
	};
}

const Err *commit_read(Repo *r, const Oid *id, Commit *out)
{
	git_commit *c = NULL;
	git_oid oid = git2_oid(id);
	const char *encoding;
	int rc = git_commit_lookup(&c, r->git, &oid);

	*out = (Commit){ .id = *id };
	if (rc < 0)
		return git2_err_read(r, rc, id);
	encoding = git_commit_message_encoding(c);
	out->tree = git2_id(git_commit_tree_id(c));
	for (unsigned i = 0; i < git_commit_parentcount(c); i++)
		VEC_PUSH(&out->parents, git2_id(git_commit_parent_id(c, i)));
	out->author = person_of(git_commit_author(c), encoding);
	out->committer = person_of(git_commit_committer(c), encoding);
	out->message = to_utf8(git_commit_message(c), encoding);
	git_commit_free(c);
	return NULL;
}

void person_free(Person *p)
{
	free(p->name);
	free(p->mail);
	*p = (Person){ 0 };
}

void commit_free(Commit *c)
{
	VEC_FREE(&c->parents);
	person_free(&c->author);
	person_free(&c->committer);
	free(c->message);
	*c = (Commit){ 0 };
}

/* git_signature_new() takes a line end in a name and breaks the commit with it. */
static const Err *signature(const Person *p, git_signature **out)
{
	const char *parts[] = { p->name, p->mail };
	int rc;

	for (int k = 0; k < 2; k++) {
		Slice s = slice_c(parts[k]);
		bool bad = slice_trim(s).len == 0 || !utf8_valid(s);

		for (size_t i = 0; i < s.len; i++)
			bad = bad || (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>';
		if (bad)
			return err_new(ERR_IDENTITY, k == 0 ? _("a version needs a name without “<”, “>” or control characters")
			    : _("a version needs an e-mail address without “<”, “>” or control characters"));
	}
	if ((rc = git_signature_new(out, p->name, p->mail, p->when.sec, p->when.offset)) < 0)
		return git2_err(rc, _("the name cannot be used"));
	return NULL;
}

/* UTF-8 without control characters, CRLF, trailing blanks or runs of empty lines. */
static const Err *clean_message(const char *message, git_buf *out)
{
	char *text = to_utf8(message, NULL), *to = text;
	const Err *err = NULL;
	int rc;

	for (const char *p = text; *p; p++)
		if ((unsigned char)*p >= 0x20 ? *p != 0x7f : *p == '\n' || *p == '\t')
			*to++ = *p;
	*to = '\0';
	if ((rc = git_message_prettify(out, text, 0, '#')) < 0)
		err = git2_err(rc, _("the message cannot be used"));
	else if (out->size == 0)
		err = err_new(ERR_USAGE, _("the message is empty"));
	free(text);
	return err;
}

const Err *commit_clean_message(const char *message, Str *out)
{
	git_buf clean = GIT_BUF_INIT;
	const Err *err = clean_message(message, &clean);

	if (!err)
		str_add(out, clean.ptr, clean.size);
	git_buf_dispose(&clean);
	return err;
}

const Err *commit_bytes(Repo *r, const Commit *c, Str *out)
{
	git_signature *author = NULL, *committer = NULL;
	git_buf message = GIT_BUF_INIT, bytes = GIT_BUF_INIT;
	git_oid id = git2_oid(&c->tree);
	git_tree *tree = NULL;
	git_commit **parents = mem_alloc_n(c->parents.len + 1, sizeof *parents);
	const git_commit **list = mem_alloc_n(c->parents.len + 1, sizeof *list);
	const Err *err;
	int rc;

	if ((err = signature(&c->author, &author)) || (err = signature(&c->committer, &committer)) ||
	    (err = clean_message(c->message, &message)))
		goto done;
	rc = git_tree_lookup(&tree, r->git, &id);
	for (size_t i = 0; rc == 0 && i < c->parents.len; i++) {
		id = git2_oid(&c->parents.v[i]);
		rc = git_commit_lookup(&parents[i], r->git, &id);
		list[i] = parents[i];
	}
	if (rc == 0)
		rc = git_commit_create_buffer(&bytes, r->git, author, committer, NULL, message.ptr, tree, c->parents.len, list);
	if (rc < 0)
		err = git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("the version cannot be stored in the repository"));
	else
		str_add(out, bytes.ptr, bytes.size);
done:
	for (size_t i = 0; i < c->parents.len; i++)
		git_commit_free(parents[i]);
	free(parents);
	free(list);
	git_tree_free(tree);
	git_signature_free(author);
	git_signature_free(committer);
	git_buf_dispose(&message);
	git_buf_dispose(&bytes);
	return err;
}

const Err *commit_store(Repo *r, Slice bytes, const char *sig, Oid *out)
{
	char *text = slice_dup(bytes);
	git_oid id;
	int rc = git_commit_create_with_signature(&id, r->git, text, sig, NULL);

	free(text);
	if (rc < 0)
		return git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("the version cannot be stored in the repository"));
	*out = git2_id(&id);
	return NULL;
}

const Err *commit_write(Repo *r, const Commit *c, Oid *out)
{
	Str bytes = STR_EMPTY;
	const Err *err = commit_bytes(r, c, &bytes);

	if (!err)
		err = commit_store(r, str_slice(&bytes), NULL, out);
	str_free(&bytes);
	return err;
}
