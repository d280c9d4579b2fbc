/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-framing.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Brings one body from libsoup's stream into a spool: framing, codings, caps. Does not seal the spool.
 * Belongs to the network thread. */
typedef struct _PlacardReceiver PlacardReceiver;

typedef struct {
  /* @wire, @body: bytes so far; @n_new: more on the wire than the last time. */
  void (*progress) (goffset wire, goffset body, gsize n_new, gpointer user_data);
  /* Once, from the main loop; @error (transfer full) is %NULL when the body is whole. The receiver may be
   * freed in it. */
  void (*done) (GError *error, gpointer user_data);
} PlacardReceiverFuncs;

/**
 * placard_receiver_new:
 * @stream: from soup_session_send_finish()
 * @coding: (nullable): the Content-Encoding field
 * @max_body_bytes: 0 for no limit; passing it fails with %PLACARD_ERROR_TOO_LARGE
 */
PlacardReceiver *placard_receiver_new (GInputStream *stream,
                                       const PlacardFraming *framing,
                                       const char *coding,
                                       PlacardSpool *spool,
                                       goffset max_body_bytes,
                                       const PlacardReceiverFuncs *funcs,
                                       gpointer user_data);
/* The first @n_bytes of the body are here already: they are passed over. Before the start. */
void placard_receiver_skip (PlacardReceiver *self, goffset n_bytes);
void placard_receiver_start (PlacardReceiver *self, GMainContext *context);
/* What ended it with an error is the chunks alone: they stop at a boundary, or do not fit together. What
 * came before is as good as a body whose length was never stated. */
gboolean placard_receiver_lost_framing (PlacardReceiver *self);
/* Reads, without waiting, what is there of a body that nobody wants, so that the connection can be used
 * again. */
void placard_receiver_drain (PlacardReceiver *self);
/* Closes the stream: libsoup keeps the connection when the body was read to its end, else it hangs up. */
void placard_receiver_free (PlacardReceiver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardReceiver, placard_receiver_free)

G_END_DECLS
