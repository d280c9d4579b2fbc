/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-decode FILE: milliseconds from the request for a picture to its last row, through the spool, the
 * decoder process and the shared memory, and what both processes had in memory at most. */
#include "placard-image.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void
fill (PlacardSpool *spool, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);

  if (!file || !placard_spool_append (spool, g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file), &error)) {
    g_printerr ("%s\n", error->message);
    exit (1);
  }
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
}

static gboolean
has_ended (PlacardImage *image)
{
  return placard_image_get_state (image) > PLACARD_IMAGE_DECODING;
}

static glong
peak_kib (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return usage.ru_maxrss;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, &error);
  g_autoptr (PlacardImage) image = NULL;
  gint64 start, sized = 0, end;

  if (argc != 2 || !spool) {
    g_printerr ("usage: bench-decode FILE\n");
    return 2;
  }
  fill (spool, argv[1]);

  start = g_get_monotonic_time ();
  image = placard_image_new (spool, NULL);
  while (!has_ended (image)) {
    g_main_context_iteration (NULL, TRUE);
    if (!sized && placard_image_get_n_levels (image))
      sized = g_get_monotonic_time ();
  }
  end = g_get_monotonic_time ();
  error = placard_image_dup_error (image);
  /* The decoder is waited for a little after the end. */
  for (int i = 0; i < 200 && peak_kib (RUSAGE_CHILDREN) == 0; i++)
    g_usleep (10000);
  g_print ("%dx%d rows %d size after %.1f ms, done after %.1f ms, decoder peak %ld KiB, own %ld "
           "KiB%s%s\n",
           placard_image_get_width (image), placard_image_get_height (image),
           placard_image_get_rows (image), sized ? (double) (sized - start) / 1000 : -1.0,
           (double) (end - start) / 1000, peak_kib (RUSAGE_CHILDREN), peak_kib (RUSAGE_SELF),
           error ? ": " : "", error ? error->message : "");
  return error ? 1 : 0;
}
