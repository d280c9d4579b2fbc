/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_installation_find_program:
 * @name: of one of Placard's own helper programs
 *
 * Its absolute path: in the folder that the environment variable PLACARD_LIBEXECDIR names (a build that
 * is not installed, a test), else where it was installed. (transfer full)
 */
char *placard_installation_find_program (const char *name);

G_END_DECLS
