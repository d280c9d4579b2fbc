/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a person answered when a server asked who is there. */
typedef struct {
  int auth; /* a PlacardAuth: Basic, Digest or Bearer */
  char *user;
  char *secret;
} PlacardCredential;

PlacardCredential *placard_credential_copy (const PlacardCredential *self);
void placard_credential_free (PlacardCredential *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCredential, placard_credential_free)

#define PLACARD_TYPE_CREDENTIAL_STORE (placard_credential_store_get_type ())
/* The authentication entries of the Fetch standard: credentials that were typed when a server asked for
 * them, each for one origin and sent to no other. In memory, and gone with the last one who holds the
 * store: a window. Every function may be called from any thread. */
G_DECLARE_FINAL_TYPE (
    PlacardCredentialStore, placard_credential_store, PLACARD, CREDENTIAL_STORE, GObject)

PlacardCredentialStore *placard_credential_store_new (void);

/* @origin: serialised, see placard_origin_serialise(). Replaces what there was. */
void placard_credential_store_put (PlacardCredentialStore *self,
                                   const char *origin,
                                   int auth,
                                   const char *user,
                                   const char *secret);
/* A copy of what is known for @origin. (transfer full) (nullable) */
PlacardCredential *placard_credential_store_lookup (PlacardCredentialStore *self,
                                                    const char *origin);

G_END_DECLS
