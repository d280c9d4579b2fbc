/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"
#include "placard-protocol.h"

G_BEGIN_DECLS

/* What was said between Placard and one decoder, and so what the decoder may say next. It is not
 * trusted: each message is checked here, field by field, before anything is done for it. Pure: no
 * descriptor, no memory, no process. */
typedef struct {
  PlacardMediaType type;
  guint64 max_pixels;
  guint32 page_size;

  gboolean started;
  gboolean feeding; /* a FEED is not answered yet */
  gboolean ending;  /* it was the last one */
  guint64 fed;
  gboolean sized;
  PlacardLayout layout; /* valid when sized */
  int orientation;
  int rows;
  gboolean described;
} PlacardDecoderDialogue;

void placard_decoder_dialogue_init (PlacardDecoderDialogue *self,
                                    PlacardMediaType type,
                                    guint64 max_pixels);
/* 0 when @type is nothing to be decoded. */
PlacardFormat placard_decoder_dialogue_get_format (PlacardMediaType type);

/* What Placard says. */
void placard_decoder_dialogue_start (PlacardDecoderDialogue *self, PlacardStartMessage *message);
void placard_decoder_dialogue_feed (PlacardDecoderDialogue *self,
                                    guint64 available,
                                    gboolean ended,
                                    PlacardFeedMessage *message);

/**
 * placard_decoder_dialogue_hear:
 * @n_bytes: of the packet, of which at most a message's size is in @message
 *
 * Takes what the decoder said. %FALSE with %PLACARD_ERROR_DECODER when it may not say that now, or not
 * like that; with the error that it stands for when it is an ERROR.
 */
gboolean placard_decoder_dialogue_hear (PlacardDecoderDialogue *self,
                                        const PlacardMessage *message,
                                        gsize n_bytes,
                                        GError **error);

/* A text of a message as plain text: its bytes are the picture's. (transfer full) (nullable) */
char *placard_decoder_dialogue_make_text (const char *bytes, gsize size);

/* (transfer full): the picture's bytes ended early, after so many rows. */
GError *placard_decoder_dialogue_make_truncated (const PlacardDecoderDialogue *self);

G_END_DECLS
