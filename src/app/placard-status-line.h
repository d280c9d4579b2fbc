/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-progress.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_STATUS_LINE (placard_status_line_get_type ())
/* One quiet line: what goes on while something does, the facts of the answer afterwards. */
G_DECLARE_FINAL_TYPE (PlacardStatusLine, placard_status_line, PLACARD, STATUS_LINE, AdwBin)

void placard_status_line_follow (PlacardStatusLine *self, PlacardProgress *progress);
/* @exchange: (nullable): whose facts are told */
void placard_status_line_show (PlacardStatusLine *self, PlacardExchange *exchange);

/* In a narrow window the words have the line for themselves. */
void placard_status_line_set_narrow (PlacardStatusLine *self, gboolean narrow);

/* The facts of an answer in the order they are shown, each a few words: status, type, pixels, size, time.
 * (transfer full) (array zero-terminated=1) */
char **placard_status_line_list_facts (PlacardExchange *exchange);

G_END_DECLS
