/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks the process in: after it, hostile bytes may be read. No way back. */
#pragma once

#include <glib.h>

typedef enum {
  SANDBOX_PLAIN,  /* opens nothing at all */
  SANDBOX_FONTS,  /* reads files in the folders of fonts, for text in vector pictures */
  SANDBOX_LIMITS, /* limits only: the loaders bring processes and a sandbox of their own (glycin) */
} SandboxProfile;

/* Before anything else: dies with its parent, drops other descriptors, cannot be traced or dumped. */
void sandbox_prepare (void);
/* Limits of memory, processor time, files. @max_pixels: of a picture. @alone: no loader needs files or
 * processes of its own. Fails the process. */
void sandbox_limit (guint64 max_pixels, gboolean alone);
/* Fails the process when any part does not hold. */
void sandbox_lock (SandboxProfile profile);
