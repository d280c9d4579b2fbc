/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: everything here is under the lock, but for what a request before is doing; its callback comes
 * in the thread that asked first, and returns to each that waits in its own. */
#include "placard-tokens.h"

#include "placard-error.h"
#include "placard-fetch.h"
#include "placard-origin.h"
#include "placard-profile.h"
#include "placard-token-answer.h"
#include "placard-variables.h"

#include <glib/gi18n-lib.h>

/* No token is larger. */
#define MAX_ANSWER_BYTES (1024 * 1024)

typedef struct {
  PlacardToken *token;
  gint64 expires; /* monotonic microseconds; -1: when it is refused */
} Entry;

struct _PlacardTokens {
  GMutex lock;
  GHashTable *entries; /* key -> Entry */
  GHashTable *running; /* key -> Obtaining */
};

/* One request before the request, and who waits for it. */
typedef struct {
  PlacardTokens *tokens;
  char *key;
  PlacardTokenStep *step;
  PlacardFetch *fetch;
  PlacardCookieJar *jar;
  GCancellable *cancellable;
  GPtrArray *waiting; /* of GTask */
  guint n_interested;
} Obtaining;

PlacardToken *
placard_token_copy (const PlacardToken *self)
{
  PlacardToken *copy = g_new0 (PlacardToken, 1);

  copy->text = g_strdup (self->text);
  g_set_object (&copy->jar, self->jar);
  return copy;
}

void
placard_token_free (PlacardToken *self)
{
  g_clear_object (&self->jar);
  g_free (self->text);
  g_free (self);
}

static void
entry_free (Entry *entry)
{
  placard_token_free (entry->token);
  g_free (entry);
}

PlacardTokens *
placard_tokens_new (void)
{
  PlacardTokens *self = g_new0 (PlacardTokens, 1);

  g_mutex_init (&self->lock);
  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);
  self->running = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
placard_tokens_free (PlacardTokens *self)
{
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->running);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
obtaining_free (Obtaining *obtaining)
{
  placard_token_step_free (obtaining->step);
  g_clear_object (&obtaining->fetch);
  g_clear_object (&obtaining->jar);
  g_clear_object (&obtaining->cancellable);
  g_ptr_array_unref (obtaining->waiting);
  g_free (obtaining->key);
  g_free (obtaining);
}

/* For whom, from where, with which values. */
static char *
make_key (PlacardRequest *request, const PlacardTokenStep *step)
{
  g_autoptr (GUri) uri = placard_request_build_uri (request, NULL);
  g_autofree char *origin = uri ? placard_origin_serialise (uri) : NULL;
  g_autoptr (GPtrArray) names = placard_request_list_variables (request);
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%s\n%s\n%s\n%s\n%d", step->profile, step->at ? step->at : "",
                          step->lifetime ? step->lifetime : "", origin ? origin : "",
                          placard_policy_is_private (placard_request_get_policy (request)));
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);

    g_string_append_printf (key, "\n%s=%s", name, placard_request_get_variable (request, name));
  }
  return g_string_free (key, FALSE);
}

/* --- the request before ------------------------------------------------------------------------ */

static gboolean
is_wanted (const Entry *entry, const PlacardToken *refused)
{
  if (entry->expires >= 0 && entry->expires <= g_get_monotonic_time ())
    return FALSE;
  return !refused || g_strcmp0 (entry->token->text, refused->text) != 0 ||
         entry->token->jar != refused->jar;
}

static void
remember (PlacardTokens *self,
          const Obtaining *obtaining,
          const PlacardToken *token,
          gint64 lifetime)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->token = placard_token_copy (token);
  entry->expires = lifetime < 0 ? -1 : g_get_monotonic_time () + lifetime * G_USEC_PER_SEC;
  g_hash_table_replace (self->entries, g_strdup (obtaining->key), entry);
}

static void
return_to_all (Obtaining *obtaining, const PlacardToken *token, const GError *error)
{
  for (guint i = 0; i < obtaining->waiting->len; i++) {
    GTask *task = g_ptr_array_index (obtaining->waiting, i);

    if (error)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_pointer (task, placard_token_copy (token), (GDestroyNotify) placard_token_free);
  }
}

static void
finish (Obtaining *obtaining, const PlacardToken *token, gint64 lifetime, const GError *error)
{
  PlacardTokens *self = obtaining->tokens;

  g_mutex_lock (&self->lock);
  if (g_hash_table_lookup (self->running, obtaining->key) == obtaining)
    g_hash_table_remove (self->running, obtaining->key);
  if (token)
    remember (self, obtaining, token, lifetime);
  g_mutex_unlock (&self->lock);
  return_to_all (obtaining, token, error);
  obtaining_free (obtaining);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Obtaining *obtaining = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PlacardToken token;
  gint64 lifetime = -1;

  if (!placard_fetch_run_finish (obtaining->fetch, result, &error))
    g_prefix_error (&error, _ ("The request for a token failed: "));
  else
    text = placard_token_answer_read (obtaining->fetch, obtaining->step, &lifetime, &error);
  token = (PlacardToken){text, obtaining->jar};
  finish (obtaining, error ? NULL : &token, lifetime, error);
}

/* What the profile leaves open, the request that needs the token may say. */
static void
lend_variables (PlacardRequest *from, PlacardRequest *to)
{
  g_autoptr (GPtrArray) names = placard_request_list_variables (from);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);

    if (!placard_request_get_variable (to, name))
      placard_request_set_variable (to, name, placard_request_get_variable (from, name));
  }
}

static void
limit (PlacardRequest *request, PlacardRequest *by)
{
  PlacardLimits limits = *placard_request_get_limits (request);
  gint64 total = placard_request_get_limits (by)->total_ms;

  limits.max_body_bytes = MAX_ANSWER_BYTES;
  if (total > 0 && (limits.total_ms == 0 || total < limits.total_ms))
    limits.total_ms = total;
  placard_request_set_limits (request, &limits);
}

/* (transfer full): the request before; it does as the one that needs it where nobody looks. */
static PlacardRequest *
make_request (PlacardRequest *request, const PlacardTokenStep *step, GError **error)
{
  g_autoptr (PlacardRequest) before = placard_request_new ();
  g_autoptr (PlacardOptions) options = placard_profile_load (step->profile, before, error);
  PlacardPolicy *policy = placard_request_get_policy (before);

  if (!options)
    return NULL;
  if (placard_request_get_token_step (before)->profile) {
    g_set_error_literal (
        error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
        _ ("The request for a token needs a token itself: one step before is all"));
    return NULL;
  }
  lend_variables (request, before);
  limit (before, request);
  placard_policy_set_private (policy,
                              placard_policy_is_private (placard_request_get_policy (request)));
  return g_steal_pointer (&before);
}

GPtrArray *
placard_tokens_list_missing (PlacardRequest *request)
{
  const PlacardTokenStep *step = placard_request_get_token_step (request);
  GPtrArray *missing = placard_variables_list_missing (request);
  g_autoptr (PlacardRequest) before = step->profile ? make_request (request, step, NULL) : NULL;
  g_autoptr (GPtrArray) more = before ? placard_variables_list_missing (before) : NULL;

  for (guint i = 0; more && i < more->len; i++)
    if (!g_ptr_array_find_with_equal_func (missing, g_ptr_array_index (more, i), g_str_equal, NULL))
      g_ptr_array_add (missing, g_strdup (g_ptr_array_index (more, i)));
  return missing;
}

/* The jar of the request that needs them, or one of the token's own. */
static PlacardCookieJar *
choose_jar (PlacardRequest *request, PlacardRequest *before)
{
  PlacardCookieJar *jar = placard_policy_get_jar (placard_request_get_policy (request));

  jar = jar ? g_object_ref (jar) : placard_cookie_jar_new ();
  placard_policy_set_jar (placard_request_get_policy (before), jar);
  return jar;
}

/* With the lock held. */
static Obtaining *
start (PlacardTokens *self,
       PlacardSession *session,
       PlacardRequest *request,
       const char *key,
       GError **error)
{
  const PlacardTokenStep *step = placard_request_get_token_step (request);
  g_autoptr (PlacardRequest) before = make_request (request, step, error);
  Obtaining *obtaining;

  if (!before)
    return NULL;
  obtaining = g_new0 (Obtaining, 1);
  obtaining->tokens = self;
  obtaining->key = g_strdup (key);
  obtaining->step = placard_token_step_copy (step);
  obtaining->jar = choose_jar (request, before);
  obtaining->cancellable = g_cancellable_new ();
  obtaining->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  obtaining->fetch = placard_fetch_new (session, before, NULL);
  g_hash_table_insert (self->running, obtaining->key, obtaining);
  placard_fetch_run_async (obtaining->fetch, obtaining->cancellable, fetched_cb, obtaining);
  return obtaining;
}

/* --- those who wait ---------------------------------------------------------------------------- */

typedef struct {
  PlacardTokens *tokens;
  char *key;
} Interest;

static void
interest_free (Interest *interest)
{
  g_free (interest->key);
  g_free (interest);
}

/* In whatever thread cancels. */
static void
cancelled_cb (GCancellable *cancellable, Interest *interest)
{
  g_autoptr (GCancellable) last = NULL;
  Obtaining *obtaining;

  g_mutex_lock (&interest->tokens->lock);
  obtaining = g_hash_table_lookup (interest->tokens->running, interest->key);
  if (obtaining && --obtaining->n_interested == 0) {
    last = g_object_ref (obtaining->cancellable);
    g_hash_table_remove (interest->tokens->running, interest->key);
  }
  g_mutex_unlock (&interest->tokens->lock);
  if (last)
    g_cancellable_cancel (last);
}

static void
watch (PlacardTokens *self, const char *key, GCancellable *cancellable)
{
  Interest *interest = g_new0 (Interest, 1);

  interest->tokens = self;
  interest->key = g_strdup (key);
  g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), interest,
                         (GDestroyNotify) interest_free);
}

void
placard_tokens_obtain_async (PlacardTokens *self,
                             PlacardSession *session,
                             PlacardRequest *request,
                             const PlacardToken *refused,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const PlacardTokenStep *step = placard_request_get_token_step (request);
  g_autofree char *key = make_key (request, step);
  PlacardToken *token = NULL;
  Obtaining *obtaining = NULL;
  GError *error = NULL;
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry && is_wanted (entry, refused))
    token = placard_token_copy (entry->token);
  else if (!(obtaining = g_hash_table_lookup (self->running, key)))
    obtaining = start (self, session, request, key, &error);
  if (obtaining) {
    obtaining->n_interested++;
    g_ptr_array_add (obtaining->waiting, g_object_ref (task));
  }
  g_mutex_unlock (&self->lock);

  if (token)
    g_task_return_pointer (task, token, (GDestroyNotify) placard_token_free);
  else if (error)
    g_task_return_error (task, error);
  else
    watch (self, key, cancellable);
}

PlacardToken *
placard_tokens_obtain_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
