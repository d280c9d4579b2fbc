/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture says of itself, the format by the first byte: texts that end, numbers in range, and nothing
 * that another picture left in the reader's window. */
#include "description.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WINDOW 65536

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static PlacardDescriptionMessage
describe (const guint8 *data, size_t size, PlacardFormat format)
{
  PlacardDescriptionMessage description = {.kind = PLACARD_MESSAGE_DESCRIPTION};
  int fd = memfd_create ("picture", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, data, size), ==, size);
  description_read (fd, format, &description);
  close (fd);
  return description;
}

/* A TIFF's window is as large as can be. */
static void
leave_behind (guint8 byte)
{
  static guint8 bytes[WINDOW];

  memset (bytes, byte, sizeof bytes);
  describe (bytes, sizeof bytes, PLACARD_FORMAT_TIFF);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  PlacardDescriptionMessage one, other;
  PlacardFormat format;

  if (size < 1)
    return 0;
  format = PLACARD_FORMAT_PNG + data[0] % 10;
  leave_behind (0x01);
  one = describe (data + 1, size - 1, format);
  leave_behind (0xFF);
  other = describe (data + 1, size - 1, format);
  g_assert_cmpmem (&one, sizeof one, &other, sizeof other);
  g_assert_nonnull (memchr (one.profile, '\0', sizeof one.profile));
  g_assert_nonnull (memchr (one.camera, '\0', sizeof one.camera));
  g_assert_nonnull (memchr (one.taken, '\0', sizeof one.taken));
  g_assert_true (one.depth >= 0 && one.depth <= 64);
  g_assert_true ((int) one.colour >= 0 && (int) one.colour <= PLACARD_COLOUR_CMYK);
  g_assert_true ((guint32) one.has_profile <= 1 && (guint32) one.has_location <= 1);
  return 0;
}
