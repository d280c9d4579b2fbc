/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-credential-store.h"

#include <string.h>

struct _PlacardCredentialStore {
  GObject parent_instance;

  GMutex lock;
  GHashTable *entries; /* origin -> PlacardCredential */
};

G_DEFINE_FINAL_TYPE (PlacardCredentialStore, placard_credential_store, G_TYPE_OBJECT)

static PlacardCredential *
make (int auth, const char *user, const char *secret)
{
  PlacardCredential *self = g_new0 (PlacardCredential, 1);

  self->auth = auth;
  self->user = g_strdup (user ? user : "");
  self->secret = g_strdup (secret ? secret : "");
  return self;
}

PlacardCredential *
placard_credential_copy (const PlacardCredential *self)
{
  return make (self->auth, self->user, self->secret);
}

void
placard_credential_free (PlacardCredential *self)
{
  explicit_bzero (self->secret, strlen (self->secret));
  g_free (self->user);
  g_free (self->secret);
  g_free (self);
}

PlacardCredentialStore *
placard_credential_store_new (void)
{
  return g_object_new (PLACARD_TYPE_CREDENTIAL_STORE, NULL);
}

void
placard_credential_store_put (PlacardCredentialStore *self,
                              const char *origin,
                              int auth,
                              const char *user,
                              const char *secret)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_replace (self->entries, g_strdup (origin), make (auth, user, secret));
}

PlacardCredential *
placard_credential_store_lookup (PlacardCredentialStore *self, const char *origin)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const PlacardCredential *found = g_hash_table_lookup (self->entries, origin);

  return found ? make (found->auth, found->user, found->secret) : NULL;
}

static void
placard_credential_store_finalize (GObject *object)
{
  PlacardCredentialStore *self = PLACARD_CREDENTIAL_STORE (object);

  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (placard_credential_store_parent_class)->finalize (object);
}

static void
placard_credential_store_class_init (PlacardCredentialStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_credential_store_finalize;
}

static void
placard_credential_store_init (PlacardCredentialStore *self)
{
  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) placard_credential_free);
}
