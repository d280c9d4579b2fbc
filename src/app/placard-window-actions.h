/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-window.h"

G_BEGIN_DECLS

/* What a person can do in a window now: all of it derives from these, in one function. */
typedef struct {
  PlacardExchange *exchange; /* (nullable) */
  gboolean has_address;
  gboolean fullscreen;
  gboolean has_demo;
} PlacardWindowFacts;

/* Whether the action @name ("save") makes sense. Pure but for reading the exchange. */
gboolean placard_window_facts_allow (const PlacardWindowFacts *facts, const char *name);

/* Enables and disables the actions of @map accordingly. */
void placard_window_facts_apply (const PlacardWindowFacts *facts, GActionMap *map);

G_END_DECLS
