/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-pixel-memory.h"

#include "placard-error.h"

#include <sys/mman.h>
#include <unistd.h>

/* Whoever has the descriptor can write, and nobody can take the memory away under a reader. */
static void
test_shared (void)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;
  g_autoptr (GBytes) memory = placard_pixel_memory_new (100000, &fd, &error);
  char *writable = mmap (NULL, 100000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  const char *pixels = g_bytes_get_data (memory, NULL);

  g_assert_no_error (error);
  g_assert_true (writable != MAP_FAILED);
  g_assert_cmpint (pixels[99999], ==, 0);
  writable[99999] = 7;
  g_assert_cmpint (pixels[99999], ==, 7);
  g_assert_cmpint (ftruncate (fd, 10), ==, -1);
  g_assert_cmpint (ftruncate (fd, 1000000), ==, -1);
  munmap (writable, 100000);
  close (fd);
  g_assert_cmpint (pixels[99999], ==, 7);
}

static void
test_too_much (void)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;

  g_assert_null (placard_pixel_memory_new (G_MAXSSIZE / 2, &fd, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixel-memory/shared", test_shared);
  g_test_add_func ("/pixel-memory/too-much", test_too_much);
  return g_test_run ();
}
