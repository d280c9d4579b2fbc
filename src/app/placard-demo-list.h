/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* One thing to try at a demo endpoint. */
typedef struct {
  char *title;
  char *subtitle; /* method and address */
  PlacardRequest *request;
} PlacardDemoEntry;

void placard_demo_entry_free (PlacardDemoEntry *entry);

/**
 * placard_demo_list_parse:
 * @json: an array of objects with "title", "method", "url", "headers" (name and value), "body" (text or
 *   null), and titles in other languages as "title_zh"
 * @language: (nullable): two letters
 *
 * What a demo endpoint offers; entries without an address are left out. (element-type PlacardDemoEntry)
 * (transfer full)
 */
GPtrArray *placard_demo_list_parse (const char *json, gssize length, const char *language);

G_END_DECLS
