/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a body holds, the type by the first byte: a bounded list of texts that can be shown, and what is taken
 * out is as long as the list says. And quoted-printable: the same in any slicing, and as another reading of
 * RFC 2045 has it. */
#include "placard-listing.h"
#include "placard-quoted-printable.h"

#include <string.h>

#define MAX_ITEMS 1000

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static GString *
undo (const char *bytes, gsize size, gsize slice)
{
  PlacardQuotedPrintable decoder = {.blanks = NULL};
  GString *out = g_string_new (NULL);

  for (gsize at = 0; at < size; at += slice)
    placard_quoted_printable_feed (&decoder, bytes + at, MIN (slice, size - at), out);
  placard_quoted_printable_end (&decoder, out);
  return out;
}

/* Section 6.7, rule 3: what stands at @at is blanks to the end of a line. */
static gboolean
is_trailing (const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at == end || *at == '\n' || *at == '\r';
}

static GString *
undo_plainly (const char *at, gsize size)
{
  const char *end = at + size;
  GString *out = g_string_new (NULL);

  while (at < end) {
    gsize left = (gsize) (end - at);

    if (*at == '=' && left >= 3 && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2])) {
      g_string_append_c (out,
                         (char) (g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2])));
      at += 3;
    } else if (*at == '=' && left >= 2 && at[1] == '\n') {
      at += 2;
    } else if (*at == '=' && left >= 3 && at[1] == '\r' && at[2] == '\n') {
      at += 3;
    } else {
      if (!is_trailing (at, end) || *at == '\n' || *at == '\r')
        g_string_append_c (out, *at);
      at++;
    }
  }
  return out;
}

static void
check_quoted_printable (const char *bytes, gsize size)
{
  g_autoptr (GString) whole = undo (bytes, size, size);
  g_autoptr (GString) sliced = undo (bytes, size, 1 + size % 5);
  g_autoptr (GString) plain = undo_plainly (bytes, size);

  g_assert_cmpmem (whole->str, whole->len, sliced->str, sliced->len);
  g_assert_cmpmem (whole->str, whole->len, plain->str, plain->len);
}

static void
check_text (const char *text)
{
  g_assert_true (!text || g_utf8_validate (text, -1, NULL));
}

static void
check_item (PlacardListing *listing, guint index)
{
  const PlacardListingItem *item = placard_listing_get_item (listing, index);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardAnswer) answer =
      placard_listing_extract (listing, index, g_get_tmp_dir (), NULL, &error);

  check_text (item->name);
  check_text (item->file_name);
  check_text (item->text);
  for (const char *at = item->text; at && *at; at++)
    g_assert_false (g_ascii_iscntrl (*at));
  g_assert_true (!item->file_name || !strpbrk (item->file_name, "/\\\r\n"));
  g_assert_true ((answer == NULL) == (error != NULL));
  g_assert_cmpint (item->size, >=, 0);
  if (answer)
    g_assert_cmpint (placard_spool_get_size (placard_answer_get_spool (answer)), ==, item->size);
}

static PlacardListing *
read_listing (const char *content_type, const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  const PlacardResponseFacts facts = {
      .status = 200, .url = "https://a.example/b/c", .headers = headers};
  g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
  g_autoptr (PlacardResponse) response = NULL;

  g_ptr_array_add (headers, placard_response_header_new ("Content-Type", content_type));
  response = placard_response_new (&facts);
  placard_spool_append (spool, data, size, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return placard_listing_read (response, spool, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const types[] = {"multipart/mixed; boundary=b", "multipart/form-data",
                                      "application/x-www-form-urlencoded"};
  g_autoptr (PlacardListing) listing = NULL;
  guint n;

  if (size < 2)
    return 0;
  check_quoted_printable ((const char *) data + 1, size - 1);
  listing = read_listing (types[data[0] % G_N_ELEMENTS (types)], data + 1, size - 1);
  n = listing ? placard_listing_get_n_items (listing) : 0;
  g_assert_cmpuint (n, <=, MAX_ITEMS);
  for (guint i = 0; i < MIN (n, 20); i++)
    check_item (listing, i);
  return 0;
}
