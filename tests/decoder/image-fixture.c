/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image-fixture.h"

#include <string.h>

#define TIMEOUT_US (20 * G_USEC_PER_SEC)

GBytes *
fixture_load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pictures", name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);

  g_assert_no_error (error);
  return g_mapped_file_get_bytes (file);
}

PlacardSpool *
fixture_new_spool (void)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  return spool;
}

void
fixture_append (PlacardSpool *spool, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;

  placard_spool_append (spool, bytes, n_bytes, &error);
  g_assert_no_error (error);
}

PlacardSpool *
fixture_spool_of (const void *bytes, gsize n_bytes, PlacardSpoolState state)
{
  PlacardSpool *spool = fixture_new_spool ();

  fixture_append (spool, bytes, n_bytes);
  if (state != PLACARD_SPOOL_OPEN)
    placard_spool_seal (spool, state);
  return spool;
}

PlacardSpool *
fixture_spool_of_bytes (GBytes *bytes, PlacardSpoolState state)
{
  return fixture_spool_of (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), state);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
fixture_wait_for (PlacardImage *image, FixtureCondition condition, gpointer user_data)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_US;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (image, user_data)) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_remove (tick);
}

static gboolean
has_ended (PlacardImage *image, gpointer user_data)
{
  PlacardImageState state = placard_image_get_state (image);

  return state != PLACARD_IMAGE_WAITING && state != PLACARD_IMAGE_DECODING;
}

void
fixture_wait_for_end (PlacardImage *image)
{
  fixture_wait_for (image, has_ended, NULL);
}

void
fixture_assert_done (PlacardImage *image)
{
  g_autoptr (GError) error = placard_image_dup_error (image);

  g_assert_no_error (error);
  g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_DONE);
  g_assert_cmpint (placard_image_get_rows (image), >, 0);
  g_assert_cmpint (placard_image_get_rows (image), ==, placard_image_get_height (image));
}

void
fixture_assert_failed (PlacardImage *image, PlacardError code, const char *words)
{
  g_autoptr (GError) error = placard_image_dup_error (image);

  g_assert_error (error, PLACARD_ERROR, (int) code);
  g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_FAILED);
  if (words && !strstr (error->message, words))
    g_error ("\"%s\" does not contain \"%s\"", error->message, words);
}

static void
hash_level (GChecksum *checksum, const PlacardImageLevel *level)
{
  const guint8 *pixels = g_bytes_get_data (level->pixels, NULL);

  for (int y = 0; y < level->height; y++)
    g_checksum_update (checksum, pixels + level->stride * (gsize) y,
                       level->width * (level->has_alpha ? 4 : 3));
}

char *
fixture_hash_levels (PlacardImage *image)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  PlacardImageLevel level;

  for (guint i = 0; placard_image_get_level (image, i, &level); i++) {
    hash_level (checksum, &level);
    g_bytes_unref (level.pixels);
  }
  return g_strdup (g_checksum_get_string (checksum));
}
