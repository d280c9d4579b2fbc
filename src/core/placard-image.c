/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face of a decoding in the owner's main context: turns what changed into signals there. */
#include "config.h"

#include "placard-image.h"

#include "placard-decoding.h"

/* Lets a photograph of 200 megapixels through; four bytes a pixel make 1 GiB. */
#define DEFAULT_MAX_PIXELS (256 * 1024 * 1024)
#define DEFAULT_MAX_DECODE_MS 30000

struct _PlacardImage {
  GObject parent_instance;
  PlacardDecoding *decoding;
  GSource *changed; /* in the owner's context */
};

enum {
  PROP_STATE = 1,
  PROP_MEDIA_TYPE,
  N_PROPS,
};

enum {
  SIZED,
  DAMAGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardImage, placard_image, G_TYPE_OBJECT)

typedef struct {
  GSource source;
  GWeakRef image;
} ChangedSource;

/* Size before rows, rows before the state that says that they are all there. */
static void
emit_changes (PlacardImage *self)
{
  PlacardDecodingChanges changes;

  placard_decoding_take_changes (self->decoding, &changes);
  g_object_freeze_notify (G_OBJECT (self));
  if (changes.media_type)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEDIA_TYPE]);
  if (changes.sized)
    g_signal_emit (self, signals[SIZED], 0);
  if (changes.damage_from < changes.damage_to)
    g_signal_emit (self, signals[DAMAGED], 0, changes.damage_from,
                   changes.damage_to - changes.damage_from);
  if (changes.state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
changed_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_autoptr (PlacardImage) self = g_weak_ref_get (&((ChangedSource *) source)->image);

  g_source_set_ready_time (source, -1);
  if (!self)
    return G_SOURCE_REMOVE;
  emit_changes (self);
  return G_SOURCE_CONTINUE;
}

static void
changed_finalize (GSource *source)
{
  g_weak_ref_clear (&((ChangedSource *) source)->image);
}

static GSourceFuncs changed_funcs = {
    .dispatch = changed_dispatch,
    .finalize = changed_finalize,
};

static void
placard_image_finalize (GObject *object)
{
  PlacardImage *self = PLACARD_IMAGE (object);

  placard_decoding_cancel (self->decoding);
  placard_decoding_unref (self->decoding);
  g_source_destroy (self->changed);
  g_source_unref (self->changed);
  G_OBJECT_CLASS (placard_image_parent_class)->finalize (object);
}

static void
placard_image_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardImage *self = PLACARD_IMAGE (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_uint (value, placard_image_get_state (self));
    break;
  case PROP_MEDIA_TYPE:
    g_value_set_uint (value, placard_image_get_media_type (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_image_class_init (PlacardImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = placard_image_finalize;
  object_class->get_property = placard_image_get_property;

  /* A PlacardImageState and a PlacardMediaType. */
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, PLACARD_IMAGE_FAILED, 0, flags);
  properties[PROP_MEDIA_TYPE] =
      g_param_spec_uint ("media-type", NULL, NULL, 0, PLACARD_MEDIA_BINARY, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIZED] = g_signal_new ("sized", PLACARD_TYPE_IMAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[DAMAGED] = g_signal_new ("damaged", PLACARD_TYPE_IMAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
placard_image_init (PlacardImage *self)
{
  self->changed = g_source_new (&changed_funcs, sizeof (ChangedSource));
  g_source_set_static_name (self->changed, "placard-image");
  g_weak_ref_init (&((ChangedSource *) self->changed)->image, self);
}

PlacardImage *
placard_image_new (PlacardSpool *spool, const PlacardImageLimits *limits)
{
  return placard_image_new_as (spool, limits, PLACARD_MEDIA_UNKNOWN);
}

PlacardImage *
placard_image_new_as (PlacardSpool *spool,
                      const PlacardImageLimits *limits,
                      PlacardMediaType format)
{
  static const PlacardImageLimits defaults = {DEFAULT_MAX_PIXELS, DEFAULT_MAX_DECODE_MS};
  PlacardImage *self = g_object_new (PLACARD_TYPE_IMAGE, NULL);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_source_attach (self->changed, context);
  self->decoding =
      placard_decoding_new_as (spool, limits ? limits : &defaults, format, self->changed);
  return self;
}

void
placard_image_cancel (PlacardImage *self)
{
  placard_decoding_cancel (self->decoding);
}

PlacardImageState
placard_image_get_state (PlacardImage *self)
{
  return placard_decoding_get_state (self->decoding);
}

PlacardMediaType
placard_image_get_media_type (PlacardImage *self)
{
  return placard_decoding_get_media_type (self->decoding);
}

int
placard_image_get_width (PlacardImage *self)
{
  PlacardImageLevel level = {0};

  if (placard_decoding_get_level (self->decoding, 0, &level))
    g_bytes_unref (level.pixels);
  return level.width;
}

int
placard_image_get_height (PlacardImage *self)
{
  PlacardImageLevel level = {0};

  if (placard_decoding_get_level (self->decoding, 0, &level))
    g_bytes_unref (level.pixels);
  return level.height;
}

guint
placard_image_get_n_levels (PlacardImage *self)
{
  return placard_decoding_get_n_levels (self->decoding);
}

gboolean
placard_image_get_level (PlacardImage *self, guint index, PlacardImageLevel *level)
{
  return placard_decoding_get_level (self->decoding, index, level);
}

int
placard_image_get_rows (PlacardImage *self)
{
  return placard_decoding_get_rows (self->decoding);
}

int
placard_image_get_orientation (PlacardImage *self)
{
  return placard_decoding_get_orientation (self->decoding);
}

GError *
placard_image_dup_error (PlacardImage *self)
{
  return placard_decoding_dup_error (self->decoding);
}

PlacardImageDescription *
placard_image_dup_description (PlacardImage *self)
{
  return placard_decoding_dup_description (self->decoding);
}

void
placard_image_description_free (PlacardImageDescription *description)
{
  g_free (description->profile);
  g_free (description->camera);
  g_free (description->taken);
  g_free (description);
}
