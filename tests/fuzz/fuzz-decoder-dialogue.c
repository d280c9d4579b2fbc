/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a hostile decoder says: nothing is believed that would let a reader leave the memory. Input: a
 * byte of what Placard does, then a length and a packet, again and again. */
#include "placard-decoder-dialogue.h"

#include <string.h>

#define MAX_PIXELS 1000000

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (const PlacardDecoderDialogue *self)
{
  const PlacardLayout *layout = &self->layout;

  if (!self->sized)
    return;
  g_assert_true (layout->n_levels >= 1 && layout->n_levels <= PLACARD_LEVELS_MAX);
  g_assert_true (layout->size <= (gsize) MAX_PIXELS * 4 * 8);
  for (guint i = 0; i < layout->n_levels; i++) {
    const PlacardLevelLayout *level = &layout->levels[i];
    g_assert_true (level->width > 0 && level->height > 0);
    g_assert_true (level->stride >= (gsize) level->width * (gsize) layout->channels);
    g_assert_true (level->offset + level->stride * (gsize) level->height <= layout->size);
  }
  g_assert_true (self->rows >= 0 && self->rows <= layout->levels[0].height);
  g_assert_true (self->orientation >= 1 && self->orientation <= 8);
}

static gboolean
hear (PlacardDecoderDialogue *self, const uint8_t *packet, size_t size)
{
  g_autoptr (GError) error = NULL;
  PlacardMessage message = {0};

  memcpy (&message, packet, MIN (size, sizeof message));
  if (placard_decoder_dialogue_hear (self, &message, size, &error))
    return TRUE;
  g_assert_true (error && g_utf8_validate (error->message, -1, NULL));
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  PlacardDecoderDialogue dialogue;
  guint64 fed = 0;

  placard_decoder_dialogue_init (&dialogue, PLACARD_MEDIA_PNG, MAX_PIXELS);
  while (size > 2) {
    size_t length = MIN (data[1], size - 2);
    PlacardStartMessage start;
    PlacardFeedMessage feed;

    if (!dialogue.started)
      placard_decoder_dialogue_start (&dialogue, &start);
    else if (!dialogue.feeding && !dialogue.ending)
      placard_decoder_dialogue_feed (&dialogue, fed += data[0] & 7, data[0] & 8, &feed);
    if (!hear (&dialogue, data + 2, length))
      return 0;
    check (&dialogue);
    data += 2 + length;
    size -= 2 + length;
  }
  return 0;
}
