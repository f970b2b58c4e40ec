/* Refs: read, and moved under git's own lock only from where they were seen. */
#include "git/ref.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/git2.h"
#include "git/ident.h"

const Err *ref_read(Repo *r, const char *name, Oid *out)
{
	git_oid id;
	int rc = git_reference_name_to_id(&id, r->git, name);

	*out = (Oid){ { 0 } };
	if (rc == GIT_ENOTFOUND)
		return err_new(ERR_NONE, _("there is no “%s”"), name);
	if (rc < 0)
		return git2_err(rc, _("“%s” cannot be read"), name);
	*out = git2_id(&id);
	return NULL;
}

/* Who moved it, for the reflog: never invented for more than that. */
static git_signature *log_signature(Repo *r)
{
	git_signature *sig = NULL;
	Moment now = moment_now();
	Person who;

	if (ident_get(r, IDENT_COMMITTER, &who))
		return git_signature_new(&sig, "blad", "blad", now.sec, now.offset) < 0 ? NULL : sig;
	if (git_signature_new(&sig, who.name, who.mail, who.when.sec, who.when.offset) < 0)
		sig = NULL;
	person_free(&who);
	return sig;
}

/* Under the lock, so that nobody moves it between the look and the write. */
static int move_locked(Repo *r, git_transaction *tx, const char *name, const Oid *was, const Oid *now, const char *log, bool *stood)
{
	git_signature *sig = NULL;
	git_oid at, target = git2_oid(now);
	Oid found = { { 0 } };
	int rc = git_reference_name_to_id(&at, r->git, name);

	if (rc == 0)
		found = git2_id(&at);
	else if (rc != GIT_ENOTFOUND)
		return rc;
	*stood = oid_eq(&found, was);
	if (!*stood)
		return 0;
	if (oid_is_zero(now)) {
		if (rc == GIT_ENOTFOUND)
			return 0;
		rc = git_transaction_remove(tx, name);
	} else {
		sig = log_signature(r);
		rc = git_transaction_set_target(tx, name, &target, sig, log);
		git_signature_free(sig);
	}
	if (rc >= 0)
		rc = git_transaction_commit(tx);
	if (rc >= 0 && oid_is_zero(now))	/* as git does: a log that stayed would be in the way of a folder of that name */
		git_reflog_delete(r->git, name);
	return rc;
}

static const Err *moved(const char *name)
{
	return err_new(ERR_MOVED, _("“%s” was moved by somebody else in the meantime"), name);
}

/* An error on the last fsync comes when the ref has moved already, so only what stands there now counts. */
static const Err *judge(Repo *r, const char *name, const Oid *was, const Oid *now, const Err *err)
{
	const Err *unread;
	Oid at;

	if ((unread = ref_read(r, name, &at)) && err_kind(unread) != ERR_NONE)
		return err_first(err, unread);
	if (oid_eq(&at, now))
		return NULL;
	return err && oid_eq(&at, was) ? err : moved(name);
}

const Err *ref_move(Repo *r, const char *name, const Oid *was, const Oid *now, const char *log)
{
	git_transaction *tx = NULL;
	const Err *err = NULL;
	bool stood = true;
	int64_t since = 0;
	int rc;

	if ((rc = git_transaction_new(&tx, r->git)) < 0)
		return git2_err(rc, _("“%s” cannot be moved"), name);
	while ((rc = git_transaction_lock_ref(tx, name)) == GIT_ELOCKED && git2_lock_wait(&since))
		;
	if (rc == GIT_ELOCKED) {
		char *lock = mem_printf("%s%s.lock", r->common_dir, name);

		err = git2_err_locked(lock);
		free(lock);
		goto done;
	}
	if (rc >= 0)
		rc = move_locked(r, tx, name, was, now, log, &stood);
	if (rc < 0)
		err = git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("“%s” cannot be moved"), name);
done:
	git_transaction_free(tx);
	return !err && stood ? NULL : judge(r, name, was, now, err);
}

bool ref_branch_name_ok(const char *name)
{
	int valid = 0;

	return *name != '-' && strcmp(name, "HEAD") != 0 && git_branch_name_is_valid(&valid, name) == 0 && valid;
}
