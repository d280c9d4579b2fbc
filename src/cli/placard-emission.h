/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/* A spool's bytes on their way to a descriptor, as they come, in a thread of its own: a slow reader
 * at the other end of a pipe holds up nobody else. */
typedef struct _PlacardEmission PlacardEmission;

typedef void (*PlacardEmissionFunc) (gpointer user_data);

/* @func is called in the default main context when the last byte is out or writing has failed. */
PlacardEmission *
placard_emission_new (PlacardSpool *spool, int fd, PlacardEmissionFunc func, gpointer user_data);
gboolean placard_emission_is_over (PlacardEmission *self);
/* After it is over. A body that ends early is no error of the emission. */
gboolean placard_emission_finish (PlacardEmission *self, GError **error);

G_END_DECLS
