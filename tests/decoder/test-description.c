/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pictures say of themselves (RI7): read from hand-made heads, and from broken ones without a stumble. */
#include "description.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static PlacardDescriptionMessage
describe (const void *bytes, gsize n_bytes, PlacardFormat format)
{
  PlacardDescriptionMessage description = {.kind = PLACARD_MESSAGE_DESCRIPTION};
  int fd = memfd_create ("picture", 0);

  g_assert_cmpint (write (fd, bytes, n_bytes), ==, n_bytes);
  description_read (fd, format, &description);
  close (fd);
  return description;
}

static void
append_number (GByteArray *bytes, guint32 value, guint width)
{
  for (guint i = width; i-- > 0;) {
    guint8 byte = (guint8) (value >> 8 * i);

    g_byte_array_append (bytes, &byte, 1);
  }
}

static void
append_text (GByteArray *bytes, const char *text, gsize length)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

static void
append_entry (GByteArray *bytes, guint tag, guint type, guint count, guint32 value)
{
  append_number (bytes, tag, 2);
  append_number (bytes, type, 2);
  append_number (bytes, count, 4);
  append_number (bytes, value, 4);
}

/* Big-endian: maker, model, date, an EXIF directory with another date, a GPS directory. */
static GByteArray *
make_exif (gboolean with_place)
{
  GByteArray *tiff = g_byte_array_new ();

  append_text (tiff, "MM\0*\0\0\0\10", 8);
  append_number (tiff, with_place ? 5 : 4, 2);
  append_entry (tiff, 271, 2, 6, 200);
  append_entry (tiff, 272, 2, 13, 210);
  append_entry (tiff, 306, 2, 20, 230);
  append_entry (tiff, 34665, 4, 1, 100);
  if (with_place)
    append_entry (tiff, 34853, 4, 1, 130);
  append_number (tiff, 0, 4);
  g_byte_array_set_size (tiff, 260);
  memcpy (tiff->data + 100, "\0\1\x90\x03\0\2\0\0\0\24\0\0\0\346\0\0\0\0", 18); /* 36867 at 230 */
  memcpy (tiff->data + 130, "\0\2", 2);
  memcpy (tiff->data + 200, "Canon\0", 6);
  memcpy (tiff->data + 210, "Canon EOS 5D\0", 13);
  memcpy (tiff->data + 230, "2026:11:20 17:00:00\0", 20);
  return tiff;
}

/* A profile of version 2 with the one tag that is read. */
static GByteArray *
make_profile (const char *name)
{
  GByteArray *profile = g_byte_array_new ();

  g_byte_array_set_size (profile, 128);
  memset (profile->data, 0, 128);
  append_number (profile, 1, 4);
  append_text (profile, "desc", 4);
  append_number (profile, 144, 4);
  append_number (profile, 12 + (guint32) strlen (name) + 1, 4);
  append_text (profile, "desc\0\0\0\0", 8);
  append_number (profile, (guint32) strlen (name) + 1, 4);
  append_text (profile, name, strlen (name) + 1);
  return profile;
}

static void
append_segment (GByteArray *jpeg, guint marker, const char *head, gsize n_head, GByteArray *data)
{
  append_number (jpeg, 0xff00 | marker, 2);
  append_number (jpeg, (guint32) (2 + n_head + data->len), 2);
  append_text (jpeg, head, n_head);
  g_byte_array_append (jpeg, data->data, data->len);
}

static GByteArray *
make_jpeg (gboolean with_place)
{
  GByteArray *jpeg = g_byte_array_new ();
  g_autoptr (GByteArray) exif = make_exif (with_place);
  g_autoptr (GByteArray) profile = make_profile ("Display P3");

  append_text (jpeg, "\xff\xd8", 2);
  append_segment (jpeg, 0xe1, "Exif\0\0", 6, exif);
  append_segment (jpeg, 0xe2, "ICC_PROFILE\0\1\1", 14, profile);
  append_text (jpeg, "\xff\xc0\0\21\10\0\20\0\20\3\1\42\0\2\21\1\3\21\1\xff\xda\0\4\0\0", 25);
  return jpeg;
}

static void
test_jpeg (void)
{
  g_autoptr (GByteArray) with_place = make_jpeg (TRUE);
  g_autoptr (GByteArray) without = make_jpeg (FALSE);
  PlacardDescriptionMessage said =
      describe (with_place->data, with_place->len, PLACARD_FORMAT_JPEG);

  g_assert_cmpint (said.depth, ==, 8);
  g_assert_cmpuint (said.colour, ==, PLACARD_COLOUR_RGB);
  g_assert_cmpuint (said.has_profile, ==, 1);
  g_assert_cmpstr (said.profile, ==, "Display P3");
  g_assert_cmpstr (said.camera, ==, "Canon EOS 5D");
  g_assert_cmpstr (said.taken, ==, "2026:11:20 17:00:00");
  g_assert_cmpuint (said.has_location, ==, 1);
  said = describe (without->data, without->len, PLACARD_FORMAT_JPEG);
  g_assert_cmpuint (said.has_location, ==, 0);
}

static void
test_png (void)
{
  static const char png[] = "\x89PNG\r\n\x1a\n"
                            "\0\0\0\15IHDR\0\0\0\1\0\0\0\1\20\6\0\0\0cccc"
                            "\0\0\0\16iCCPAdobe RGB\0\0xxcccc"
                            "\0\0\0\1IDATxcccc\0\0\0\0IENDcccc";
  PlacardDescriptionMessage said = describe (png, sizeof png - 1, PLACARD_FORMAT_PNG);

  g_assert_cmpint (said.depth, ==, 16);
  g_assert_cmpuint (said.colour, ==, PLACARD_COLOUR_RGB_ALPHA);
  g_assert_cmpuint (said.has_profile, ==, 1);
  g_assert_cmpstr (said.profile, ==, "Adobe RGB");
}

static void
test_others (void)
{
  static const char bmp[64] = "BM";
  g_autoptr (GByteArray) exif = make_exif (TRUE);
  PlacardDescriptionMessage said = describe (exif->data, exif->len, PLACARD_FORMAT_TIFF);

  g_assert_cmpstr (said.camera, ==, "Canon EOS 5D");
  said = describe (bmp, sizeof bmp, PLACARD_FORMAT_BMP);
  g_assert_cmpint (said.depth, ==, 0);
  said = describe ("", 0, PLACARD_FORMAT_WEBP);
  g_assert_cmpstr (said.profile, ==, "");
}

/* One directory within the other, the last one said: a small file cannot have thousands of them read. */
static void
test_directories (void)
{
  g_autoptr (GByteArray) tiff = g_byte_array_new ();
  PlacardDescriptionMessage said;

  append_text (tiff, "MM\0*\0\0\0\10", 8);
  append_number (tiff, 2, 2);
  append_entry (tiff, 34665, 4, 1, 40);
  append_entry (tiff, 34665, 4, 1, 60);
  g_byte_array_set_size (tiff, 80);
  memset (tiff->data + 34, 0, 46);
  memcpy (tiff->data + 40, "\0\1\1\17\0\2\0\0\0\4One\0", 14);
  memcpy (tiff->data + 60, "\0\1\1\17\0\2\0\0\0\4Two\0", 14);
  said = describe (tiff->data, tiff->len, PLACARD_FORMAT_TIFF);
  g_assert_cmpstr (said.camera, ==, "Two");
}

/* Whatever is broken: nothing is read outside of what is there (the sanitizers look), and texts end. */
static void
test_broken (void)
{
  static const PlacardFormat formats[] = {PLACARD_FORMAT_JPEG, PLACARD_FORMAT_PNG,
                                          PLACARD_FORMAT_WEBP, PLACARD_FORMAT_TIFF,
                                          PLACARD_FORMAT_BMP};
  g_autoptr (GByteArray) jpeg = make_jpeg (TRUE);
  g_autoptr (GByteArray) exif = make_exif (TRUE);

  for (gsize cut = 0; cut < jpeg->len; cut++)
    describe (jpeg->data, cut, PLACARD_FORMAT_JPEG);
  for (int i = 0; i < 2000; i++) {
    GByteArray *whole = i % 2 ? jpeg : exif;
    g_autofree guint8 *bytes = g_memdup2 (whole->data, whole->len);
    PlacardDescriptionMessage said;

    for (int k = 0; k < 4; k++)
      bytes[g_test_rand_int_range (0, (int) whole->len)] = (guint8) g_test_rand_int ();
    said = describe (bytes, whole->len, formats[i % G_N_ELEMENTS (formats)]);
    g_assert_nonnull (memchr (said.profile, '\0', sizeof said.profile));
    g_assert_nonnull (memchr (said.camera, '\0', sizeof said.camera));
    g_assert_nonnull (memchr (said.taken, '\0', sizeof said.taken));
    g_assert_cmpint (said.depth, <=, 64);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/jpeg", test_jpeg);
  g_test_add_func ("/description/png", test_png);
  g_test_add_func ("/description/others", test_others);
  g_test_add_func ("/description/directories", test_directories);
  g_test_add_func ("/description/broken", test_broken);
  return g_test_run ();
}
