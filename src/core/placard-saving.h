/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is done with an answer: inert, a part of #PlacardRequest. Nothing of it unless it
 * was asked for. */
typedef struct {
  gboolean no_keep;          /* the answer is for reading once: nothing of it is saved or sent on */
  gboolean keepalive;        /* a save or a forwarding that is under way outlives its window */
  gboolean save_attachments; /* what the server calls an attachment is saved at once */
  gboolean add_recent;       /* a saved file is listed among the recent ones of the desktop */
  char *
      auto_save; /* (nullable): a template for placard_name_template_expand(): every whole answer is saved
                    * at once, under this name */
} PlacardSaving;

PlacardSaving *placard_saving_new (void);
PlacardSaving *placard_saving_copy (const PlacardSaving *self);
void placard_saving_free (PlacardSaving *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardSaving, placard_saving_free)

G_END_DECLS
