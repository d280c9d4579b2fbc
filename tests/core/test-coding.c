/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-coding.h"

#include <brotli/encode.h>
#include <string.h>

#include "placard-error.h"

#define PLAIN_BYTES (3 * 1024 * 1024)

static GBytes *
make_plain (void)
{
  guint8 *bytes = g_malloc (PLAIN_BYTES);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  /* Runs and noise: matches that reach far and bytes that do not compress. */
  for (gsize i = 0; i < PLAIN_BYTES; i++)
    bytes[i] = (i / 4096) % 3 ? (guint8) (i / 64) : (guint8) g_rand_int (random);
  return g_bytes_new_take (bytes, PLAIN_BYTES);
}

static GBytes *
compress (GBytes *plain)
{
  gsize size = BrotliEncoderMaxCompressedSize (g_bytes_get_size (plain));
  guint8 *coded = g_malloc (size);

  g_assert_true (BrotliEncoderCompress (5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
                                        g_bytes_get_size (plain), g_bytes_get_data (plain, NULL),
                                        &size, coded));
  return g_bytes_new_take (coded, size);
}

static gboolean
gather (const guint8 *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, bytes, (guint) n_bytes);
  return TRUE;
}

static gboolean
feed (PlacardCoding *coding, const guint8 *bytes, gsize n_bytes, gsize step, GError **error)
{
  for (gsize at = 0; at < n_bytes; at += step)
    if (!placard_coding_feed (coding, bytes + at, MIN (step, n_bytes - at), error))
      return FALSE;
  return placard_coding_end (coding, error);
}

/* NW10: whatever the pieces that the network makes of it */
static void
test_brotli (void)
{
  static const gsize steps[] = {1, 7, 1000, 64 * 1024, PLAIN_BYTES};
  g_autoptr (GBytes) plain = make_plain ();
  g_autoptr (GBytes) coded = compress (plain);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GByteArray) out = g_byte_array_new ();
    g_autoptr (PlacardCoding) coding = placard_coding_new ("br", gather, out);
    g_autoptr (GError) error = NULL;

    feed (coding, g_bytes_get_data (coded, NULL), g_bytes_get_size (coded), steps[i], &error);
    g_assert_no_error (error);
    g_assert_cmpmem (out->data, out->len, g_bytes_get_data (plain, NULL), PLAIN_BYTES);
  }
}

static void
test_brotli_broken (void)
{
  g_autoptr (GBytes) plain = make_plain ();
  g_autoptr (GBytes) coded = compress (plain);
  gsize size = g_bytes_get_size (coded);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (coded, NULL), size);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (PlacardCoding) cut = placard_coding_new ("br", gather, out);
  g_autoptr (PlacardCoding) corrupt = placard_coding_new ("br", gather, out);
  g_autoptr (GError) cut_error = NULL, corrupt_error = NULL;

  feed (cut, bytes, size / 2, 1000, &cut_error);
  g_assert_error (cut_error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);
  memset (bytes + 1, 0xff, 64);
  feed (corrupt, bytes, size, 1000, &corrupt_error);
  g_assert_error (corrupt_error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL);
}

static gboolean
refuse_more (const guint8 *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  gsize *total = user_data;

  *total += n_bytes;
  if (*total <= 1024 * 1024)
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE, "enough");
  return FALSE;
}

/* NW7: 256 MiB of zeros in 203 bytes: they come in pieces, and the sink that has enough ends it. */
static void
test_brotli_bomb (void)
{
  static const char bomb[] =
      "z///fwAkAOKxQHLv//n//w+ABEAcFoDu/T////8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//B0ACIA4LQPf+n////"
      "wBIAMRh"
      "Aeje//P//x8ACYA4LADd+3/+//8DIAEQhwWge//P//9/ACQA4rAAdO//+f//D4AEQBwWgO79P////wGQAIjDAtC9/+f/"
      "/z8A"
      "EgBxWAC69//8//8HQAIgDgtA9/6f////AEgAxGEB6N7/8///HwAJgDgsAN37f/7//wMgARCHBaB7/z8=";
  gsize size, total = 0;
  g_autofree guchar *bytes = g_base64_decode (bomb, &size);
  g_autoptr (PlacardCoding) coding = placard_coding_new ("br", refuse_more, &total);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (size, ==, 203);
  feed (coding, bytes, size, size, &error);
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE);
  g_assert_cmpuint (total, <, 2 * 1024 * 1024);
}

/* Applied one after the other, undone in the other order. */
static void
test_stacked (void)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("a picture", 9);
  g_autoptr (GBytes) inner = compress (plain);
  g_autoptr (GBytes) outer = compress (inner);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (PlacardCoding) coding = placard_coding_new ("br, BR", gather, out);
  g_autoptr (GError) error = NULL;

  feed (coding, g_bytes_get_data (outer, NULL), g_bytes_get_size (outer), 3, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (out->data, out->len, "a picture", 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coding/brotli", test_brotli);
  g_test_add_func ("/coding/brotli-broken", test_brotli_broken);
  g_test_add_func ("/coding/brotli-bomb", test_brotli_bomb);
  g_test_add_func ("/coding/stacked", test_stacked);
  return g_test_run ();
}
