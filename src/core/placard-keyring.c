/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-keyring.h"

#include "placard-error.h"
#include "placard-request.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

/* The name is not part of the match: what secret-tool made is found too. */
static const SecretSchema schema = {
    "org.placard.Placard",
    SECRET_SCHEMA_DONT_MATCH_NAME,
    {
        {"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"origin", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"name", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"user", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"scheme", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {NULL, 0},
    },
};

static const struct {
  PlacardAuth auth;
  const char *word;
} schemes[] = {
    {PLACARD_AUTH_BASIC, "basic"},
    {PLACARD_AUTH_DIGEST, "digest"},
    {PLACARD_AUTH_BEARER, "bearer"},
};

/* @cause: (transfer full) */
static void
fail (GTask *task, GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_new_error (task, PLACARD_ERROR, PLACARD_ERROR_CANCELLED, "%s",
                             _ ("The request was stopped"));
  else
    g_task_return_new_error (task, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                             _ ("No keyring answers here: %s"), cause->message);
  g_error_free (cause);
}

static PlacardAuth
read_scheme (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_strcmp0 (schemes[i].word, word) == 0)
      return schemes[i].auth;
  return PLACARD_AUTH_NONE;
}

static const char *
write_scheme (int auth)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if ((int) schemes[i].auth == auth)
      return schemes[i].word;
  return "";
}

/* --- by origin --------------------------------------------------------------------------------- */

static PlacardCredential *
read_item (SecretRetrievable *item, SecretValue *value)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  const char *user = g_hash_table_lookup (attributes, "user");
  PlacardCredential *credential = g_new0 (PlacardCredential, 1);

  credential->auth = read_scheme (g_hash_table_lookup (attributes, "scheme"));
  credential->user = g_strdup (user ? user : "");
  credential->secret = g_strdup (secret_value_get_text (value));
  return credential;
}

static void
retrieved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *value =
      secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (error) {
    fail (task, error);
    return;
  }
  g_task_return_pointer (task,
                         value && secret_value_get_text (value)
                             ? read_item (SECRET_RETRIEVABLE (source), value)
                             : NULL,
                         (GDestroyNotify) placard_credential_free);
  g_clear_pointer (&value, secret_value_unref);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error)
    fail (task, error);
  else if (!items)
    g_task_return_pointer (task, NULL, NULL);
  else
    secret_retrievable_retrieve_secret (items->data, g_task_get_cancellable (task), retrieved_cb,
                                        g_object_ref (task));
  g_list_free_full (items, g_object_unref);
}

void
placard_keyring_lookup_async (const char *origin,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  secret_password_search (&schema, SECRET_SEARCH_UNLOCK, cancellable, searched_cb, task,
                          "application", "placard", "origin", origin, NULL);
}

PlacardCredential *
placard_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* libsecret never comes back when it has to ask for a new keyring and nobody is there who could: where there
 * is none to put things in, nothing is tried. */
static gboolean
check_collection (GTask *task, GAsyncResult *result)
{
  GError *error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (!error && !collection)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                 "org.freedesktop.secrets/" SECRET_COLLECTION_DEFAULT);
  if (error)
    fail (task, error);
  return collection != NULL;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

typedef struct {
  char *origin; /* or the name */
  PlacardCredential *credential;
} Storing;

static void
storing_free (Storing *storing)
{
  placard_credential_free (storing->credential);
  g_free (storing->origin);
  g_free (storing);
}

/* Whether there was one before or not: the next one is the only one. */
static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Storing *storing = g_task_get_task_data (task);
  const PlacardCredential *credential = storing->credential;
  g_autofree char *label = NULL;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error) {
    fail (task, error);
    return;
  }
  /* Translators: the name of an entry in the keyring: a name, and a server's address */
  label = g_strdup_printf (_ ("Placard: %s at %s"), credential->user, storing->origin);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, credential->secret,
                         g_task_get_cancellable (task), stored_cb, g_object_ref (task),
                         "application", "placard", "origin", storing->origin, "user",
                         credential->user, "scheme", write_scheme (credential->auth), NULL);
}

static void
collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Storing *storing = g_task_get_task_data (task);

  if (check_collection (task, result))
    secret_password_clear (&schema, g_task_get_cancellable (task), cleared_cb, g_object_ref (task),
                           "application", "placard", "origin", storing->origin, NULL);
}

void
placard_keyring_store_async (const char *origin,
                             const PlacardCredential *credential,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Storing *storing = g_new0 (Storing, 1);

  storing->origin = g_strdup (origin);
  storing->credential = placard_credential_copy (credential);
  g_task_set_task_data (task, storing, (GDestroyNotify) storing_free);
  secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable,
                               collection_cb, task);
}

/* --- by name ----------------------------------------------------------------------------------- */

static void
named_collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Storing *storing = g_task_get_task_data (task);
  /* Translators: the name of an entry in the keyring */
  g_autofree char *label = g_strdup_printf (_ ("Placard: %s"), storing->origin);

  if (check_collection (task, result))
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, storing->credential->secret,
                           g_task_get_cancellable (task), stored_cb, g_object_ref (task),
                           "application", "placard", "name", storing->origin, NULL);
}

void
placard_keyring_store_named_async (const char *name,
                                   const char *secret,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  const PlacardCredential credential = {PLACARD_AUTH_NONE, NULL, (char *) secret};
  Storing *storing = g_new0 (Storing, 1);

  storing->origin = g_strdup (name);
  storing->credential = placard_credential_copy (&credential);
  g_task_set_task_data (task, storing, (GDestroyNotify) storing_free);
  secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable,
                               named_collection_cb, task);
}

gboolean
placard_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error)
    fail (task, error);
  else if (secret)
    g_task_return_pointer (task, g_strdup (secret), g_free);
  else
    g_task_return_new_error (task, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                             _ ("There is nothing named “%s” in the keyring"),
                             (const char *) g_task_get_task_data (task));
  g_clear_pointer (&secret, secret_password_free);
}

void
placard_keyring_lookup_named_async (const char *name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (name), g_free);
  secret_password_lookup (&schema, cancellable, named_cb, task, "application", "placard", "name",
                          name, NULL);
}

char *
placard_keyring_lookup_named_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
