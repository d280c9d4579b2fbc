/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-pixel-memory.h"

#include "placard-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U /* Linux 6.3 */
#endif

typedef struct {
  void *start;
  gsize n_bytes;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->n_bytes);
  g_free (mapping);
}

static int
open_memory (void)
{
  const unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int fd = memfd_create ("placard-pixels", flags | MFD_NOEXEC_SEAL);

  return fd < 0 && errno == EINVAL ? memfd_create ("placard-pixels", flags) : fd;
}

GBytes *
placard_pixel_memory_new (gsize n_bytes, int *fd, GError **error)
{
  int memory = open_memory ();
  void *start = MAP_FAILED;
  Mapping *mapping;

  if (memory >= 0 && ftruncate (memory, (off_t) n_bytes) == 0 &&
      fcntl (memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    start = mmap (NULL, n_bytes, PROT_READ, MAP_SHARED, memory, 0);
  if (start == MAP_FAILED) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE,
                 _ ("There is no memory for the picture: %s"), g_strerror (errno));
    if (memory >= 0)
      close (memory);
    return NULL;
  }

  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){start, n_bytes};
  *fd = memory;
  return g_bytes_new_with_free_func (start, n_bytes, mapping_free, mapping);
}
