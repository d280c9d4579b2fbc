/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_READAHEAD (placard_readahead_get_type ())
/* A stream of a file's bytes that is read ahead, 256 KiB at a time, in a worker thread of GIO's. libsoup takes
 * a body in pieces of 8 KiB, and each of them would be a thread's work of its own: most of what an upload
 * costs. Belongs to one thread; reads of it do not block. */
G_DECLARE_FINAL_TYPE (PlacardReadahead, placard_readahead, PLACARD, READAHEAD, GInputStream)

/* @base: (transfer none): is read by nobody else any more */
GInputStream *placard_readahead_new (GInputStream *base);

G_END_DECLS
