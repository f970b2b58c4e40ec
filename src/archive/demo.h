/* The demo archive: a clone and its shared bare repository, played from share/demo into the same commits everywhere. */
#ifndef BLAD_ARCHIVE_DEMO_H
#define BLAD_ARCHIVE_DEMO_H

#include "base/err.h"

/* Makes dir (the clone) and dir.git (the shared repository); an existing dir that is an archive is left as it is. */
const Err *demo_make(const char *dir);

#endif
