/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-request.h"

#include <string.h>

#include "placard-url.h"

/* The secrets are in here in clear: nothing of this object is ever logged. */
struct _PlacardRequest {
  GObject parent_instance;

  char *url;
  char *method;
  char *ca_file;
  char *image_at;
  char *treat_as;
  char *offline_file;
  gboolean keep_last_good;
  GPtrArray *headers; /* of PlacardField */
  GPtrArray *query;   /* of PlacardField */
  PlacardBody *body;
  PlacardLimits limits;

  PlacardAuth auth;
  char *auth_user;
  char *auth_secret;

  gboolean allow_host;
  gboolean allow_trace;
  gboolean one_per_file;
  PlacardPolicy *policy;
  PlacardTransport *transport;
  PlacardSaving *saving;
  PlacardTokenStep *token_step;
  gboolean expands;
  GTree *variables; /* name -> value */
  char *profile;
  char *base; /* the profile's address */
};

G_DEFINE_FINAL_TYPE (PlacardRequest, placard_request, G_TYPE_OBJECT)

static guint changed_signal;

static const PlacardLimits default_limits = {
    .connect_ms = 15 * 1000,
    .first_byte_ms = 30 * 1000,
    .idle_ms = 30 * 1000,
    .headers_ms = 60 * 1000,
    .total_ms = 0,
    .low_speed_bytes = 100,
    .low_speed_ms = 30 * 1000,
    .max_body_bytes = G_GOFFSET_CONSTANT (512) * 1024 * 1024,
    .max_redirects = 20,
};

static void
placard_request_finalize (GObject *object)
{
  PlacardRequest *self = PLACARD_REQUEST (object);

  g_free (self->url);
  g_free (self->method);
  g_free (self->ca_file);
  g_free (self->image_at);
  g_free (self->treat_as);
  g_free (self->offline_file);
  g_ptr_array_unref (self->headers);
  g_ptr_array_unref (self->query);
  g_clear_object (&self->body);
  g_free (self->auth_user);
  g_free (self->auth_secret);
  placard_policy_free (self->policy);
  placard_transport_free (self->transport);
  placard_saving_free (self->saving);
  placard_token_step_free (self->token_step);
  g_tree_unref (self->variables);
  g_free (self->profile);
  g_free (self->base);
  G_OBJECT_CLASS (placard_request_parent_class)->finalize (object);
}

static void
placard_request_class_init (PlacardRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_request_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

static void
placard_request_init (PlacardRequest *self)
{
  self->url = g_strdup ("");
  self->headers = placard_field_list_new ();
  self->query = placard_field_list_new ();
  self->limits = default_limits;
  self->policy = placard_policy_new ();
  self->transport = placard_transport_new ();
  self->saving = placard_saving_new ();
  self->token_step = placard_token_step_new ();
  self->variables = g_tree_new_full (compare_names, NULL, g_free, g_free);
}

PlacardRequest *
placard_request_new (void)
{
  return g_object_new (PLACARD_TYPE_REQUEST, NULL);
}

static gboolean
copy_variable (gpointer name, gpointer value, gpointer variables)
{
  g_tree_replace (variables, g_strdup (name), g_strdup (value));
  return FALSE;
}

PlacardRequest *
placard_request_copy (PlacardRequest *self)
{
  PlacardRequest *copy;

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  copy = placard_request_new ();
  placard_request_set_url (copy, self->url);
  placard_request_set_method (copy, self->method);
  placard_request_set_ca_file (copy, self->ca_file);
  placard_request_set_image_at (copy, self->image_at);
  placard_request_set_treat_as (copy, self->treat_as);
  placard_request_set_offline_file (copy, self->offline_file);
  copy->keep_last_good = self->keep_last_good;
  placard_request_set_headers (copy, self->headers);
  placard_request_set_query (copy, self->query);
  placard_request_set_body (copy, self->body);
  placard_request_set_limits (copy, &self->limits);
  placard_request_set_auth (copy, self->auth, self->auth_user, self->auth_secret);
  copy->allow_host = self->allow_host;
  copy->allow_trace = self->allow_trace;
  copy->one_per_file = self->one_per_file;
  placard_policy_free (copy->policy);
  copy->policy = placard_policy_copy (self->policy);
  placard_request_set_transport (copy, self->transport);
  placard_request_set_saving (copy, self->saving);
  placard_request_set_token_step (copy, self->token_step);
  copy->expands = self->expands;
  g_tree_foreach (self->variables, copy_variable, copy->variables);
  copy->profile = g_strdup (self->profile);
  copy->base = g_strdup (self->base);
  return copy;
}

static void
changed (PlacardRequest *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
set_text (PlacardRequest *self, char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  changed (self);
}

static void
set_flag (PlacardRequest *self, gboolean *field, gboolean value)
{
  if (*field == !!value)
    return;
  *field = !!value;
  changed (self);
}

static void
set_fields (PlacardRequest *self, GPtrArray **list, GPtrArray *fields)
{
  GPtrArray *copy = placard_field_list_copy (fields);

  g_ptr_array_unref (*list);
  *list = copy;
  changed (self);
}

const char *
placard_request_get_url (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->url;
}

void
placard_request_set_url (PlacardRequest *self, const char *url)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_text (self, &self->url, url ? url : "");
}

const char *
placard_request_get_method (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->method;
}

void
placard_request_set_method (PlacardRequest *self, const char *method)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_text (self, &self->method, method);
}

const char *
placard_request_get_effective_method (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  if (self->method)
    return self->method;
  return self->body ? "POST" : "GET";
}

GPtrArray *
placard_request_get_headers (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->headers;
}

void
placard_request_append_header (PlacardRequest *self, const char *name, const char *value)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  g_ptr_array_add (self->headers, placard_field_new (name, value));
  changed (self);
}

void
placard_request_set_headers (PlacardRequest *self, GPtrArray *headers)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_fields (self, &self->headers, headers);
}

GPtrArray *
placard_request_get_query (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->query;
}

void
placard_request_append_query (PlacardRequest *self, const char *name, const char *value)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  g_ptr_array_add (self->query, placard_field_new (name, value));
  changed (self);
}

void
placard_request_set_query (PlacardRequest *self, GPtrArray *query)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_fields (self, &self->query, query);
}

void
placard_request_set_address (PlacardRequest *self, const char *url, GPtrArray *query)
{
  g_autofree char *own = g_strdup (url);

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  g_free (self->url);
  self->url = g_steal_pointer (&own);
  set_fields (self, &self->query, query);
}

PlacardAuth
placard_request_get_auth (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), PLACARD_AUTH_NONE);
  return self->auth;
}

const char *
placard_request_get_auth_user (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->auth_user;
}

const char *
placard_request_get_auth_secret (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->auth_secret;
}

void
placard_request_set_auth (PlacardRequest *self,
                          PlacardAuth auth,
                          const char *user,
                          const char *secret)
{
  g_autofree char *new_user = g_strdup (user);
  g_autofree char *new_secret = g_strdup (secret);

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  self->auth = auth;
  g_free (self->auth_user);
  self->auth_user = g_steal_pointer (&new_user);
  g_free (self->auth_secret);
  self->auth_secret = g_steal_pointer (&new_secret);
  changed (self);
}

PlacardBody *
placard_request_get_body (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->body;
}

void
placard_request_set_body (PlacardRequest *self, PlacardBody *body)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  if (g_set_object (&self->body, body))
    changed (self);
}

const PlacardLimits *
placard_request_get_limits (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return &self->limits;
}

void
placard_request_set_limits (PlacardRequest *self, const PlacardLimits *limits)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  self->limits = *limits;
  changed (self);
}

PlacardPolicy *
placard_request_get_policy (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  return self->policy;
}

void
placard_request_set_policy (PlacardRequest *self, const PlacardPolicy *policy)
{
  PlacardPolicy *copy;

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  copy = placard_policy_copy (policy);
  placard_policy_free (self->policy);
  self->policy = copy;
  changed (self);
}

const PlacardTransport *
placard_request_get_transport (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->transport;
}

void
placard_request_set_transport (PlacardRequest *self, const PlacardTransport *transport)
{
  PlacardTransport *copy;

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  copy = placard_transport_copy (transport);
  placard_transport_free (self->transport);
  self->transport = copy;
  changed (self);
}

const PlacardTokenStep *
placard_request_get_token_step (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->token_step;
}

void
placard_request_set_token_step (PlacardRequest *self, const PlacardTokenStep *step)
{
  PlacardTokenStep *copy;

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  copy = placard_token_step_copy (step);
  placard_token_step_free (self->token_step);
  self->token_step = copy;
  changed (self);
}

const PlacardSaving *
placard_request_get_saving (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->saving;
}

void
placard_request_set_saving (PlacardRequest *self, const PlacardSaving *saving)
{
  PlacardSaving *copy;

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  copy = placard_saving_copy (saving);
  placard_saving_free (self->saving);
  self->saving = copy;
  changed (self);
}

const char *
placard_request_get_image_at (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  return self->image_at;
}

void
placard_request_set_image_at (PlacardRequest *self, const char *place)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  set_text (self, &self->image_at, place);
}

const char *
placard_request_get_treat_as (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  return self->treat_as;
}

void
placard_request_set_treat_as (PlacardRequest *self, const char *word)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  set_text (self, &self->treat_as, word);
}

gboolean
placard_request_get_keep_last_good (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);

  return self->keep_last_good;
}

void
placard_request_set_keep_last_good (PlacardRequest *self, gboolean keep)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  set_flag (self, &self->keep_last_good, keep);
}

const char *
placard_request_get_offline_file (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  return self->offline_file;
}

void
placard_request_set_offline_file (PlacardRequest *self, const char *path)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  set_text (self, &self->offline_file, path);
}

const char *
placard_request_get_ca_file (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->ca_file;
}

void
placard_request_set_ca_file (PlacardRequest *self, const char *path)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_text (self, &self->ca_file, path);
}

gboolean
placard_request_get_allow_host (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);
  return self->allow_host;
}

void
placard_request_set_allow_host (PlacardRequest *self, gboolean allow)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_flag (self, &self->allow_host, allow);
}

gboolean
placard_request_get_allow_trace (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);
  return self->allow_trace;
}

void
placard_request_set_allow_trace (PlacardRequest *self, gboolean allow)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_flag (self, &self->allow_trace, allow);
}

gboolean
placard_request_get_one_per_file (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);
  return self->one_per_file;
}

void
placard_request_set_one_per_file (PlacardRequest *self, gboolean one_per_file)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_flag (self, &self->one_per_file, one_per_file);
}

gboolean
placard_request_get_expands (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);
  return self->expands;
}

void
placard_request_set_expands (PlacardRequest *self, gboolean expands)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));
  set_flag (self, &self->expands, expands);
}

const char *
placard_request_get_variable (PlacardRequest *self, const char *name)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return g_tree_lookup (self->variables, name);
}

void
placard_request_set_variable (PlacardRequest *self, const char *name, const char *value)
{
  g_return_if_fail (PLACARD_IS_REQUEST (self));

  if (value)
    g_tree_replace (self->variables, g_strdup (name), g_strdup (value));
  else
    g_tree_remove (self->variables, name);
  changed (self);
}

static gboolean
add_name (gpointer name, gpointer value, gpointer names)
{
  g_ptr_array_add (names, g_strdup (name));
  return FALSE;
}

GPtrArray *
placard_request_list_variables (PlacardRequest *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), names);
  g_tree_foreach (self->variables, add_name, names);
  return names;
}

gboolean
placard_request_move_userinfo (PlacardRequest *self)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *at;
  const char *start;
  g_autofree char *without = NULL;

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);

  uri = placard_url_parse (self->url, &user, &password, NULL);
  if (!uri || !user)
    return FALSE;

  /* Only the userinfo is taken out: the rest stays as it was typed. */
  start = self->url + strcspn (self->url, ":/?#@");
  start = g_str_has_prefix (start, "://") ? start + 3 : self->url;
  at = g_strrstr_len (start, (gssize) strcspn (start, "/?#"), "@");
  if (!at)
    return FALSE;
  without = g_strdup_printf ("%.*s%s", (int) (start - self->url), self->url, at + 1);
  if (self->auth == PLACARD_AUTH_NONE && *user)
    placard_request_set_auth (self, PLACARD_AUTH_BASIC, user, password);
  placard_request_set_url (self, without);
  return TRUE;
}

const char *
placard_request_get_profile (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return self->profile;
}

void
placard_request_set_profile (PlacardRequest *self, const char *path)
{
  g_autofree char *base = NULL;

  g_return_if_fail (PLACARD_IS_REQUEST (self));

  base = path ? placard_url_resolve (self->base, self->url) : NULL;
  g_free (self->base);
  self->base = g_steal_pointer (&base);
  set_text (self, &self->profile, path);
}

char *
placard_request_dup_absolute_url (PlacardRequest *self)
{
  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);
  return placard_url_resolve (self->base, self->url);
}
