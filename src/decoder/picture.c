/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants: Placard is told of a row only after its pixels are in the shared memory, in every level.
 * Nothing is freed: a loader's buffer that became shared memory must not go back to malloc.
 *
 * A large picture has a second thread, which halves and announces while the first one goes on decoding,
 * and has the memory ready that is written next. What both touch is under the lock; rows that are being
 * halved may be written again by a later pass, which announces them again. */
#include "picture.h"

#include "control.h"
#include "halving.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* One frame of a display. */
#define FLUSH_INTERVAL_US 16000
/* A progressive picture changes from top to bottom many times over, and each time costs a halving: this
 * many times the cost passes before the next. */
#define FLUSH_REST 4
/* Below, a thread costs more than it saves. */
#define LARGE_PIXELS (2 * 1000 * 1000)
/* Memory is made ready so far before the rows that come: no more is wasted on a picture that is cut. */
#define AHEAD_BYTES ((gsize) 24 << 20)

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

struct _Picture {
  guint64 max_pixels;
  PictureMode mode;
  PlacardLayout layout; /* n_levels is 0 before the beginning */
  guint8 *memory;       /* shared */
  const guint8 *pixels; /* the loader's buffer; parts of it are shared too when adopted */
  gsize n_bytes;        /* of the loader's buffer */
  GdkPixbuf *source;    /* with PICTURE_COPY: what the dirty rows are copied from */

  guint8 *seen_rows; /* a bit a row */
  gint64 next_flush_us;
  gsize n_ready; /* bytes of the loader's buffer that have memory */

  GMutex lock;
  GCond changed;
  gboolean has_thread;
  int rows; /* the first one that is not in seen_rows */
  int dirty_from;
  int dirty_to;   /* nothing is dirty when equal */
  int newest_row; /* where the loader is */
  gboolean hurry; /* the first thread waits for the second */
  gboolean busy;  /* the second thread is at what was dirty */
};

Picture *
picture_new (guint64 max_pixels)
{
  Picture *self = g_new0 (Picture, 1);

  self->max_pixels = max_pixels;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

gboolean
picture_has_begun (Picture *self)
{
  return self->layout.n_levels > 0;
}

int
picture_get_width (Picture *self)
{
  return self->layout.levels[0].width;
}

int
picture_get_height (Picture *self)
{
  return self->layout.levels[0].height;
}

int
picture_get_rows (Picture *self)
{
  return self->rows;
}

gboolean
picture_is_whole (Picture *self)
{
  return picture_has_begun (self) && self->rows == picture_get_height (self);
}

static guint8 *
row_of_level (Picture *self, guint level, int y)
{
  const PlacardLevelLayout *layout = &self->layout.levels[level];

  return self->memory + layout->offset + layout->stride * (gsize) y;
}

/* The same row where it is already mapped and warm: the second mapping is not touched but at the edges. */
static const guint8 *
row_to_halve (Picture *self, guint level, int y)
{
  if (level == 0 && self->mode != PICTURE_COPY)
    return self->pixels + self->layout.levels[0].stride * (gsize) y;
  return row_of_level (self, level, y);
}

static gsize
page_size (void)
{
  return (gsize) sysconf (_SC_PAGESIZE);
}

static void
fail_for_memory (Picture *self)
{
  control_fail (PLACARD_FAULT_NO_MEMORY, picture_get_width (self), picture_get_height (self), 0,
                NULL);
}

/* Pages of zeros are zeros there already: copying them would make them cost memory. */
static void
copy_what_is_there (Picture *self)
{
  guint8 *to = row_of_level (self, 0, 0);

  for (gsize done = 0; done < self->n_bytes;) {
    const guint8 *from = self->pixels + done;
    gsize n = MIN (page_size () - ((gsize) from & (page_size () - 1)), self->n_bytes - done);

    if (from[0] || memcmp (from, from + 1, n - 1) != 0)
      memcpy (to + done, from, n);
    done += n;
  }
}

/* Puts the shared memory in the place of the whole pages inside the loader's buffer: what it writes from
 * now on is written where Placard reads it. The part pages at both ends are copied when announced. */
static void
share_pages (Picture *self, int fd)
{
  gsize mask = page_size () - 1;
  guintptr start = (guintptr) self->pixels, end = start + self->n_bytes;
  guintptr from = (start + mask) & ~mask, to = end & ~mask;
  off_t offset = (off_t) (self->layout.levels[0].offset + (from - start));

  if (from < to && mmap ((void *) from, to - from, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                         fd, offset) == MAP_FAILED)
    fail_for_memory (self);
}

static void
receive_memory (Picture *self)
{
  PlacardMessage message;
  int fd;

  control_receive (&message, &fd, -1);
  if (message.kind != PLACARD_MESSAGE_PIXELS || fd < 0)
    control_exit (2);
  self->memory = mmap (NULL, self->layout.size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (self->memory == MAP_FAILED)
    fail_for_memory (self);
  if (self->mode == PICTURE_ADOPT)
    copy_what_is_there (self);
  if (self->mode != PICTURE_COPY)
    share_pages (self, fd);
  close (fd);
}

static void
mark_rows (Picture *self, int y, int height)
{
  for (int row = y; row < y + height; row++)
    self->seen_rows[row / 8] |= (guint8) (1 << (row % 8));
  while (self->rows < picture_get_height (self) &&
         self->seen_rows[self->rows / 8] & (1 << (self->rows % 8)))
    self->rows++;
}

static void
copy_rows (Picture *self, int from, int to)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (self->source);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (self->source);
  gsize n_bytes = (gsize) picture_get_width (self) * (gsize) self->layout.channels;

  for (int row = from; row < to; row++)
    memcpy (row_of_level (self, 0, row), pixels + stride * (gsize) row, n_bytes);
}

/* What lies outside of the shared pages. */
static void
copy_edges (Picture *self)
{
  guint8 *to = row_of_level (self, 0, 0);
  gsize mask = page_size () - 1;
  guintptr start = (guintptr) self->pixels, end = start + self->n_bytes;
  gsize n_first = MIN (((start + mask) & ~mask) - start, self->n_bytes);
  gsize n_last = MIN (end & mask, self->n_bytes);

  memcpy (to, self->pixels, n_first);
  memcpy (to + self->n_bytes - n_last, self->pixels + self->n_bytes - n_last, n_last);
}

static gboolean
looks_like (Picture *self, GdkPixbuf *pixbuf)
{
  return pixbuf && gdk_pixbuf_get_width (pixbuf) == picture_get_width (self) &&
         gdk_pixbuf_get_height (pixbuf) == picture_get_height (self) &&
         gdk_pixbuf_get_n_channels (pixbuf) == self->layout.channels;
}

void
picture_damage (Picture *self, GdkPixbuf *pixbuf, int y, int height)
{
  int to = (int) MIN ((gint64) y + height, picture_get_height (self));

  y = MAX (y, 0);
  if (y >= to || !looks_like (self, pixbuf))
    return;
  if (self->mode == PICTURE_COPY)
    g_set_object (&self->source, pixbuf);

  g_mutex_lock (&self->lock);
  mark_rows (self, y, to - y);
  if (self->dirty_from == self->dirty_to) {
    self->dirty_from = y;
    self->dirty_to = to;
    g_cond_broadcast (&self->changed);
  }
  self->dirty_from = MIN (self->dirty_from, y);
  self->dirty_to = MAX (self->dirty_to, to);
  self->newest_row = to;
  g_mutex_unlock (&self->lock);
  if (!self->has_thread)
    picture_flush (self, FALSE);
}

static void
update_levels (Picture *self, int from, int to)
{
  for (guint i = 1; i < self->layout.n_levels; i++) {
    const PlacardLevelLayout *finer = &self->layout.levels[i - 1];

    from /= 2;
    to = to / 2 + to % 2;
    for (int y = from; y < to; y++)
      halve_rows (row_of_level (self, i, y), row_to_halve (self, i - 1, 2 * y),
                  row_to_halve (self, i - 1, MIN (2 * y + 1, finer->height - 1)), finer->width,
                  self->layout.channels);
  }
}

/* Takes what is dirty, with the lock held, and announces it without. */
static void
announce (Picture *self)
{
  PlacardMessage message = {.damage = {
                                .kind = PLACARD_MESSAGE_DAMAGE,
                                .y = self->dirty_from,
                                .height = self->dirty_to - self->dirty_from,
                                .rows = self->rows,
                            }};
  int from = self->dirty_from, to = self->dirty_to;
  gint64 start = g_get_monotonic_time (), end;

  self->dirty_from = self->dirty_to = 0;
  self->busy = TRUE;
  g_mutex_unlock (&self->lock);

  if (self->mode == PICTURE_COPY)
    copy_rows (self, from, to);
  else
    copy_edges (self);
  update_levels (self, from, to);
  control_send (&message);
  end = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  self->next_flush_us = end + MAX (FLUSH_INTERVAL_US, FLUSH_REST * (end - start));
  self->busy = FALSE;
}

/* Only where rows come from the top down into fresh memory: JPEG and PNG. */
static void
make_memory_ready (Picture *self, int row)
{
  gsize mask = page_size () - 1;
  gsize written = self->layout.levels[0].stride * (gsize) row;
  gsize wanted = MIN (written + AHEAD_BYTES, self->n_bytes);
  guintptr start = (guintptr) self->pixels;
  guintptr from = (start + MAX (self->n_ready, written) + mask) & ~mask;
  guintptr to = (start + wanted) & ~mask;

  if (self->mode != PICTURE_ADOPT_CLEAN || from + AHEAD_BYTES / 4 > to)
    return;
  madvise ((void *) from, to - from, MADV_POPULATE_WRITE);
  self->n_ready = wanted;
}

static gpointer
work_beside (gpointer data)
{
  Picture *self = data;

  g_mutex_lock (&self->lock);
  for (;;) {
    int row = self->newest_row;

    g_mutex_unlock (&self->lock);
    make_memory_ready (self, row);
    g_mutex_lock (&self->lock);

    if (self->dirty_from == self->dirty_to)
      g_cond_wait (&self->changed, &self->lock);
    else if (self->hurry || g_get_monotonic_time () >= self->next_flush_us)
      announce (self);
    else
      g_cond_wait_until (&self->changed, &self->lock, self->next_flush_us);
    g_cond_broadcast (&self->changed);
  }
  return NULL;
}

static void
start_thread (Picture *self)
{
  guint64 n_pixels = (guint64) picture_get_width (self) * (guint64) picture_get_height (self);
  GThread *thread;

  if (self->mode == PICTURE_COPY || n_pixels < LARGE_PIXELS)
    return;
  thread = g_thread_try_new ("levels", work_beside, self, NULL);
  if (!thread)
    return;
  g_thread_unref (thread);
  self->has_thread = TRUE;
}

void
picture_begin (Picture *self, GdkPixbuf *pixbuf, PictureMode mode, int orientation)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int channels = gdk_pixbuf_get_n_channels (pixbuf);
  PlacardMessage message = {.size = {
                                .kind = PLACARD_MESSAGE_SIZE,
                                .width = width,
                                .height = height,
                                .channels = channels,
                                .orientation = orientation,
                            }};

  /* A buffer that is laid out otherwise cannot be shared as it is. */
  if ((guint64) gdk_pixbuf_get_rowstride (pixbuf) != placard_layout_stride (width, channels))
    mode = PICTURE_COPY;
  self->mode = mode;
  self->pixels = gdk_pixbuf_read_pixels (pixbuf);
  self->n_bytes = gdk_pixbuf_get_byte_length (pixbuf);
  if (mode != PICTURE_COPY)
    message.size.lead = (guint32) ((guintptr) self->pixels & (page_size () - 1));

  if (!placard_layout_init (&self->layout, &message.size, self->max_pixels, (guint32) page_size ()))
    control_fail (PLACARD_FAULT_TOO_LARGE, width, height, 0, NULL);
  self->seen_rows = g_malloc0 ((gsize) height / 8 + 1);
  control_send (&message);
  receive_memory (self);
  start_thread (self);
}

void
picture_flush (Picture *self, gboolean now)
{
  g_mutex_lock (&self->lock);
  if (!self->has_thread) {
    if (self->dirty_from < self->dirty_to &&
        (now || g_get_monotonic_time () >= self->next_flush_us))
      announce (self);
  } else if (now) {
    self->hurry = TRUE;
    g_cond_broadcast (&self->changed);
    while (self->dirty_from < self->dirty_to || self->busy)
      g_cond_wait (&self->changed, &self->lock);
    self->hurry = FALSE;
  }
  g_mutex_unlock (&self->lock);
}

int
picture_get_timeout (Picture *self)
{
  gint64 left = self->next_flush_us - g_get_monotonic_time ();

  if (self->has_thread || self->dirty_from == self->dirty_to)
    return -1;
  return left > 0 ? (int) (left / 1000 + 1) : 0;
}
