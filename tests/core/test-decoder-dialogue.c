/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made of a decoder's words, without a decoder; tests/decoder says them through a real socket. */
#include "placard-decoder-dialogue.h"

#include "placard-error.h"

#include <string.h>

#define MAX_PIXELS 1000000

static void
begin (PlacardDecoderDialogue *dialogue, gboolean ended)
{
  PlacardStartMessage start;
  PlacardFeedMessage feed;

  placard_decoder_dialogue_init (dialogue, PLACARD_MEDIA_PNG, MAX_PIXELS);
  placard_decoder_dialogue_start (dialogue, &start);
  g_assert_cmpint (start.format, ==, PLACARD_FORMAT_PNG);
  placard_decoder_dialogue_feed (dialogue, 100, ended, &feed);
  g_assert_cmpint (feed.available, ==, 100);
}

static gboolean
say (PlacardDecoderDialogue *dialogue, const void *message, gsize n_bytes, GError **error)
{
  PlacardMessage packet = {0};

  memcpy (&packet, message, n_bytes);
  return placard_decoder_dialogue_hear (dialogue, &packet, n_bytes, error);
}

static void
test_whole_picture (void)
{
  const PlacardSizeMessage size = {PLACARD_MESSAGE_SIZE, 600, 300, 3, 16, 6};
  const PlacardDamageMessage first = {PLACARD_MESSAGE_DAMAGE, 0, 0, 100, 100};
  const PlacardIdleMessage idle = {PLACARD_MESSAGE_IDLE, 0, 100};
  const PlacardDamageMessage second = {PLACARD_MESSAGE_DAMAGE, 0, 100, 200, 300};
  const PlacardDoneMessage done = {PLACARD_MESSAGE_DONE, 1, 300};
  PlacardDecoderDialogue dialogue;
  PlacardFeedMessage feed;
  g_autoptr (GError) error = NULL;

  begin (&dialogue, FALSE);
  g_assert_true (say (&dialogue, &size, sizeof size, &error));
  g_assert_true (say (&dialogue, &first, sizeof first, &error));
  g_assert_true (say (&dialogue, &idle, sizeof idle, &error));
  g_assert_false (dialogue.feeding);
  placard_decoder_dialogue_feed (&dialogue, 200, TRUE, &feed);
  g_assert_true (say (&dialogue, &second, sizeof second, &error));
  g_assert_true (say (&dialogue, &done, sizeof done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (dialogue.rows, ==, 300);
  g_assert_cmpint (dialogue.orientation, ==, 6);
}

/* RI7: once, before the end, every field in its range. */
static void
test_description (void)
{
  const PlacardSizeMessage size = {PLACARD_MESSAGE_SIZE, 6, 3, 3, 16, 6};
  const PlacardDescriptionMessage good = {.kind = PLACARD_MESSAGE_DESCRIPTION, .depth = 8};
  PlacardDescriptionMessage wrong[5] = {good, good, good, good, good};
  PlacardDecoderDialogue dialogue;

  wrong[0].sandbox = 4;
  wrong[1].colour = 7;
  wrong[2].depth = -1;
  wrong[3].has_profile = 2;
  wrong[4].has_location = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    begin (&dialogue, TRUE);
    g_assert_false (say (&dialogue, &wrong[i], sizeof wrong[i], NULL));
  }
  begin (&dialogue, FALSE);
  g_assert_false (say (&dialogue, &good, sizeof good, NULL));
  begin (&dialogue, TRUE);
  g_assert_true (say (&dialogue, &size, sizeof size, NULL));
  g_assert_true (say (&dialogue, &good, sizeof good, NULL));
  g_assert_false (say (&dialogue, &good, sizeof good, NULL));
}

/* Levels lie one behind the other, after the lead, inside of the memory. */
static void
test_layout (void)
{
  static const PlacardLevelLayout expected[] = {
      {601, 300, 1804, 16}, {301, 150, 904, 541248}, {151, 75, 456, 676864}};
  const PlacardSizeMessage size = {PLACARD_MESSAGE_SIZE, 601, 300, 3, 16, 1};
  PlacardLayout layout;

  g_assert_true (placard_layout_init (&layout, &size, MAX_PIXELS, 4096));
  g_assert_cmpint (layout.n_levels, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_cmpint (layout.levels[i].width, ==, expected[i].width);
    g_assert_cmpint (layout.levels[i].height, ==, expected[i].height);
    g_assert_cmpint (layout.levels[i].stride, ==, expected[i].stride);
    g_assert_cmpint (layout.levels[i].offset, ==, expected[i].offset);
  }
  g_assert_cmpint (layout.size, >=, 676864 + 456 * 75);
}

static void
test_faults (void)
{
  static const struct {
    PlacardFault fault;
    int width;
    const char *text;
    PlacardError code;
    const char *words;
  } rows[] = {
      {PLACARD_FAULT_UNDECODABLE, 0, "bad\nCRC", PLACARD_ERROR_UNDECODABLE, "PNG: bad CRC"},
      {PLACARD_FAULT_UNDECODABLE, 0, "\xFF", PLACARD_ERROR_UNDECODABLE, "PNG"},
      {PLACARD_FAULT_NO_LOADER, 0, "", PLACARD_ERROR_UNDECODABLE, "no GdkPixbuf loader for PNG"},
      {PLACARD_FAULT_TOO_LARGE, 70000, "", PLACARD_ERROR_PICTURE_TOO_LARGE, "70000 × 70000"},
      {PLACARD_FAULT_TOO_LARGE, -1, "", PLACARD_ERROR_PICTURE_TOO_LARGE, "memory"},
      {PLACARD_FAULT_NO_MEMORY, 100, "", PLACARD_ERROR_PICTURE_TOO_LARGE, "memory"},
      {PLACARD_FAULT_ENDS_EARLY, 0, "", PLACARD_ERROR_TRUNCATED, "ends before its first row"},
      {PLACARD_FAULT_NO_SANDBOX, 0, "seccomp", PLACARD_ERROR_DECODER, "(seccomp)"},
      {99, 0, "", PLACARD_ERROR_DECODER, "nonsense"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    PlacardErrorMessage message = {PLACARD_MESSAGE_ERROR, rows[i].fault, rows[i].width,
                                   rows[i].width, 0};
    PlacardDecoderDialogue dialogue;
    g_autoptr (GError) error = NULL;
    g_strlcpy (message.text, rows[i].text, sizeof message.text);
    begin (&dialogue, FALSE);
    g_assert_false (say (&dialogue, &message, sizeof message, &error));
    g_assert_error (error, PLACARD_ERROR, (int) rows[i].code);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_nonnull (strstr (error->message, rows[i].words));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decoder-dialogue/whole-picture", test_whole_picture);
  g_test_add_func ("/decoder-dialogue/description", test_description);
  g_test_add_func ("/decoder-dialogue/layout", test_layout);
  g_test_add_func ("/decoder-dialogue/faults", test_faults);
  return g_test_run ();
}
