/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * demo_endpoints_add:
 * @base_url: what the paths are appended to in the list at `/`, without a slash at the end
 *
 * Makes @server answer the demo's paths. `/` lists them as JSON: an array of objects with `id`, `title`,
 * `title_zh`, `method`, `url`, `headers` (objects with `name` and `value`) and `body` (text or null).
 */
void demo_endpoints_add (SoupServer *server, const char *base_url);

G_END_DECLS
