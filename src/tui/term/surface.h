/*
 * A Surface is a grid of cells: what a screen shows.  All text gets here through area_put, which passes it through the gate, so that
 * nothing from outside can reach a terminal as anything but visible characters.
 */
#ifndef BLAD_TUI_TERM_SURFACE_H
#define BLAD_TUI_TERM_SURFACE_H

#include <stdbool.h>

#include "base/str.h"
#include "doc/role.h"

#define CELL_BYTES 20	/* a base character and the four marks that a terminal's cell can hold */

typedef struct {
	char text[CELL_BYTES];
	unsigned char len;	/* 0: a blank */
	unsigned char cols;	/* 1 or 2; 0: the right half of the cell before */
	unsigned char role;
} Cell;

typedef struct {
	int rows, cols;
	Cell *cells;		/* row by row */
	int cursor_row, cursor_col;	/* always on the selected row, link or prompt */
	bool cursor_seen;	/* false: nobody placed it (it is parked at the bottom) */
} Surface;

void surface_init(Surface *s, int rows, int cols);
void surface_clear(Surface *s);
void surface_free(Surface *s);
const Cell *surface_cell(const Surface *s, int row, int col);
void surface_copy(Surface *to, const Surface *from);
void surface_row_text(const Surface *s, int row, Str *out);	/* without trailing blanks; appends */

/* A part of a surface, with places of its own from 0, 0.  What does not fit is cut. */
typedef struct {
	Surface *s;
	int row, col, rows, cols;
} Area;

Area surface_area(Surface *s);
Area area_part(Area a, int row, int col, int rows, int cols);	/* clipped to a */

/* Puts text at a place and gives the columns it took; a cluster that does not fit whole is left out. */
int area_put(Area a, int row, int col, Slice text, Role role);
int area_put_c(Area a, int row, int col, const char *text, Role role);
/* Cuts with "…" at max columns. */
int area_put_cut(Area a, int row, int col, int max, Slice text, Role role);
/* Ends at column `end` (exclusive); gives the column it begins at. */
int area_put_right(Area a, int row, int end, Slice text, Role role);
void area_fill(Area a, int row, int col, int cols, const char *cluster, Role role);	/* n columns of one narrow character */
void area_role(Area a, int row, int col, int cols, Role role);	/* another role for what stands there */
void area_cursor(Area a, int row, int col);
/* Columns that area_put will take for this text. */
int area_width(Slice text);

#endif
