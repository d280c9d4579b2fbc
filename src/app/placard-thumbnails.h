/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

/* One thing of a listing, for list models. Property "paintable": a small picture of it, once there is. */
#define PLACARD_TYPE_LISTED (placard_listed_get_type ())
G_DECLARE_FINAL_TYPE (PlacardListed, placard_listed, PLACARD, LISTED, GObject)

guint placard_listed_get_index (PlacardListed *self);
const PlacardListingItem *placard_listed_get_item (PlacardListed *self);
/* (transfer none) (nullable) */
GdkPaintable *placard_listed_get_paintable (PlacardListed *self);
/* Why there is none; %NULL while there may be one yet. */
const char *placard_listed_get_problem (PlacardListed *self);

#define PLACARD_TYPE_THUMBNAILS (placard_thumbnails_get_type ())
/* A list model of what an exchange lists, and the small pictures of it: each is asked for while somebody
 * looks at it, a few at a time, by the same engine and under the same rules as the picture itself. What
 * came is kept as bytes, so that choosing one asks for nothing twice; what is decoded is let go. */
G_DECLARE_FINAL_TYPE (PlacardThumbnails, placard_thumbnails, PLACARD, THUMBNAILS, GObject)

/* So many are on their way at once. */
#define PLACARD_THUMBNAILS_AT_ONCE 4

/* @exchange: has a listing */
PlacardThumbnails *placard_thumbnails_new (PlacardExchange *exchange);
/* The listing that it is of. (transfer none) */
PlacardListing *placard_thumbnails_get_listing (PlacardThumbnails *self);
/* Somebody looks at @listed, or does not any more: then what is on its way is stopped. */
void placard_thumbnails_want (PlacardThumbnails *self, PlacardListed *listed);
void placard_thumbnails_unwant (PlacardThumbnails *self, PlacardListed *listed);
/* Stops everything; placard_thumbnails_resume() begins anew with what is looked at. */
void placard_thumbnails_pause (PlacardThumbnails *self);
void placard_thumbnails_resume (PlacardThumbnails *self);
/* What came for the item at @index. (transfer none) (nullable) */
PlacardFetch *placard_thumbnails_get_fetch (PlacardThumbnails *self, guint index);

G_END_DECLS
