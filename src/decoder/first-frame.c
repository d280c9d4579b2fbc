/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "first-frame.h"

enum {
  STATE_SCREEN, /* in the signature and the logical screen descriptor: 13 bytes */
  STATE_BLOCK,  /* a block begins */
  STATE_EXTENSION_LABEL,
  STATE_EXTENSION_LENGTH,
  STATE_IMAGE, /* in the image descriptor: 9 bytes */
  STATE_IMAGE_CODE_SIZE,
  STATE_IMAGE_LENGTH,
  STATE_ENDED,
};

#define SCREEN_BYTES 13
#define SCREEN_PACKED 10
#define IMAGE_BYTES 9
#define IMAGE_PACKED 8

static guint
colour_table_bytes (guint8 packed)
{
  return packed & 0x80 ? 3u << ((packed & 7) + 1) : 0;
}

/* A header of fixed length whose packed field announces a colour table. */
static void
take_header (FirstFrame *self, guint8 byte, guint packed_at, guint n_bytes, int next)
{
  if (self->header == packed_at)
    self->packed = byte;
  if (++self->header < n_bytes)
    return;
  self->header = 0;
  self->skip = colour_table_bytes (self->packed);
  self->state = next;
}

static void
take_byte (FirstFrame *self, guint8 byte)
{
  switch (self->state) {
  case STATE_SCREEN:
    take_header (self, byte, SCREEN_PACKED, SCREEN_BYTES, STATE_BLOCK);
    break;
  case STATE_BLOCK:
    /* Anything unknown is the loader's to judge. */
    if (byte == 0x2C)
      self->state = STATE_IMAGE;
    else if (byte == 0x21)
      self->state = STATE_EXTENSION_LABEL;
    break;
  case STATE_EXTENSION_LABEL:
    self->state = STATE_EXTENSION_LENGTH;
    break;
  case STATE_EXTENSION_LENGTH:
    self->skip = byte;
    if (!byte)
      self->state = STATE_BLOCK;
    break;
  case STATE_IMAGE:
    take_header (self, byte, IMAGE_PACKED, IMAGE_BYTES, STATE_IMAGE_CODE_SIZE);
    break;
  case STATE_IMAGE_CODE_SIZE:
    self->state = STATE_IMAGE_LENGTH;
    break;
  case STATE_IMAGE_LENGTH:
    self->skip = byte;
    if (!byte)
      self->state = STATE_ENDED;
    break;
  }
}

gsize
first_frame_take (FirstFrame *self, const guint8 *bytes, gsize n_bytes)
{
  gsize i = 0;

  while (i < n_bytes && self->state != STATE_ENDED) {
    gsize skip = MIN (self->skip, n_bytes - i);

    self->skip -= (guint) skip;
    i += skip;
    if (i < n_bytes)
      take_byte (self, bytes[i++]);
  }
  return i;
}

gboolean
first_frame_has_ended (const FirstFrame *self)
{
  return self->state == STATE_ENDED;
}
