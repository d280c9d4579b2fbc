/* SPDX-License-Identifier: GPL-3.0-or-later */
/* placard-decoder: decodes one picture for Placard and ends. It is started before there is a picture,
 * loads what it may need while the network is waited for, is told the format, locks itself in, and only
 * then looks at the first byte.
 *
 *   placard-decoder MAX-PIXELS
 *
 * Not for the command line: it speaks placard-protocol.h on descriptor 3. */
#include "config.h"

#include "codec.h"
#include "control.h"
#include "description.h"
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define SLICE_MAX (512 << 10)

/* The most frequent and cheapest first: a request may be answered before all are there. */
static const PlacardFormat preload_order[] = {
    PLACARD_FORMAT_PNG, PLACARD_FORMAT_JPEG, PLACARD_FORMAT_GIF, PLACARD_FORMAT_WEBP,
    PLACARD_FORMAT_BMP, PLACARD_FORMAT_PNM,  PLACARD_FORMAT_ICO, PLACARD_FORMAT_TIFF,
    PLACARD_FORMAT_SVG, PLACARD_FORMAT_AVIF,
};

typedef struct {
  int spool;
  PlacardFormat format;
  SandboxProfile profile;
  Picture *picture;
  Codec *codec;
  guint64 n_fed;
  guint8 slice[SLICE_MAX];
} Decoder;

/* Loaders print what a server made them print, and printing looks for terminals, clocks and zones. */
static GLogWriterOutput
drop_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

/* What can be opened only now, apart from the loaders: the conversion of a PNG's texts. It stays open. */
static void
open_conversions (void)
{
  (void) g_iconv_open ("UTF-8", "ISO-8859-1");
}

static void
wait_for_start (PlacardStartMessage *start, int *spool)
{
  PlacardMessage message;
  gsize next = 0;

  while (next < G_N_ELEMENTS (preload_order) && !control_receive (&message, spool, 0))
    codec_preload (preload_order[next++]);
  if (next == G_N_ELEMENTS (preload_order))
    control_receive (&message, spool, -1);

  if (message.kind != PLACARD_MESSAGE_START || *spool < 0 ||
      message.start.format < PLACARD_FORMAT_PNG || message.start.format > PLACARD_FORMAT_ICO)
    control_exit (2);
  *start = message.start;
}

/* From 2.43 on GdkPixbuf hands Linux's pictures to glycin, which starts sandboxes of its own. */
static gboolean
loaders_are_processes (void)
{
  return gdk_pixbuf_major_version > 2 || gdk_pixbuf_minor_version >= 43;
}

static SandboxProfile
choose_profile (PlacardFormat format)
{
  if (loaders_are_processes ())
    return SANDBOX_LIMITS;
  return format == PLACARD_FORMAT_SVG ? SANDBOX_FONTS : SANDBOX_PLAIN;
}

/* What a vector picture may have embedded. */
static void
preload_embedded (PlacardFormat format)
{
  if (format != PLACARD_FORMAT_SVG)
    return;
  codec_preload (PLACARD_FORMAT_PNG);
  codec_preload (PLACARD_FORMAT_JPEG);
  codec_preload (PLACARD_FORMAT_GIF);
  codec_preload (PLACARD_FORMAT_WEBP);
}

static void
read_slice (Decoder *self, gsize n_bytes)
{
  for (gsize done = 0; done < n_bytes;) {
    gssize n_read =
        pread (self->spool, self->slice + done, n_bytes - done, (off_t) (self->n_fed + done));
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read <= 0)
      control_exit (3);
    done += (gsize) n_read;
  }
}

static void
feed (Decoder *self, guint64 available, gboolean ended)
{
  while (self->n_fed < available) {
    gsize least, most, n_bytes;

    codec_get_slice (self->codec, self->n_fed, &least, &most);
    if (available - self->n_fed < least && !ended)
      return;
    n_bytes = (gsize) MIN (available - self->n_fed, MIN (most, SLICE_MAX));
    read_slice (self, n_bytes);
    codec_feed (self->codec, self->slice, n_bytes);
    self->n_fed += n_bytes;
  }
}

static void
finish (Decoder *self)
{
  static const PlacardSandbox sandboxes[] = {
      [SANDBOX_PLAIN] = PLACARD_SANDBOX_PLAIN,
      [SANDBOX_FONTS] = PLACARD_SANDBOX_FONTS,
      [SANDBOX_LIMITS] = PLACARD_SANDBOX_LIMITS,
  };
  PlacardMessage message = {.done = {.kind = PLACARD_MESSAGE_DONE, .n_frames = 1}};
  PlacardMessage description = {.description = {.kind = PLACARD_MESSAGE_DESCRIPTION}};

  codec_end (self->codec);
  description_read (self->spool, self->format, &description.description);
  description.description.sandbox = sandboxes[self->profile];
  control_send (&description);
  message.done.rows = picture_get_rows (self->picture);
  control_send (&message);
  control_exit (0);
}

static void
decode (Decoder *self)
{
  for (;;) {
    PlacardMessage message;
    PlacardMessage idle = {.idle = {.kind = PLACARD_MESSAGE_IDLE}};
    int fd = -1;

    if (!control_receive (&message, &fd, picture_get_timeout (self->picture))) {
      picture_flush (self->picture, TRUE);
      continue;
    }
    if (message.kind != PLACARD_MESSAGE_FEED || fd >= 0)
      control_exit (2);
    feed (self, message.feed.available, message.feed.ended != 0);
    if (message.feed.ended)
      finish (self);
    idle.idle.seen = message.feed.available;
    control_send (&idle);
  }
}

int
main (int argc, char **argv)
{
  static Decoder decoder;
  PlacardStartMessage start;
  guint64 max_pixels = argc == 2 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;

  if (max_pixels == 0)
    return 2;
  sandbox_prepare ();
  sandbox_limit (max_pixels, !loaders_are_processes ());
  g_log_set_writer_func (drop_message, NULL, NULL);
  open_conversions ();
  wait_for_start (&start, &decoder.spool);

  decoder.picture = picture_new (max_pixels);
  decoder.codec = codec_new (start.format, decoder.picture, max_pixels);
  preload_embedded (start.format);
  decoder.format = start.format;
  decoder.profile = choose_profile (start.format);
  sandbox_lock (decoder.profile);
  decode (&decoder);
}
