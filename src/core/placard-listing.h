/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-media-type.h"

G_BEGIN_DECLS

/* What an answer that holds several things holds. */
typedef enum {
  PLACARD_LISTING_PARTS,     /* of a multipart body */
  PLACARD_LISTING_FIELDS,    /* of a urlencoded body */
  PLACARD_LISTING_ADDRESSES, /* of pictures; each takes a request */
} PlacardListingKind;

typedef struct {
  char *name;      /* (nullable): of the field, UTF-8 */
  char *file_name; /* (nullable): safe to show and to write */
  char *type;      /* (nullable): as declared, an essence */
  char *text;      /* (nullable): the first characters of a text, one line */
  char *address;   /* (nullable): of a picture */
  PlacardMediaType sniffed;
  goffset size; /* bytes, codings undone; -1: not known before it is fetched */
} PlacardListingItem;

/* Immutable; may be shared between threads. */
typedef struct _PlacardListing PlacardListing;
#define PLACARD_TYPE_LISTING (placard_listing_get_type ())
GType placard_listing_get_type (void);

PlacardListing *placard_listing_ref (PlacardListing *self);
void placard_listing_unref (PlacardListing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardListing, placard_listing_unref)

/**
 * placard_listing_read:
 * @response: (nullable): the head
 * @spool: sealed
 *
 * What is in a body whose declared type says that it is multipart or urlencoded; %NULL for every other one,
 * and for one that cannot be taken apart. Blocks on the disk. (transfer full) (nullable)
 */
PlacardListing *
placard_listing_read (PlacardResponse *response, PlacardSpool *spool, GCancellable *cancellable);

/* The addresses that @answer found. (transfer full) */
PlacardListing *placard_listing_new_addresses (PlacardAnswer *answer);

PlacardListingKind placard_listing_get_kind (const PlacardListing *self);
guint placard_listing_get_n_items (const PlacardListing *self);
/* (transfer none) */
const PlacardListingItem *placard_listing_get_item (const PlacardListing *self, guint index);

/**
 * placard_listing_extract:
 * @index: of a part or a field
 * @directory: (nullable): see placard_spool_new()
 *
 * Its bytes, codings undone. Blocks on the disk. (transfer full) (nullable)
 */
PlacardAnswer *placard_listing_extract (PlacardListing *self,
                                        guint index,
                                        const char *directory,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
