/* The index: a cache in one SQLite file, thrown away and made anew whenever anything about it is odd. */
#include "index/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"

/* "blad"; and the form of the tables together with how an issue is read and which rows a list begins with: raise it when one changes. */
#define INDEX_APPLICATION 0x626c6164
#define INDEX_VERSION 3
#define BUSY_MS 2000
#define ISSUE "path, blob, title, number, series, date, date_from, state"
#define FIRST "stamp, kind, year, width, count, open, draft, " ISSUE

static const char schema[] =
    "CREATE TABLE issue (path BLOB PRIMARY KEY NOT NULL, blob BLOB NOT NULL, title TEXT, number TEXT, series TEXT,"
    " date TEXT, date_from INTEGER NOT NULL, state TEXT) WITHOUT ROWID;"
    "CREATE TABLE first (at INTEGER PRIMARY KEY, stamp BLOB NOT NULL, kind INTEGER NOT NULL, year INTEGER NOT NULL,"
    " width INTEGER NOT NULL, count INTEGER NOT NULL, open INTEGER NOT NULL, draft INTEGER NOT NULL, path BLOB, blob BLOB,"
    " title TEXT, number TEXT, series TEXT, date TEXT, date_from INTEGER NOT NULL, state TEXT);"
    CHANGES_SCHEMA;

const Err *db_failed(Index *x)
{
	int code = sqlite3_errcode(x->db) & 0xff;

	/* A table that is not as we make it gives SQLITE_ERROR; a full disk or a lock says nothing about the file. */
	x->bad = x->bad || code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR || code == SQLITE_MISMATCH;
	return err_new(ERR_FAIL, _("the index: %s"), sqlite3_errmsg(x->db));
}

bool db_run(Index *x, const char *sql)
{
	return sqlite3_exec(x->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

sqlite3_stmt *db_statement(Index *x, DbStatement which, const char *sql)
{
	sqlite3_stmt **s = &x->statements[which];

	if (!*s && sqlite3_prepare_v3(x->db, sql, -1, SQLITE_PREPARE_PERSISTENT, s, NULL) != SQLITE_OK)
		*s = NULL;
	return *s;
}

static int number(Index *x, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int n = -1;

	if (sqlite3_prepare_v2(x->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* An empty file gets its tables; two processes may try at once. */
static bool set_up(Index *x)
{
	Str sql = STR_EMPTY;
	bool good;

	if (number(x, "PRAGMA application_id") == INDEX_APPLICATION)
		return true;
	if (!db_run(x, "BEGIN IMMEDIATE"))
		return false;
	good = true;
	if (number(x, "SELECT count(*) FROM sqlite_schema") == 0) {
		str_printf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;", INDEX_APPLICATION, INDEX_VERSION);
		good = db_run(x, str_c(&sql)) && db_run(x, schema);
	}
	str_free(&sql);
	if (good && db_run(x, "COMMIT"))
		return true;
	db_run(x, "ROLLBACK");
	return false;
}

static bool is_ours(Index *x)
{
	x->bad = number(x, "PRAGMA application_id") != INDEX_APPLICATION || number(x, "PRAGMA user_version") != INDEX_VERSION;
	return !x->bad && db_run(x, "SELECT " ISSUE " FROM issue LIMIT 1") && db_run(x, "SELECT at, " FIRST " FROM first LIMIT 1") && changes_are_ours(x);
}

/* SQLite would make the file with the umask's rights and through a link.  False: it is no plain file of ours. */
static bool touch(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	bool good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	    ((st.st_mode & 077) == 0 || fchmod(fd, 0600) == 0);

	if (fd >= 0)
		close(fd);
	return good;
}

/* Always an Index, to be closed; *good: it can be used. */
static Index *try_open(const char *path, bool *good)
{
	Index *x = mem_alloc(sizeof *x);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

	x->path = mem_dup(path);
	*good = false;
	if (!touch(path)) {
		x->bad = true;
		return x;
	}
	if (sqlite3_open_v2(path, &x->db, flags, NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(x->db, BUSY_MS);
		/* A cache may lose its last moments in a power cut, never its form. */
		*good = db_run(x, "PRAGMA journal_mode = WAL") && db_run(x, "PRAGMA synchronous = NORMAL") &&
		    db_run(x, "PRAGMA trusted_schema = OFF") && set_up(x) && is_ours(x);
	}
	if (!*good && !x->bad)
		db_failed(x);
	return x;
}

static void throw_away(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		char *name = mem_printf("%s%s", path, tails[i]);

		unlink(name);
		free(name);
	}
}

const Err *index_open(Index **out, const char *path)
{
	bool good;

	*out = NULL;
	for (int i = 0; i < 2; i++) {
		Index *x = try_open(path, &good);
		bool again = x->bad;

		if (good) {
			*out = x;
			return NULL;
		}
		index_close(x);
		if (!again)
			break;
	}
	return err_new(ERR_FAIL, _("no index can be kept in %s"), path);
}

void index_close(Index *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < DB_STATEMENTS; i++)
		sqlite3_finalize(x->statements[i]);
	sqlite3_close(x->db);
	if (x->bad)
		throw_away(x->path);
	free(x->path);
	free(x);
}

static const char *text(sqlite3_stmt *s, int column)
{
	return (const char *)sqlite3_column_text(s, column);
}

/* at: the first of its columns. */
static bool row_read(sqlite3_stmt *s, int at, Str *path, IndexIssue *out)
{
	const void *p = sqlite3_column_blob(s, at), *blob = sqlite3_column_blob(s, at + 1);

	if (!p || !blob || sqlite3_column_bytes(s, at + 1) != OID_BYTES)
		return false;
	str_clear(path);
	str_add(path, p, (size_t)sqlite3_column_bytes(s, at));
	memcpy(out->blob.b, blob, OID_BYTES);
	out->path = str_c(path);
	out->title = text(s, at + 2);
	out->number = text(s, at + 3);
	out->series = text(s, at + 4);
	out->date = text(s, at + 5);
	out->date_from = sqlite3_column_int(s, at + 6);
	out->state = text(s, at + 7);
	return true;
}

const Err *index_each(Index *x, void (*row)(void *data, const IndexIssue *i), void *data)
{
	sqlite3_stmt *s = NULL;
	Str path = STR_EMPTY;
	int rc;

	if (sqlite3_prepare_v2(x->db, "SELECT " ISSUE " FROM issue ORDER BY path", -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		IndexIssue i = { 0 };

		if (row_read(s, 0, &path, &i))
			row(data, &i);
	}
	sqlite3_finalize(s);
	str_free(&path);
	return rc == SQLITE_DONE ? NULL : db_failed(x);
}

const Err *index_begin(Index *x)
{
	return db_run(x, "BEGIN IMMEDIATE") ? NULL : db_failed(x);
}

const Err *index_commit(Index *x)
{
	const Err *err;

	if (db_run(x, "COMMIT"))
		return NULL;
	err = db_failed(x);
	db_run(x, "ROLLBACK");
	return err;
}

static void bind_c(sqlite3_stmt *s, int at, const char *value)
{
	if (value)
		sqlite3_bind_text(s, at, value, -1, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(s, at);
}

static void bind_issue(sqlite3_stmt *s, int at, const IndexIssue *i)
{
	if (i->path)
		sqlite3_bind_blob(s, at, i->path, (int)strlen(i->path), SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(s, at);
	sqlite3_bind_blob(s, at + 1, i->blob.b, OID_BYTES, SQLITE_TRANSIENT);
	bind_c(s, at + 2, i->title);
	bind_c(s, at + 3, i->number);
	bind_c(s, at + 4, i->series);
	bind_c(s, at + 5, i->date);
	sqlite3_bind_int(s, at + 6, i->date_from);
	bind_c(s, at + 7, i->state);
}

const Err *index_put(Index *x, const IndexIssue *i)
{
	sqlite3_stmt *s = db_statement(x, DB_PUT, "INSERT OR REPLACE INTO issue (" ISSUE ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

	if (!s)
		return db_failed(x);
	bind_issue(s, 1, i);
	sqlite3_step(s);
	return sqlite3_reset(s) == SQLITE_OK ? NULL : db_failed(x);
}

const Err *index_forget_others(Index *x, const char *const *paths, size_t n)
{
	sqlite3_stmt *add = NULL;
	bool good = db_run(x, "BEGIN IMMEDIATE");

	if (!good)
		return db_failed(x);
	good = db_run(x, "CREATE TEMP TABLE IF NOT EXISTS here (path BLOB PRIMARY KEY) WITHOUT ROWID") &&
	    db_run(x, "DELETE FROM temp.here") &&
	    sqlite3_prepare_v2(x->db, "INSERT OR IGNORE INTO temp.here VALUES (?1)", -1, &add, NULL) == SQLITE_OK;
	for (size_t i = 0; i < n && good; i++) {
		sqlite3_bind_blob(add, 1, paths[i], (int)strlen(paths[i]), SQLITE_STATIC);
		sqlite3_step(add);
		good = sqlite3_reset(add) == SQLITE_OK;
	}
	sqlite3_finalize(add);
	good = good && db_run(x, "DELETE FROM issue WHERE path NOT IN (SELECT path FROM temp.here)") &&
	    db_run(x, "DELETE FROM temp.here");
	if (good)
		return index_commit(x);
	db_run(x, "ROLLBACK");
	return db_failed(x);
}

/* ---- the list's first rows ---- */

/* Columns of FIRST. */
enum { AT_STAMP, AT_KIND, AT_YEAR, AT_WIDTH, AT_COUNT, AT_OPEN, AT_DRAFT, AT_ISSUE };

static void first_row(sqlite3_stmt *s, Str *path, IndexFirst *out)
{
	out->kind = sqlite3_column_int(s, AT_KIND);
	out->year = sqlite3_column_int(s, AT_YEAR);
	out->width = sqlite3_column_int(s, AT_WIDTH);
	out->count = (size_t)sqlite3_column_int64(s, AT_COUNT);
	out->open = sqlite3_column_int(s, AT_OPEN);
	out->draft = sqlite3_column_int(s, AT_DRAFT);
	if (!row_read(s, AT_ISSUE, path, &out->issue))
		out->issue.series = text(s, AT_ISSUE + 4);
}

const Err *index_first(Index *x, const Oid *stamp, void (*row)(void *data, const IndexFirst *f), void *data)
{
	sqlite3_stmt *s = NULL;
	Str path = STR_EMPTY;
	int rc;

	if (sqlite3_prepare_v2(x->db, "SELECT " FIRST " FROM first WHERE stamp = ?1 ORDER BY at", -1, &s, NULL) != SQLITE_OK)
		return db_failed(x);
	sqlite3_bind_blob(s, 1, stamp->b, OID_BYTES, SQLITE_STATIC);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		IndexFirst f = { 0 };

		first_row(s, &path, &f);
		row(data, &f);
	}
	sqlite3_finalize(s);
	str_free(&path);
	return rc == SQLITE_DONE ? NULL : db_failed(x);
}

static bool add_first(sqlite3_stmt *s, const Oid *stamp, const IndexFirst *f)
{
	sqlite3_bind_blob(s, AT_STAMP + 1, stamp->b, OID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int(s, AT_KIND + 1, f->kind);
	sqlite3_bind_int(s, AT_YEAR + 1, f->year);
	sqlite3_bind_int(s, AT_WIDTH + 1, f->width);
	sqlite3_bind_int64(s, AT_COUNT + 1, (sqlite3_int64)f->count);
	sqlite3_bind_int(s, AT_OPEN + 1, f->open);
	sqlite3_bind_int(s, AT_DRAFT + 1, f->draft);
	bind_issue(s, AT_ISSUE + 1, &f->issue);
	sqlite3_step(s);
	return sqlite3_reset(s) == SQLITE_OK;
}

const Err *index_keep_first(Index *x, const Oid *stamp, const IndexFirst *rows, size_t n)
{
	sqlite3_stmt *add = NULL;
	bool good;

	if (!db_run(x, "BEGIN IMMEDIATE"))
		return db_failed(x);
	good = db_run(x, "DELETE FROM first") && sqlite3_prepare_v2(x->db, "INSERT INTO first (" FIRST ") VALUES"
	    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)", -1, &add, NULL) == SQLITE_OK;
	for (size_t i = 0; i < n && good; i++)
		good = add_first(add, stamp, &rows[i]);
	sqlite3_finalize(add);
	if (good)
		return index_commit(x);
	db_run(x, "ROLLBACK");
	return db_failed(x);
}
