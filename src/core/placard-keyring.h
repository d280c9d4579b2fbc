/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-credential-store.h"

G_BEGIN_DECLS

/* Secrets in the keyring of the desktop (org.freedesktop.Secret.Service, by libsecret). There are two kinds:
 * what was typed for an origin, and what has a name that {{$keyring.NAME}} in a request refers to. Each item
 * has the attributes "application" = "placard" and "origin" or "name", so that any other program for keyrings
 * can list, make and remove them. Nothing blocks; where no keyring answers, everything fails with
 * %PLACARD_ERROR_USAGE and a sentence that says so. */

/* What was typed for @origin, %NULL without an error when there is nothing. */
void placard_keyring_lookup_async (const char *origin,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full) (nullable) */
PlacardCredential *placard_keyring_lookup_finish (GAsyncResult *result, GError **error);

/* Replaces what there was for @origin. */
void placard_keyring_store_async (const char *origin,
                                  const PlacardCredential *credential,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Keeps @secret under @name. */
void placard_keyring_store_named_async (const char *name,
                                        const char *secret,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean placard_keyring_store_finish (GAsyncResult *result, GError **error);

/* What is kept under @name. Fails when there is nothing. */
void placard_keyring_lookup_named_async (const char *name,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* (transfer full) */
char *placard_keyring_lookup_named_finish (GAsyncResult *result, GError **error);

G_END_DECLS
