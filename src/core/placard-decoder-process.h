/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-protocol.h"

#include <glib.h>

G_BEGIN_DECLS

/* One decoder process and the socket to it. Knows how to start, to speak, to kill and to bury; what is
 * said is the dialogue's. Belongs to one thread, but for the kill. */
typedef struct _PlacardDecoderProcess PlacardDecoderProcess;

/**
 * placard_decoder_process_new:
 *
 * Starts placard-decoder with nothing but the socket and a cleared environment. It dies when the calling
 * thread ends. Fails with %PLACARD_ERROR_DECODER.
 */
PlacardDecoderProcess *placard_decoder_process_new (guint64 max_pixels, GError **error);
/* Ends it if that was not done. */
void placard_decoder_process_free (PlacardDecoderProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardDecoderProcess, placard_decoder_process_free)

/* To be polled for reading. */
int placard_decoder_process_get_fd (PlacardDecoderProcess *self);
/* @fd: to go along, or -1. %FALSE: it is gone, which the next receive tells too. */
gboolean placard_decoder_process_send (PlacardDecoderProcess *self,
                                       const void *message,
                                       gsize n_bytes,
                                       int fd);
/* The size of the packet that was received, 0: it is gone, -1: nothing to read now. Descriptors that it
 * sends are dropped. */
gssize placard_decoder_process_receive (PlacardDecoderProcess *self, PlacardMessage *message);

/* From any thread; does not wait. */
void placard_decoder_process_kill (PlacardDecoderProcess *self);
/* Kills it and waits for its end. Returns how it had ended by itself, translated, or %NULL when it was
 * this that ended it. (transfer full) (nullable) */
char *placard_decoder_process_end (PlacardDecoderProcess *self);

G_END_DECLS
