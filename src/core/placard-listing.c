/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-listing.h"

#include <string.h>

#include "placard-answer-private.h"
#include "placard-filename.h"
#include "placard-multipart.h"
#include "placard-quoted-printable.h"

/* A urlencoded body is a few fields; one that is longer is looked at as text. */
#define MAX_FORM_BYTES (1024 * 1024)
#define MAX_FIELDS 1000
#define PREVIEW_BYTES 256
#define SLICE_BYTES 65536

struct _PlacardListing {
  gatomicrefcount ref_count;

  PlacardListingKind kind;
  GPtrArray *items;    /* (element-type PlacardListingItem) */
  PlacardSpool *spool; /* (nullable): of the parts */
  GPtrArray *parts;    /* (nullable) (element-type PlacardPart) */
  GPtrArray *values;   /* (nullable) (element-type utf8): of the fields */
};

G_DEFINE_BOXED_TYPE (PlacardListing, placard_listing, placard_listing_ref, placard_listing_unref)

static void
item_free (PlacardListingItem *item)
{
  g_free (item->name);
  g_free (item->file_name);
  g_free (item->type);
  g_free (item->text);
  g_free (item->address);
  g_free (item);
}

static PlacardListing *
listing_new (PlacardListingKind kind)
{
  PlacardListing *self = g_new0 (PlacardListing, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  return self;
}

PlacardListing *
placard_listing_ref (PlacardListing *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
placard_listing_unref (PlacardListing *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->items);
  g_clear_object (&self->spool);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}

/* The first characters of a text as one line. */
static char *
make_preview (const char *bytes, gsize n_bytes)
{
  g_autofree char *text = g_utf8_make_valid (bytes, (gssize) MIN (n_bytes, PREVIEW_BYTES));

  for (char *p = text; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_strdup (g_strstrip (text));
}

/* --- parts ------------------------------------------------------------------------------------- */

/* Bytes of base64 that stand for @n characters of its alphabet. */
static goffset
measure_base64 (PlacardSpool *spool, const PlacardPart *part)
{
  g_autofree char *slice = g_malloc (SLICE_BYTES);
  goffset n_characters = 0;

  for (goffset at = part->start; at < part->end;) {
    gssize n =
        placard_spool_read_at (spool, at, slice, (gsize) MIN (SLICE_BYTES, part->end - at), NULL);

    if (n <= 0)
      break;
    for (gssize i = 0; i < n; i++)
      n_characters += g_ascii_isalnum (slice[i]) || strchr ("+/-_", slice[i]) != NULL;
    at += n;
  }
  return n_characters * 6 / 8;
}

static goffset
measure_quoted_printable (PlacardSpool *spool, const PlacardPart *part)
{
  g_autofree char *slice = g_malloc (SLICE_BYTES);
  g_autoptr (GString) out = g_string_new (NULL);
  PlacardQuotedPrintable decoder = {.blanks = NULL};
  goffset size = 0;

  for (goffset at = part->start; at < part->end;) {
    gssize n =
        placard_spool_read_at (spool, at, slice, (gsize) MIN (SLICE_BYTES, part->end - at), NULL);

    if (n <= 0)
      break;
    placard_quoted_printable_feed (&decoder, slice, (gsize) n, out);
    size += (goffset) out->len;
    g_string_truncate (out, 0);
    at += n;
  }
  placard_quoted_printable_end (&decoder, out);
  return size + (goffset) out->len;
}

static goffset
measure_part (PlacardSpool *spool, const PlacardPart *part)
{
  if (g_strcmp0 (part->encoding, "base64") == 0)
    return measure_base64 (spool, part);
  if (g_strcmp0 (part->encoding, "quoted-printable") == 0)
    return measure_quoted_printable (spool, part);
  return part->end - part->start;
}

/* The first bytes of a part, codings undone. */
static GString *
read_start (PlacardSpool *spool, const PlacardPart *part)
{
  char raw[2 * PLACARD_MEDIA_SNIFF_BYTES + 1];
  gsize most = (gsize) MIN ((goffset) sizeof raw - 1, part->end - part->start);
  gssize n = placard_spool_read_at (spool, part->start, raw, most, NULL);
  GString *start = g_string_new (NULL);

  raw[MAX (n, 0)] = '\0';
  if (g_strcmp0 (part->encoding, "base64") == 0) {
    gsize n_decoded = 0;
    g_autofree guchar *decoded = *raw ? g_base64_decode (raw, &n_decoded) : NULL;

    g_string_append_len (start, (char *) decoded, (gssize) n_decoded);
  } else if (g_strcmp0 (part->encoding, "quoted-printable") == 0) {
    PlacardQuotedPrintable decoder = {.blanks = NULL};

    placard_quoted_printable_feed (&decoder, raw, (gsize) MAX (n, 0), start);
    placard_quoted_printable_end (&decoder, start);
  } else {
    g_string_append_len (start, raw, MAX (n, 0));
  }
  return start;
}

static char *
make_essence (const char *content_type)
{
  g_autofree char *essence =
      content_type ? g_strndup (content_type, strcspn (content_type, ";")) : NULL;

  if (!essence)
    return NULL;
  g_strstrip (essence);
  return *essence ? g_ascii_strdown (essence, -1) : NULL;
}

static char *
make_file_name (const char *disposition)
{
  g_autofree char *name = placard_filename_parse_disposition (disposition, NULL);

  return name ? placard_filename_sanitise (name) : NULL;
}

static PlacardListingItem *
item_from_part (PlacardSpool *spool, const PlacardPart *part)
{
  PlacardListingItem *item = g_new0 (PlacardListingItem, 1);
  g_autoptr (GString) start = read_start (spool, part);

  item->name = g_strdup (part->name);
  item->file_name = make_file_name (part->disposition);
  item->type = make_essence (part->content_type);
  item->size = measure_part (spool, part);
  item->sniffed = placard_media_type_sniff ((const guint8 *) start->str, start->len, TRUE);
  if (placard_media_type_is_text (item->sniffed))
    item->text = make_preview (start->str, start->len);
  return item;
}

static PlacardListing *
read_parts (PlacardSpool *spool, const char *content_type, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) parts = placard_multipart_parse (spool, content_type, cancellable, NULL);
  PlacardListing *self;

  if (!parts)
    return NULL;
  self = listing_new (PLACARD_LISTING_PARTS);
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (self->items, item_from_part (spool, g_ptr_array_index (parts, i)));
  self->spool = g_object_ref (spool);
  self->parts = g_steal_pointer (&parts);
  return self;
}

/* --- fields ------------------------------------------------------------------------------------ */

/* URL standard, section 5.1: "+" is a blank, a "%" without two digits stands for itself. */
static char *
decode (const char *text, gsize length)
{
  GString *decoded = g_string_sized_new (length);
  g_autofree char *bytes = NULL;

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
        g_ascii_isxdigit (text[i + 2])) {
      g_string_append_c (decoded, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                          g_ascii_xdigit_value (text[i + 2])));
      i += 2;
    } else {
      g_string_append_c (decoded, text[i] == '+' ? ' ' : text[i]);
    }
  }
  bytes = g_utf8_make_valid (decoded->str, (gssize) decoded->len);
  g_string_free (decoded, TRUE);
  return g_steal_pointer (&bytes);
}

static void
take_field (PlacardListing *self, const char *field)
{
  PlacardListingItem *item = g_new0 (PlacardListingItem, 1);
  gsize equals = strcspn (field, "=");
  const char *value = field[equals] ? field + equals + 1 : "";
  char *decoded = decode (value, strlen (value));

  item->name = decode (field, equals);
  item->text = make_preview (decoded, strlen (decoded));
  item->size = (goffset) strlen (decoded);
  item->sniffed = placard_media_type_sniff ((const guint8 *) decoded, strlen (decoded), TRUE);
  g_ptr_array_add (self->items, item);
  g_ptr_array_add (self->values, decoded);
}

static PlacardListing *
read_fields (PlacardSpool *spool)
{
  goffset size = placard_spool_get_size (spool);
  g_autofree char *text = size > 0 && size <= MAX_FORM_BYTES ? g_malloc0 ((gsize) size + 1) : NULL;
  g_auto (GStrv) fields = NULL;
  PlacardListing *self;

  if (!text || placard_spool_read_at (spool, 0, text, (gsize) size, NULL) != size ||
      strlen (text) != (gsize) size)
    return NULL;
  self = listing_new (PLACARD_LISTING_FIELDS);
  self->values = g_ptr_array_new_with_free_func (g_free);
  fields = g_strsplit (g_strchomp (text), "&", MAX_FIELDS);
  for (char **field = fields; *field; field++)
    if (**field)
      take_field (self, *field);
  return self;
}

/* --- all of them ------------------------------------------------------------------------------- */

PlacardListing *
placard_listing_read (PlacardResponse *response, PlacardSpool *spool, GCancellable *cancellable)
{
  const char *type = response ? placard_response_get_declared_type (response) : NULL;

  if (!type)
    return NULL;
  if (g_str_has_prefix (type, "multipart/"))
    return read_parts (spool, placard_response_get_content_type (response), cancellable);
  if (g_str_equal (type, "application/x-www-form-urlencoded"))
    return read_fields (spool);
  return NULL;
}

/* The last segment of the path, for people. */
static char *
name_address (const char *url)
{
  gsize length = strcspn (url, "?#");
  gsize start = length;
  g_autofree char *segment = NULL;

  while (start > 0 && url[start - 1] != '/')
    start--;
  segment = g_uri_unescape_segment (url + start, url + length, NULL);
  return segment && *segment && g_utf8_validate (segment, -1, NULL) ? g_steal_pointer (&segment)
                                                                    : g_strdup (url);
}

PlacardListing *
placard_listing_new_addresses (PlacardAnswer *answer)
{
  GPtrArray *urls = placard_answer_get_urls (answer);
  PlacardListing *self = listing_new (PLACARD_LISTING_ADDRESSES);

  for (guint i = 0; i < urls->len; i++) {
    PlacardListingItem *item = g_new0 (PlacardListingItem, 1);

    item->address = g_strdup (g_ptr_array_index (urls, i));
    item->name = name_address (item->address);
    item->size = -1;
    g_ptr_array_add (self->items, item);
  }
  return self;
}

PlacardListingKind
placard_listing_get_kind (const PlacardListing *self)
{
  return self->kind;
}

guint
placard_listing_get_n_items (const PlacardListing *self)
{
  return self->items->len;
}

const PlacardListingItem *
placard_listing_get_item (const PlacardListing *self, guint index)
{
  g_return_val_if_fail (index < self->items->len, NULL);

  return g_ptr_array_index (self->items, index);
}

static PlacardAnswer *
extract_field (PlacardListing *self, guint index, const char *directory, GError **error)
{
  const char *value = g_ptr_array_index (self->values, index);
  g_autofree char *place = g_strdup_printf ("field:%u", index + 1);
  g_autoptr (PlacardAnswer) answer =
      placard_answer_new (PLACARD_ANSWER_BYTES, g_steal_pointer (&place), FALSE);

  answer->spool = placard_spool_new (directory, error);
  if (!answer->spool || !placard_spool_append (answer->spool, value, strlen (value), error))
    return NULL;
  placard_spool_seal (answer->spool, PLACARD_SPOOL_COMPLETE);
  answer->content_type = g_strdup ("text/plain;charset=utf-8");
  return g_steal_pointer (&answer);
}

PlacardAnswer *
placard_listing_extract (PlacardListing *self,
                         guint index,
                         const char *directory,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (index < self->items->len, NULL);
  g_return_val_if_fail (self->kind != PLACARD_LISTING_ADDRESSES, NULL);

  if (self->kind == PLACARD_LISTING_FIELDS)
    return extract_field (self, index, directory, error);
  return placard_answer_take_part (self->spool, g_ptr_array_index (self->parts, index), index + 1,
                                   directory, cancellable, error);
}
