/* The tables of history. */
#include "index/db.h"

#include <string.h>

bool changes_are_ours(Index *x)
{
	return db_run(x, "SELECT tip, filled FROM history LIMIT 1; SELECT number, id FROM version LIMIT 1; SELECT id, name FROM path LIMIT 1;"
	    "SELECT path, version, now, was FROM change LIMIT 1");
}

static void bind_oid(sqlite3_stmt *s, int at, const Oid *id)
{
	if (oid_is_zero(id))
		sqlite3_bind_null(s, at);
	else
		sqlite3_bind_blob(s, at, id->b, OID_BYTES, SQLITE_STATIC);
}

/* Zero where there is none. */
static Oid column_oid(sqlite3_stmt *s, int at)
{
	const void *p = sqlite3_column_blob(s, at);
	Oid id = { { 0 } };

	if (p && sqlite3_column_bytes(s, at) == OID_BYTES)
		memcpy(id.b, p, OID_BYTES);
	return id;
}

/* One step that gives nothing; the statement is ready again. */
static const Err *done(Index *x, sqlite3_stmt *s)
{
	bool good;

	if (!s)
		return db_failed(x);
	good = sqlite3_step(s) == SQLITE_DONE;
	return (sqlite3_reset(s) == SQLITE_OK && good) ? NULL : db_failed(x);
}

/* ---- how far it goes ---- */

const Err *index_history(Index *x, IndexHistory *out)
{
	sqlite3_stmt *s = NULL;
	int rc;

	*out = (IndexHistory){ .newest = 0 };
	if (sqlite3_prepare_v2(x->db, "SELECT tip, filled, (SELECT max(number) FROM version) FROM history", -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	if ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		out->tip = column_oid(s, 0);
		out->filled = sqlite3_column_int64(s, 1);
		out->newest = sqlite3_column_int64(s, 2);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_history_set(Index *x, const Oid *tip, int64_t filled)
{
	sqlite3_stmt *s = NULL;
	const Err *err;

	if (sqlite3_prepare_v2(x->db, "INSERT OR REPLACE INTO history (one, tip, filled) VALUES (1, ?1, ?2)", -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	sqlite3_bind_blob(s, 1, tip->b, OID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, filled);
	err = done(x, s);
	sqlite3_finalize(s);
	return err;
}

const Err *index_history_clear(Index *x)
{
	return db_run(x, "DELETE FROM history; DELETE FROM version; DELETE FROM path; DELETE FROM change") ? NULL : db_failed(x);
}

/* ---- versions ---- */

const Err *index_version_put(Index *x, int64_t number, const Oid *id)
{
	sqlite3_stmt *s = db_statement(x, DB_VERSION_ADD, "INSERT OR IGNORE INTO version (number, id) VALUES (?1, ?2)");

	if (s) {
		sqlite3_bind_int64(s, 1, number);
		bind_oid(s, 2, id);
	}
	return done(x, s);
}

const Err *index_version_number(Index *x, const Oid *id, int64_t *out)
{
	sqlite3_stmt *s = db_statement(x, DB_VERSION_NUMBER, "SELECT number FROM version WHERE id = ?1");
	int rc;

	*out = 0;
	if (!s)
		return db_failed(x);
	bind_oid(s, 1, id);
	if ((rc = sqlite3_step(s)) == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_version_id(Index *x, int64_t number, Oid *out)
{
	sqlite3_stmt *s = db_statement(x, DB_VERSION_ID, "SELECT id FROM version WHERE number = ?1");
	int rc;

	*out = (Oid){ { 0 } };
	if (!s)
		return db_failed(x);
	sqlite3_bind_int64(s, 1, number);
	if ((rc = sqlite3_step(s)) == SQLITE_ROW)
		*out = column_oid(s, 0);
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_versions_below(Index *x, int64_t below, size_t max, Oid *ids, int64_t *numbers, size_t *n)
{
	sqlite3_stmt *s = db_statement(x, DB_VERSIONS_BELOW, "SELECT number, id FROM version WHERE number < ?1 ORDER BY number DESC");
	int rc = SQLITE_DONE;

	*n = 0;
	if (!s)
		return db_failed(x);
	sqlite3_bind_int64(s, 1, below);
	while (*n < max && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		numbers[*n] = sqlite3_column_int64(s, 0);
		ids[(*n)++] = column_oid(s, 1);
	}
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_failed(x);
}

/* ---- changes ---- */

static const Err *path_id(Index *x, const char *path, bool add, int64_t *out)
{
	sqlite3_stmt *s = db_statement(x, DB_PATH_FIND, "SELECT id FROM path WHERE name = ?1");
	const Err *err;
	int rc;

	*out = 0;
	if (!s)
		return db_failed(x);
	sqlite3_bind_blob(s, 1, path, (int)strlen(path), SQLITE_STATIC);
	if ((rc = sqlite3_step(s)) == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return db_failed(x);
	if (*out || !add)
		return NULL;
	if ((s = db_statement(x, DB_PATH_ADD, "INSERT INTO path (name) VALUES (?1)")))
		sqlite3_bind_blob(s, 1, path, (int)strlen(path), SQLITE_STATIC);
	if (!(err = done(x, s)))
		*out = sqlite3_last_insert_rowid(x->db);
	return err;
}

const Err *index_change_put(Index *x, const IndexChange *c)
{
	int64_t path;
	const Err *err = path_id(x, c->path, true, &path);
	sqlite3_stmt *s;

	if (err)
		return err;
	s = db_statement(x, DB_CHANGE_ADD, "INSERT OR REPLACE INTO change (path, version, now, was) VALUES (?1, ?2, ?3, ?4)");
	if (s) {
		sqlite3_bind_int64(s, 1, path);
		sqlite3_bind_int64(s, 2, c->version);
		bind_oid(s, 3, &c->now);
		bind_oid(s, 4, &c->was);
	}
	return done(x, s);
}

const Err *index_changes_of_path(Index *x, const char *path, int64_t from, IndexChangeFn fn, void *data)
{
	IndexChange c = { .path = path };
	int64_t id;
	const Err *err = path_id(x, path, false, &id);
	sqlite3_stmt *s;
	int rc;

	if (err || !id)
		return err;
	s = db_statement(x, DB_CHANGES_OF_PATH, "SELECT version, now, was FROM change WHERE path = ?1 AND version <= ?2 ORDER BY version DESC");
	if (!s)
		return db_failed(x);
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int64(s, 2, from);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		c.version = sqlite3_column_int64(s, 0);
		c.now = column_oid(s, 1);
		c.was = column_oid(s, 2);
		fn(data, &c);
	}
	sqlite3_reset(s);
	return rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_changes_each(Index *x, IndexEachChangeFn fn, void *data)
{
	static const char sql[] = "SELECT path.name, change.version, change.now, change.was FROM change JOIN path ON path.id = change.path "
	    "ORDER BY change.path DESC, change.version DESC";
	sqlite3_stmt *s = NULL;
	int rc;

	if (sqlite3_prepare_v2(x->db, sql, -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		/* as text: with a NUL behind it */
		const char *path = (const char *)sqlite3_column_text(s, 0);
		IndexChange c = { sqlite3_column_int64(s, 1), path ? path : "", column_oid(s, 2), column_oid(s, 3) };

		if (!fn(data, &c))
			break;
	}
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_paths(Index *x, void (*fn)(void *data, const char *path), void *data)
{
	sqlite3_stmt *s = NULL;
	int rc;

	if (sqlite3_prepare_v2(x->db, "SELECT name FROM path", -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *path = (const char *)sqlite3_column_text(s, 0);

		if (path)
			fn(data, path);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE ? NULL : db_failed(x);
}

void index_rollback(Index *x)
{
	db_run(x, "ROLLBACK");
}
