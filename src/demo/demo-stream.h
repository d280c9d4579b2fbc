/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* How a body goes out. */
typedef enum {
  DEMO_STREAM_KNOWN_LENGTH, /* with Content-Length */
  DEMO_STREAM_CHUNKED,      /* without */
  DEMO_STREAM_ENDLESS,      /* without, and the bytes begin anew for ever */
} DemoStreamKind;

/**
 * demo_stream_start:
 * @bytes_per_second: how fast; the pieces are 100 milliseconds apart
 *
 * Sends @bytes as the body of @message, slowly. Status and other fields are the caller's.
 */
void demo_stream_start (SoupServerMessage *message,
                        GBytes *bytes,
                        DemoStreamKind kind,
                        gsize bytes_per_second);

G_END_DECLS
