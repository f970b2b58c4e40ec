/* Putting an older text back, as a draft. */
#ifndef BLAD_TUI_VIEWS_RESTORE_H
#define BLAD_TUI_VIEWS_RESTORE_H

#include "archive/issues.h"
#include "tui/kit/view.h"

Reply restore_version(Archive *a, const Target *then);

#endif
