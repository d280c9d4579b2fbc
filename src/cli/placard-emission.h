/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/* A spool's bytes on their way to a descriptor, as they come, in a thread of its own: a slow reader
 * at the other end of a pipe holds up nobody else. */
typedef struct _PlacardEmission PlacardEmission;

typedef void (*PlacardEmissionFunc) (gpointer user_data);

typedef struct {
  int fd;           /* -1: the bytes are read and go nowhere */
  gboolean hashes;  /* the SHA-256 of them is wanted */
  gboolean forgets; /* nobody else reads the spool: what is out is gone */
} PlacardEmissionPlan;

/* @func is called in the default main context when the last byte is out or writing has failed. */
PlacardEmission *placard_emission_new (PlacardSpool *spool,
                                       const PlacardEmissionPlan *plan,
                                       PlacardEmissionFunc func,
                                       gpointer user_data);
gboolean placard_emission_is_over (PlacardEmission *self);
/* After it is over. A body that ends early is no error of the emission.
 * @sha256: (out) (optional) (nullable) (transfer full) */
gboolean placard_emission_finish (PlacardEmission *self, char **sha256, GError **error);

G_END_DECLS
