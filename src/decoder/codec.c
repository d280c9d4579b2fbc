/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec.h"

#include "control.h"
#include "first-frame.h"

/* What the loader of WebP wants to see of the header in its first call. */
#define WEBP_FIRST_BYTES 1024
/* A vector picture larger than this is drawn smaller: its author's pixels mean nothing. */
#define VECTOR_SIDE_MAX 4096

typedef enum {
  ROWS_SHARED_CLEAN, /* as they come, into a buffer that nobody wrote to before */
  ROWS_SHARED,       /* as they come */
  ROWS_COPIED,       /* as they come, from a buffer that may be another each time */
  ROWS_AT_END,
} RowsMode;

static const struct {
  const char *name; /* of the loader */
  const char *mime; /* where the loader has another name */
  RowsMode rows;
} formats[] = {
    [PLACARD_FORMAT_PNG] = {"png", "image/png", ROWS_SHARED_CLEAN},
    [PLACARD_FORMAT_JPEG] = {"jpeg", "image/jpeg", ROWS_SHARED_CLEAN},
    [PLACARD_FORMAT_GIF] = {"gif", "image/gif", ROWS_COPIED},
    [PLACARD_FORMAT_WEBP] = {"webp", "image/webp", ROWS_COPIED},
    [PLACARD_FORMAT_AVIF] = {"avif", "image/avif", ROWS_AT_END},
    [PLACARD_FORMAT_SVG] = {"svg", "image/svg+xml", ROWS_AT_END},
    [PLACARD_FORMAT_TIFF] = {"tiff", "image/tiff", ROWS_AT_END},
    [PLACARD_FORMAT_BMP] = {"bmp", "image/bmp", ROWS_SHARED},
    [PLACARD_FORMAT_PNM] = {"pnm", "image/x-portable-anymap", ROWS_SHARED},
    [PLACARD_FORMAT_ICO] = {"ico", "image/vnd.microsoft.icon", ROWS_AT_END},
};

struct _Codec {
  PlacardFormat format;
  RowsMode rows;
  GdkPixbufLoader *loader; /* never freed: its buffer is shared */
  Picture *picture;
  FirstFrame first_frame; /* of a GIF */
  gboolean ended;         /* the loader has been closed */
  int too_wide;           /* the size that was refused */
  int too_high;
  guint64 max_pixels;
};

/* Never by content: a loader that was not asked for could be reached through another's signature. */
static GdkPixbufLoader *
new_loader (PlacardFormat format, GError **error)
{
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (formats[format].name, NULL);

  return loader ? loader : gdk_pixbuf_loader_new_with_mime_type (formats[format].mime, error);
}

gboolean
codec_preload (PlacardFormat format)
{
  g_autoptr (GdkPixbufLoader) loader = new_loader (format, NULL);

  if (!loader)
    return FALSE;
  gdk_pixbuf_loader_close (loader, NULL);
  return TRUE;
}

static void
fail (Codec *self, PlacardFault fault, const char *text)
{
  gboolean begun = picture_has_begun (self->picture);

  picture_flush (self->picture, TRUE);
  control_fail (fault, begun ? picture_get_width (self->picture) : 0,
                begun ? picture_get_height (self->picture) : 0, picture_get_rows (self->picture),
                text);
}

static void
fail_with_error (Codec *self, const GError *error)
{
  if (self->too_wide)
    control_fail (PLACARD_FAULT_TOO_LARGE, self->too_wide, self->too_high, 0, NULL);
  if (g_error_matches (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    fail (self, PLACARD_FAULT_NO_MEMORY, error->message);
  fail (self, PLACARD_FAULT_UNDECODABLE, error ? error->message : NULL);
}

/* The header is read, nothing of the size is allocated yet. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Codec *self)
{
  int side = MAX (width, height);

  if (self->format == PLACARD_FORMAT_SVG && side > VECTOR_SIDE_MAX) {
    width = MAX (1, (int) ((gint64) width * VECTOR_SIDE_MAX / side));
    height = MAX (1, (int) ((gint64) height * VECTOR_SIDE_MAX / side));
    gdk_pixbuf_loader_set_size (loader, width, height);
  } else if ((guint64) MAX (width, 0) * (guint64) MAX (height, 0) > self->max_pixels) {
    self->too_wide = width;
    self->too_high = height;
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  }
}

/* As in EXIF 2.32, table 6; what says nothing or nonsense is upright. */
static int
get_orientation (GdkPixbuf *pixbuf)
{
  const char *option = gdk_pixbuf_get_option (pixbuf, "orientation");
  int orientation = option ? (int) g_ascii_strtoll (option, NULL, 10) : 1;

  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

static void
begin (Codec *self, PictureMode mode)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (self->loader);

  if (pixbuf && !picture_has_begun (self->picture))
    picture_begin (self->picture, pixbuf, mode, get_orientation (pixbuf));
}

static void
area_prepared_cb (GdkPixbufLoader *loader, Codec *self)
{
  static const PictureMode modes[] = {
      [ROWS_SHARED_CLEAN] = PICTURE_ADOPT_CLEAN,
      [ROWS_SHARED] = PICTURE_ADOPT,
      [ROWS_COPIED] = PICTURE_COPY,
      [ROWS_AT_END] = PICTURE_COPY,
  };

  if (self->rows != ROWS_AT_END)
    begin (self, modes[self->rows]);
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, Codec *self)
{
  /* When it is closed before the end, the JPEG library makes up the rows that are missing. */
  if (self->ended && self->format == PLACARD_FORMAT_JPEG)
    return;
  if (picture_has_begun (self->picture))
    picture_damage (self->picture, gdk_pixbuf_loader_get_pixbuf (loader), y, height);
}

Codec *
codec_new (PlacardFormat format, Picture *picture, guint64 max_pixels)
{
  Codec *self = g_new0 (Codec, 1);
  g_autoptr (GError) error = NULL;

  self->format = format;
  self->rows = formats[format].rows;
  self->picture = picture;
  self->max_pixels = max_pixels;
  self->loader = new_loader (format, &error);
  if (!self->loader)
    fail (self, PLACARD_FAULT_NO_LOADER, error->message);
  g_signal_connect (self->loader, "size-prepared", G_CALLBACK (size_prepared_cb), self);
  g_signal_connect (self->loader, "area-prepared", G_CALLBACK (area_prepared_cb), self);
  g_signal_connect (self->loader, "area-updated", G_CALLBACK (area_updated_cb), self);
  return self;
}

void
codec_get_slice (Codec *self, guint64 n_fed, gsize *least, gsize *most)
{
  *least = self->format == PLACARD_FORMAT_WEBP && n_fed == 0 ? WEBP_FIRST_BYTES : 0;
  *most = n_fed < (1 << 20) ? 64 << 10 : 256 << 10;
  if (self->format == PLACARD_FORMAT_GIF) {
    /* Each call costs as much as all of the frame so far: let the calls grow with it. */
    *most = 512 << 10;
    *least = (gsize) MIN (n_fed / 8, *most);
  }
}

static void
write_bytes (Codec *self, const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;

  if (!gdk_pixbuf_loader_write (self->loader, bytes, n_bytes, &error) || self->too_wide)
    fail_with_error (self, error);
}

static void
close_loader (Codec *self)
{
  g_autoptr (GError) error = NULL;

  if (self->ended)
    return;
  self->ended = TRUE;
  if (!gdk_pixbuf_loader_close (self->loader, &error) || self->too_wide)
    fail_with_error (self, error);
}

void
codec_feed (Codec *self, const guint8 *bytes, gsize n_bytes)
{
  static const guint8 trailer[] = {0x3B};

  if (self->ended)
    return;
  if (self->format == PLACARD_FORMAT_GIF)
    n_bytes = first_frame_take (&self->first_frame, bytes, n_bytes);
  write_bytes (self, bytes, n_bytes);

  /* What follows the first frame of an animation is not decoded: a small file can hold 100,000. */
  if (self->format == PLACARD_FORMAT_GIF && first_frame_has_ended (&self->first_frame)) {
    write_bytes (self, trailer, sizeof trailer);
    close_loader (self);
  }
}

/* Whether the loader's updates tell which rows have come. */
static gboolean
counts_rows (Codec *self)
{
  return self->rows == ROWS_SHARED_CLEAN || self->rows == ROWS_SHARED;
}

void
codec_end (Codec *self)
{
  GdkPixbuf *pixbuf;

  close_loader (self);
  begin (self, PICTURE_COPY);
  if (!picture_has_begun (self->picture))
    fail (self, PLACARD_FAULT_UNDECODABLE, NULL);

  pixbuf = gdk_pixbuf_loader_get_pixbuf (self->loader);
  if (!counts_rows (self))
    picture_damage (self->picture, pixbuf, 0, picture_get_height (self->picture));
  picture_flush (self->picture, TRUE);
  if (!picture_is_whole (self->picture))
    fail (self, PLACARD_FAULT_ENDS_EARLY, NULL);
}
