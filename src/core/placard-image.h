/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"
#include "placard-spool.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_IMAGE_WAITING,  /* no byte yet, or too few to tell the type */
  PLACARD_IMAGE_NO_IMAGE, /* the bytes are no picture that Placard knows: see the media type */
  PLACARD_IMAGE_DECODING, /* rows may be there: see "size" */
  PLACARD_IMAGE_DONE,     /* every row is there */
  PLACARD_IMAGE_FAILED,   /* see the error; rows that came before stay readable */
} PlacardImageState;

/* One picture at one size. Level 0 has every pixel; each next one has half the width and height, rounded
 * up, area-averaged. 8 bits a channel, RGB or RGBA (not premultiplied), rows from the top. */
typedef struct {
  int width;
  int height;
  gsize stride; /* bytes from row to row */
  gboolean has_alpha;
  GBytes *pixels; /* the mapping itself: no copy; valid as long as it is referenced */
} PlacardImageLevel;

/* What the picture says of itself, read by the decoder process: plain text, no bytes of the picture's own.
 * Where it was taken is never told, only that it says so. */
typedef struct {
  const char *sandbox; /* (nullable): what held meanwhile, in words */
  const char *colour;  /* (nullable): "RGB", "palette", in words */
  int depth;           /* bits a channel, as stored; 0: not known */
  gboolean has_profile;
  gboolean has_location;
  char *profile; /* (nullable): the colour profile's name */
  char *camera;  /* (nullable) */
  char *taken;   /* (nullable): "2026:11:20 17:00:00" */
} PlacardImageDescription;

void placard_image_description_free (PlacardImageDescription *description);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardImageDescription, placard_image_description_free)

#define PLACARD_TYPE_IMAGE (placard_image_get_type ())
/* The picture in a spool: the client of one decoder process. Starts the process at once, waits for bytes,
 * tells the type from them, and shares the decoder's memory. The work is done in a thread of its own;
 * signals come in the thread-default main context of the thread that made the object.
 *
 * Properties: "state", "media-type".
 * Signal "damaged" (int y, int height): these rows of level 0 changed; coalesced, at most one emission
 * pending. Signal "sized": width, height and levels are known now; they do not change after. */
G_DECLARE_FINAL_TYPE (PlacardImage, placard_image, PLACARD, IMAGE, GObject)

typedef struct {
  guint64 max_pixels;   /* default 256 Mi: a photograph of 200 megapixels passes */
  gint64 max_decode_ms; /* of decoding, waiting for the network not counted; default 30 s */
} PlacardImageLimits;

/* @limits: (nullable): the defaults. */
PlacardImage *placard_image_new (PlacardSpool *spool, const PlacardImageLimits *limits);

/* @format: what the bytes are decoded as, whatever they look like; %PLACARD_MEDIA_UNKNOWN: as they look. */
PlacardImage *placard_image_new_as (PlacardSpool *spool,
                                    const PlacardImageLimits *limits,
                                    PlacardMediaType format);

/* Kills the decoder and ends the object's work at once; the state becomes failed (cancelled). */
void placard_image_cancel (PlacardImage *self);

PlacardImageState placard_image_get_state (PlacardImage *self);
/* As sniffed; unknown while waiting. */
PlacardMediaType placard_image_get_media_type (PlacardImage *self);
/* Device-independent pixels of level 0; 0 before "sized". */
int placard_image_get_width (PlacardImage *self);
int placard_image_get_height (PlacardImage *self);
guint placard_image_get_n_levels (PlacardImage *self);
/* Fills @level; the caller unrefs its pixels. %FALSE before "sized" or for an index out of range. */
gboolean placard_image_get_level (PlacardImage *self, guint index, PlacardImageLevel *level);
/* How many rows from the top have been decoded at least once. */
int placard_image_get_rows (PlacardImage *self);
/**
 * placard_image_get_orientation:
 *
 * How the stored pixels are to be turned for the eye, as EXIF's orientation: 1 upright; 2 mirrored left
 * to right; 3 turned by 180 degrees; 4 mirrored top to bottom; 5 mirrored along the main diagonal; 6 to
 * be turned by 90 degrees clockwise; 7 mirrored along the other diagonal; 8 to be turned by 90 degrees
 * anticlockwise. Width, height, levels and rows are those of the stored pixels; with 5 to 8 the eye sees
 * them swapped. Known with "sized".
 */
int placard_image_get_orientation (PlacardImage *self);
/* (transfer full) (nullable) */
GError *placard_image_dup_error (PlacardImage *self);

/* %NULL before the picture is done. (transfer full) (nullable) */
PlacardImageDescription *placard_image_dup_description (PlacardImage *self);

G_END_DECLS
