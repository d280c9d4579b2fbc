/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-decoder-dialogue.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

void
placard_decoder_dialogue_init (PlacardDecoderDialogue *self,
                               PlacardMediaType type,
                               guint64 max_pixels)
{
  *self = (PlacardDecoderDialogue){
      .type = type,
      .max_pixels = max_pixels,
      .page_size = (guint32) sysconf (_SC_PAGESIZE),
      .orientation = 1,
  };
}

PlacardFormat
placard_decoder_dialogue_get_format (PlacardMediaType type)
{
  static const struct {
    PlacardMediaType type;
    PlacardFormat format;
  } rows[] = {
      {PLACARD_MEDIA_PNG, PLACARD_FORMAT_PNG},   {PLACARD_MEDIA_JPEG, PLACARD_FORMAT_JPEG},
      {PLACARD_MEDIA_GIF, PLACARD_FORMAT_GIF},   {PLACARD_MEDIA_WEBP, PLACARD_FORMAT_WEBP},
      {PLACARD_MEDIA_AVIF, PLACARD_FORMAT_AVIF}, {PLACARD_MEDIA_SVG, PLACARD_FORMAT_SVG},
      {PLACARD_MEDIA_TIFF, PLACARD_FORMAT_TIFF}, {PLACARD_MEDIA_BMP, PLACARD_FORMAT_BMP},
      {PLACARD_MEDIA_PNM, PLACARD_FORMAT_PNM},   {PLACARD_MEDIA_ICO, PLACARD_FORMAT_ICO},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].type == type)
      return rows[i].format;
  return 0;
}

void
placard_decoder_dialogue_start (PlacardDecoderDialogue *self, PlacardStartMessage *message)
{
  self->started = TRUE;
  *message = (PlacardStartMessage){
      .kind = PLACARD_MESSAGE_START,
      .format = placard_decoder_dialogue_get_format (self->type),
      .max_pixels = self->max_pixels,
  };
}

void
placard_decoder_dialogue_feed (PlacardDecoderDialogue *self,
                               guint64 available,
                               gboolean ended,
                               PlacardFeedMessage *message)
{
  self->feeding = TRUE;
  self->ending = ended;
  self->fed = available;
  *message = (PlacardFeedMessage){
      .kind = PLACARD_MESSAGE_FEED,
      .ended = ended,
      .available = available,
  };
}

static gboolean
hear_size (PlacardDecoderDialogue *self, const PlacardSizeMessage *size)
{
  PlacardLayout layout;

  if (!self->feeding || self->sized ||
      !placard_layout_init (&layout, size, self->max_pixels, self->page_size))
    return FALSE;
  self->layout = layout;
  self->orientation = size->orientation;
  self->sized = TRUE;
  return TRUE;
}

static gboolean
hear_damage (PlacardDecoderDialogue *self, const PlacardDamageMessage *damage)
{
  int height = self->sized ? self->layout.levels[0].height : 0;

  if (!self->sized || damage->frame != 0 || damage->y < 0 || damage->height < 1 ||
      damage->height > height || damage->y > height - damage->height || damage->rows < self->rows ||
      damage->rows > height)
    return FALSE;
  self->rows = damage->rows;
  return TRUE;
}

static gboolean
hear_idle (PlacardDecoderDialogue *self, const PlacardIdleMessage *idle)
{
  if (!self->feeding || self->ending || idle->seen != self->fed)
    return FALSE;
  self->feeding = FALSE;
  return TRUE;
}

/* Once, before the end. Its texts are made plain by whoever reads them. */
static gboolean
hear_description (PlacardDecoderDialogue *self, const PlacardDescriptionMessage *description)
{
  if (!self->ending || self->described || description->sandbox > PLACARD_SANDBOX_LIMITS ||
      description->colour > PLACARD_COLOUR_CMYK || description->depth < 0 ||
      description->depth > 64 || description->has_profile > 1 || description->has_location > 1)
    return FALSE;
  self->described = TRUE;
  return TRUE;
}

static gboolean
hear_done (PlacardDecoderDialogue *self, const PlacardDoneMessage *done)
{
  return self->sized && self->ending && done->n_frames >= 1 &&
         done->rows == self->layout.levels[0].height && self->rows == done->rows;
}

/* The loader's words as plain text: they may quote the picture's bytes. */
static char *
make_plain (const char *bytes, gsize size)
{
  char *text = g_utf8_make_valid (bytes, (gssize) strnlen (bytes, size));

  for (char *p = text; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_strstrip (text);
}

char *
placard_decoder_dialogue_make_text (const char *bytes, gsize size)
{
  g_autofree char *text = make_plain (bytes, size);

  return *text ? g_steal_pointer (&text) : NULL;
}

GError *
placard_decoder_dialogue_make_truncated (const PlacardDecoderDialogue *self)
{
  if (!self->sized)
    return g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                                _ ("The picture ends before its first row"));
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                      _ ("The picture ends early: %d of %d rows came"), self->rows,
                      self->layout.levels[0].height);
}

static GError *
make_too_large (const PlacardDecoderDialogue *self, const PlacardErrorMessage *message)
{
  if (message->fault == PLACARD_FAULT_NO_MEMORY || message->width < 1 || message->height < 1)
    return g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE,
                                _ ("The picture needs more memory than a picture may have"));
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE,
                      _ ("The picture has %d × %d pixels; more than %d million are not decoded"),
                      message->width, message->height, (int) (self->max_pixels / 1000000));
}

static GError *
make_error (PlacardDecoderDialogue *self, const PlacardErrorMessage *message)
{
  const char *name = placard_media_type_to_name (self->type);
  g_autofree char *text = make_plain (message->text, sizeof message->text);

  switch ((PlacardFault) message->fault) {
  case PLACARD_FAULT_UNDECODABLE:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                        /* Translators: a format, then the technical reason, in English */
                        _ ("The picture is no valid %s: %s"), name, *text ? text : "?");
  case PLACARD_FAULT_NO_LOADER:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                        _ ("This system has no GdkPixbuf loader for %s pictures"), name);
  case PLACARD_FAULT_TOO_LARGE:
  case PLACARD_FAULT_NO_MEMORY:
    return make_too_large (self, message);
  case PLACARD_FAULT_ENDS_EARLY:
    return placard_decoder_dialogue_make_truncated (self);
  case PLACARD_FAULT_NO_SANDBOX:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_DECODER,
                        _ ("The decoder could not lock itself in (%s) and decoded nothing"), text);
  }
  return NULL;
}

static gboolean
hear_kind (PlacardDecoderDialogue *self, const PlacardMessage *message, GError **reported)
{
  switch (message->kind) {
  case PLACARD_MESSAGE_SIZE:
    return hear_size (self, &message->size);
  case PLACARD_MESSAGE_DAMAGE:
    return hear_damage (self, &message->damage);
  case PLACARD_MESSAGE_IDLE:
    return hear_idle (self, &message->idle);
  case PLACARD_MESSAGE_DONE:
    return hear_done (self, &message->done);
  case PLACARD_MESSAGE_DESCRIPTION:
    return hear_description (self, &message->description);
  case PLACARD_MESSAGE_ERROR:
    *reported = make_error (self, &message->error);
    return FALSE;
  default:
    return FALSE;
  }
}

gboolean
placard_decoder_dialogue_hear (PlacardDecoderDialogue *self,
                               const PlacardMessage *message,
                               gsize n_bytes,
                               GError **error)
{
  g_autoptr (GError) reported = NULL;

  if (n_bytes >= sizeof message->kind && n_bytes == placard_message_size (message->kind) &&
      hear_kind (self, message, &reported))
    return TRUE;

  if (reported)
    g_propagate_error (error, g_steal_pointer (&reported));
  else
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_DECODER,
                         _ ("The decoder spoke nonsense and was stopped"));
  return FALSE;
}
