/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-integrity.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Holds a body back until it has passed its integrity: it is received into a spool that nobody else sees,
 * hashed while it grows, and only then let into the one that is painted and saved from. Belongs to one
 * thread. */
typedef struct _PlacardQuarantine PlacardQuarantine;

/* Fails as placard_spool_new() does. */
PlacardQuarantine *
placard_quarantine_new (PlacardIntegrity *integrity, const char *directory, GError **error);
void placard_quarantine_free (PlacardQuarantine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardQuarantine, placard_quarantine_free)

/* Where the body is received to. */
PlacardSpool *placard_quarantine_get_spool (PlacardQuarantine *self);

/* Hashes what came since the last time. Fails with %PLACARD_ERROR_SAVE. */
gboolean placard_quarantine_update (PlacardQuarantine *self, GError **error);

/* After the last byte, once: the verdict. Fails with %PLACARD_ERROR_INTEGRITY. */
gboolean placard_quarantine_judge (PlacardQuarantine *self, GError **error);

/* @done: once, in @context; @error (transfer full) (nullable). */
typedef void (*PlacardQuarantineDone) (GError *error, gpointer user_data);

/* Lets the bytes into @target, which is not sealed. */
void placard_quarantine_release (PlacardQuarantine *self,
                                 PlacardSpool *target,
                                 GMainContext *context,
                                 PlacardQuarantineDone done,
                                 gpointer user_data);

G_END_DECLS
