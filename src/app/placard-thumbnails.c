/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants: an item is wanted while a cell shows it; at most PLACARD_THUMBNAILS_AT_ONCE of the wanted
 * ones have an exchange, and nothing is started while it is paused. Bodies of at most KEPT_FETCHES items
 * are kept: each is an open file. */
#include "config.h"

#include "placard-thumbnails.h"

#define KEPT_FETCHES 48

struct _PlacardListed {
  GObject parent_instance;

  PlacardListing *listing;
  guint index;
  GdkPaintable *paintable;
  char *problem;

  gboolean wanted;
  PlacardExchange *exchange; /* while on its way */
  PlacardFetch *fetch;       /* what came */
};

enum { PROP_PAINTABLE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PlacardListed, placard_listed, G_TYPE_OBJECT)

struct _PlacardThumbnails {
  GObject parent_instance;

  PlacardExchange *exchange;
  PlacardListing *listing;
  GPtrArray *items; /* (element-type PlacardListed) */
  GQueue waiting;   /* of wanted ones, the latest first: that is where somebody looks */
  GQueue kept;      /* of those with a fetch, the oldest first */
  guint n_running;
  gboolean paused;
};

/* --- one of them ------------------------------------------------------------------------------- */

static void
placard_listed_finalize (GObject *object)
{
  PlacardListed *self = PLACARD_LISTED (object);

  g_clear_object (&self->exchange);
  placard_listing_unref (self->listing);
  g_clear_object (&self->paintable);
  g_clear_object (&self->fetch);
  g_free (self->problem);
  G_OBJECT_CLASS (placard_listed_parent_class)->finalize (object);
}

static void
placard_listed_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAINTABLE)
    g_value_set_object (value, PLACARD_LISTED (object)->paintable);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_listed_class_init (PlacardListedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = placard_listed_finalize;
  object_class->get_property = placard_listed_get_property;
  properties[PROP_PAINTABLE] =
      g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
placard_listed_init (PlacardListed *self)
{
}

guint
placard_listed_get_index (PlacardListed *self)
{
  g_return_val_if_fail (PLACARD_IS_LISTED (self), 0);

  return self->index;
}

const PlacardListingItem *
placard_listed_get_item (PlacardListed *self)
{
  g_return_val_if_fail (PLACARD_IS_LISTED (self), NULL);

  return placard_listing_get_item (self->listing, self->index);
}

GdkPaintable *
placard_listed_get_paintable (PlacardListed *self)
{
  g_return_val_if_fail (PLACARD_IS_LISTED (self), NULL);

  return self->paintable;
}

const char *
placard_listed_get_problem (PlacardListed *self)
{
  g_return_val_if_fail (PLACARD_IS_LISTED (self), NULL);

  return self->problem;
}

/* --- pixels ------------------------------------------------------------------------------------ */

/* Where the pixel of the stored picture is that the eye sees at x, y: see
 * placard_image_get_orientation(). */
static void
find_source (int orientation, int width, int height, int *x, int *y)
{
  int from_x = *x, from_y = *y;

  if (orientation >= 5) {
    from_x = *y;
    from_y = *x;
  }
  if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
    from_x = width - 1 - from_x;
  if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
    from_y = height - 1 - from_y;
  *x = from_x;
  *y = from_y;
}

/* The smallest level as it is looked at; a copy, so that the picture's memory can go. */
static GdkPaintable *
make_paintable (PlacardImage *image)
{
  guint n_levels = placard_image_get_n_levels (image);
  int orientation = placard_image_get_orientation (image);
  PlacardImageLevel level;
  const guint8 *pixels;
  gsize channels;
  guint8 *turned;
  int width, height;
  g_autoptr (GBytes) bytes = NULL;

  if (n_levels == 0 || !placard_image_get_level (image, n_levels - 1, &level))
    return NULL;
  pixels = g_bytes_get_data (level.pixels, NULL);
  channels = level.has_alpha ? 4 : 3;
  width = orientation >= 5 ? level.height : level.width;
  height = orientation >= 5 ? level.width : level.height;
  turned = g_malloc ((gsize) width * (gsize) height * channels);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int from_x = x, from_y = y;

      find_source (orientation, level.width, level.height, &from_x, &from_y);
      memcpy (turned + ((gsize) y * (gsize) width + (gsize) x) * channels,
              pixels + (gsize) from_y * level.stride + (gsize) from_x * channels, channels);
    }
  g_bytes_unref (level.pixels);
  bytes = g_bytes_new_take (turned, (gsize) width * (gsize) height * channels);
  return GDK_PAINTABLE (gdk_memory_texture_new (
      width, height, channels == 4 ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8, bytes,
      (gsize) width * channels));
}

/* --- all of them ------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return PLACARD_TYPE_LISTED;
}

static guint
get_n_items (GListModel *model)
{
  return PLACARD_THUMBNAILS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PlacardThumbnails *self = PLACARD_THUMBNAILS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlacardThumbnails,
                               placard_thumbnails,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void start_waiting (PlacardThumbnails *self);

static void
keep_fetch (PlacardThumbnails *self, PlacardListed *listed)
{
  g_set_object (&listed->fetch, placard_exchange_get_fetch (listed->exchange));
  g_queue_push_tail (&self->kept, listed);
  while (g_queue_get_length (&self->kept) > KEPT_FETCHES) {
    PlacardListed *oldest = g_queue_pop_head (&self->kept);

    g_clear_object (&oldest->fetch);
  }
}

static void
stop (PlacardThumbnails *self, PlacardListed *listed)
{
  if (!listed->exchange)
    return;
  g_signal_handlers_disconnect_by_data (listed->exchange, self);
  placard_exchange_cancel (listed->exchange);
  g_clear_object (&listed->exchange);
  self->n_running--;
}

static PlacardListed *
find_running (PlacardThumbnails *self, PlacardExchange *exchange)
{
  for (guint i = 0; i < self->items->len; i++) {
    PlacardListed *listed = g_ptr_array_index (self->items, i);

    if (listed->exchange == exchange)
      return listed;
  }
  return NULL;
}

static void
finished_cb (PlacardThumbnails *self, GParamSpec *pspec, PlacardExchange *exchange)
{
  PlacardListed *listed = find_running (self, exchange);
  PlacardImage *image = placard_exchange_get_image (exchange);
  const GError *error = placard_exchange_get_error (exchange);

  if (!listed || !placard_exchange_is_finished (exchange))
    return;
  if (image && placard_image_get_state (image) == PLACARD_IMAGE_DONE)
    listed->paintable = make_paintable (image);
  if (placard_exchange_get_response (exchange))
    keep_fetch (self, listed);
  if (!listed->paintable)
    listed->problem = g_strdup (error ? error->message : "");
  g_signal_handlers_disconnect_by_data (exchange, self);
  g_clear_object (&listed->exchange);
  self->n_running--;
  g_object_notify_by_pspec (G_OBJECT (listed), properties[PROP_PAINTABLE]);
  start_waiting (self);
}

static void
start_one (PlacardThumbnails *self, PlacardListed *listed)
{
  listed->exchange = placard_exchange_new_item (self->exchange, listed->index);
  if (!listed->exchange)
    return;
  self->n_running++;
  g_signal_connect_object (listed->exchange, "notify::finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
  placard_exchange_start (listed->exchange);
}

static void
start_waiting (PlacardThumbnails *self)
{
  while (!self->paused && self->n_running < PLACARD_THUMBNAILS_AT_ONCE) {
    PlacardListed *listed = g_queue_pop_head (&self->waiting);

    if (!listed)
      return;
    start_one (self, listed);
  }
}

PlacardThumbnails *
placard_thumbnails_new (PlacardExchange *exchange)
{
  PlacardThumbnails *self = g_object_new (PLACARD_TYPE_THUMBNAILS, NULL);
  guint n;

  self->exchange = g_object_ref (exchange);
  self->listing = placard_listing_ref (placard_exchange_get_listing (exchange));
  n = placard_listing_get_n_items (self->listing);
  for (guint i = 0; i < n; i++) {
    PlacardListed *listed = g_object_new (PLACARD_TYPE_LISTED, NULL);

    listed->listing = placard_listing_ref (self->listing);
    listed->index = i;
    g_ptr_array_add (self->items, listed);
  }
  return self;
}

PlacardListing *
placard_thumbnails_get_listing (PlacardThumbnails *self)
{
  g_return_val_if_fail (PLACARD_IS_THUMBNAILS (self), NULL);

  return self->listing;
}

static gboolean
lacks_picture (PlacardListed *listed)
{
  return placard_listed_get_item (listed)->address && !listed->paintable && !listed->problem &&
         !listed->exchange;
}

void
placard_thumbnails_want (PlacardThumbnails *self, PlacardListed *listed)
{
  g_return_if_fail (PLACARD_IS_THUMBNAILS (self));
  g_return_if_fail (PLACARD_IS_LISTED (listed));

  listed->wanted = TRUE;
  g_queue_remove (&self->waiting, listed);
  if (lacks_picture (listed))
    g_queue_push_tail (&self->waiting, listed);
  start_waiting (self);
}

void
placard_thumbnails_unwant (PlacardThumbnails *self, PlacardListed *listed)
{
  g_return_if_fail (PLACARD_IS_THUMBNAILS (self));
  g_return_if_fail (PLACARD_IS_LISTED (listed));

  listed->wanted = FALSE;
  g_queue_remove (&self->waiting, listed);
  stop (self, listed);
  start_waiting (self);
}

void
placard_thumbnails_pause (PlacardThumbnails *self)
{
  g_return_if_fail (PLACARD_IS_THUMBNAILS (self));

  self->paused = TRUE;
  g_queue_clear (&self->waiting);
  for (guint i = 0; i < self->items->len; i++)
    stop (self, g_ptr_array_index (self->items, i));
}

void
placard_thumbnails_resume (PlacardThumbnails *self)
{
  g_return_if_fail (PLACARD_IS_THUMBNAILS (self));

  if (!self->paused)
    return;
  self->paused = FALSE;
  for (guint i = 0; i < self->items->len; i++) {
    PlacardListed *listed = g_ptr_array_index (self->items, i);

    if (listed->wanted)
      placard_thumbnails_want (self, listed);
  }
}

PlacardFetch *
placard_thumbnails_get_fetch (PlacardThumbnails *self, guint index)
{
  PlacardListed *listed;

  g_return_val_if_fail (PLACARD_IS_THUMBNAILS (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  listed = g_ptr_array_index (self->items, index);
  return listed->fetch;
}

static void
placard_thumbnails_dispose (GObject *object)
{
  PlacardThumbnails *self = PLACARD_THUMBNAILS (object);

  if (self->exchange)
    placard_thumbnails_pause (self);
  g_queue_clear (&self->kept);
  g_ptr_array_set_size (self->items, 0);
  g_clear_pointer (&self->listing, placard_listing_unref);
  g_clear_object (&self->exchange);
  G_OBJECT_CLASS (placard_thumbnails_parent_class)->dispose (object);
}

static void
placard_thumbnails_finalize (GObject *object)
{
  g_ptr_array_unref (PLACARD_THUMBNAILS (object)->items);
  G_OBJECT_CLASS (placard_thumbnails_parent_class)->finalize (object);
}

static void
placard_thumbnails_class_init (PlacardThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_thumbnails_dispose;
  G_OBJECT_CLASS (klass)->finalize = placard_thumbnails_finalize;
}

static void
placard_thumbnails_init (PlacardThumbnails *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->waiting);
  g_queue_init (&self->kept);
}
