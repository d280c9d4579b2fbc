/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the whole way share: spools of given bytes, waiting, looking at the outcome. */
#pragma once

#include "placard-error.h"
#include "placard-image.h"

GBytes *fixture_load (const char *name);
PlacardSpool *fixture_new_spool (void);
void fixture_append (PlacardSpool *spool, const void *bytes, gsize n_bytes);
/* Sealed with @state unless that is open. */
PlacardSpool *fixture_spool_of (const void *bytes, gsize n_bytes, PlacardSpoolState state);
PlacardSpool *fixture_spool_of_bytes (GBytes *bytes, PlacardSpoolState state);

typedef gboolean (*FixtureCondition) (PlacardImage *image, gpointer user_data);
/* Runs the main context until it holds; fails after 20 s. */
void fixture_wait_for (PlacardImage *image, FixtureCondition condition, gpointer user_data);
/* Until the image is done, failed or none. */
void fixture_wait_for_end (PlacardImage *image);

void fixture_assert_done (PlacardImage *image);
/* @words: (nullable): in the error's sentence */
void fixture_assert_failed (PlacardImage *image, PlacardError code, const char *words);
/* Of the pixels in all levels. */
char *fixture_hash_levels (PlacardImage *image);
