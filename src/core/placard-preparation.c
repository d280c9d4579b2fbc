/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-preparation.h"

#include "placard-error.h"
#include "placard-keyring.h"
#include "placard-variables.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  PlacardSession *session;
  PlacardRequest *request;
  PlacardToken *refused; /* (nullable) */
  GPtrArray *names;      /* (element-type utf8): still to be looked up, the next one last */
} Preparation;

static void
preparation_free (Preparation *self)
{
  g_object_unref (self->session);
  g_object_unref (self->request);
  g_clear_pointer (&self->refused, placard_token_free);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static gboolean
needs_token (PlacardRequest *request)
{
  return placard_request_get_token_step (request)->profile != NULL;
}

gboolean
placard_preparation_is_needed (PlacardRequest *request)
{
  g_autoptr (GPtrArray) names = placard_variables_list_keyring (request);

  return names->len > 0 || needs_token (request);
}

static void
obtained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PlacardToken *token = placard_tokens_obtain_finish (result, &error);

  if (token)
    g_task_return_pointer (task, token, (GDestroyNotify) placard_token_free);
  else
    g_task_return_error (task, error);
}

static void look_up_next (GTask *task);

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Preparation *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *secret = placard_keyring_lookup_named_finish (result, &error);
  const char *name = g_ptr_array_index (self->names, self->names->len - 1);
  g_autofree char *variable = g_strconcat (PLACARD_VARIABLES_KEYRING, name, NULL);

  if (!secret) {
    g_task_return_error (task, error);
    return;
  }
  placard_request_set_variable (self->request, variable, secret);
  g_ptr_array_set_size (self->names, (int) self->names->len - 1);
  look_up_next (task);
}

/* One after the other: a keyring that has to be opened asks once. */
static void
look_up_next (GTask *task)
{
  Preparation *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->names->len > 0)
    placard_keyring_lookup_named_async (g_ptr_array_index (self->names, self->names->len - 1),
                                        cancellable, looked_up_cb, g_object_ref (task));
  else if (needs_token (self->request))
    placard_tokens_obtain_async (placard_session_get_tokens (self->session), self->session,
                                 self->request, self->refused, cancellable, obtained_cb,
                                 g_object_ref (task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

void
placard_preparation_run_async (PlacardSession *session,
                               PlacardRequest *request,
                               const PlacardToken *refused,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparation *self = g_new0 (Preparation, 1);

  self->session = g_object_ref (session);
  self->request = g_object_ref (request);
  self->refused = refused ? placard_token_copy (refused) : NULL;
  self->names = placard_variables_list_keyring (request);
  g_task_set_task_data (task, self, (GDestroyNotify) preparation_free);
  look_up_next (task);
}

gboolean
placard_preparation_run_finish (GAsyncResult *result, PlacardToken **token, GError **error)
{
  g_autoptr (GError) failed = NULL;

  *token = g_task_propagate_pointer (G_TASK (result), &failed);
  if (!failed)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* --- putting the token into the request -------------------------------------------------------- */

static void
add_secret (GPtrArray *fields, const char *name, const char *value)
{
  PlacardField *field = placard_field_new (name, value);

  field->secret = TRUE;
  g_ptr_array_add (fields, field);
}

static gboolean
set_bearer (PlacardRequest *request, const char *token, GError **error)
{
  PlacardAuth auth = placard_request_get_auth (request);

  if (auth != PLACARD_AUTH_NONE && auth != PLACARD_AUTH_BEARER) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("The request has credentials of its own: say with --token-as where "
                            "the token goes beside them"));
    return FALSE;
  }
  placard_request_set_auth (request, PLACARD_AUTH_BEARER, NULL, token);
  return TRUE;
}

static void
drop (GPtrArray *fields, const char *name)
{
  PlacardField *field = placard_field_list_find (fields, name);

  if (field)
    g_ptr_array_remove (fields, field);
}

gboolean
placard_preparation_apply (const PlacardToken *token, PlacardRequest *request, GError **error)
{
  const char *as = placard_request_get_token_step (request)->as;
  gboolean query = as && g_str_has_prefix (as, "query:");

  if (token->jar)
    placard_policy_set_jar (placard_request_get_policy (request), token->jar);
  if (!token->text)
    return TRUE;
  if (!as || strcmp (as, "bearer") == 0)
    return set_bearer (request, token->text, error);
  as = strchr (as, ':') + 1;
  /* One that was refused makes room for the next. */
  drop (query ? placard_request_get_query (request) : placard_request_get_headers (request), as);
  add_secret (query ? placard_request_get_query (request) : placard_request_get_headers (request),
              as, token->text);
  return TRUE;
}
