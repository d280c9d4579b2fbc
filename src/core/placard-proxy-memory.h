/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_PROXY_MEMORY (placard_proxy_memory_get_type ())
/* A proxy resolver that asks another one and remembers its answer for each scheme, host and port for some
 * seconds. The system's own starts a thread and reads files for each single connection; fifty connections
 * to one host would be fifty times the same question. Belongs to one thread. */
G_DECLARE_FINAL_TYPE (PlacardProxyMemory, placard_proxy_memory, PLACARD, PROXY_MEMORY, GObject)

/* @source: the resolver that knows; a reference is taken. (transfer full) */
GProxyResolver *placard_proxy_memory_new (GProxyResolver *source);

G_END_DECLS
