/* The handle behind Index; only the files of this room include it. */
#ifndef BLAD_INDEX_DB_H
#define BLAD_INDEX_DB_H

#include <sqlite3.h>
#include <stdbool.h>

#include "index/changes.h"

/* Statements that are asked again and again, made when first asked for. */
typedef enum {
	DB_PUT, DB_PATH_FIND, DB_PATH_ADD, DB_VERSION_ADD, DB_VERSION_ID, DB_VERSION_NUMBER, DB_VERSIONS_BELOW, DB_CHANGE_ADD,
	DB_CHANGES_OF_PATH, DB_STATEMENTS
} DbStatement;

struct Index {
	sqlite3 *db;
	sqlite3_stmt *statements[DB_STATEMENTS];
	char *path;
	bool bad;	/* damaged, foreign or older: closing throws it away */
};

#define CHANGES_SCHEMA \
    "CREATE TABLE history (one INTEGER PRIMARY KEY, tip BLOB NOT NULL, filled INTEGER NOT NULL);" \
    "CREATE TABLE version (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);" \
    "CREATE TABLE path (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);" \
    "CREATE TABLE change (path INTEGER NOT NULL, version INTEGER NOT NULL, now BLOB, was BLOB, PRIMARY KEY (path, version))" \
    " WITHOUT ROWID"
bool changes_are_ours(Index *x);

const Err *db_failed(Index *x);
bool db_run(Index *x, const char *sql);
/* NULL: it cannot be made. */
sqlite3_stmt *db_statement(Index *x, DbStatement which, const char *sql);

#endif
