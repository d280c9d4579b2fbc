/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-policy-run.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "placard-error.h"
#include "placard-origin.h"
#include "placard-response.h"

struct _PlacardPolicyRun {
  PlacardPolicy *policy;
  PlacardCookieJar *jar;
  gboolean jar_loaded;
  char *referrer;                  /* (nullable): as configured */
  PlacardReferrerPolicy referring; /* a redirect may change it */
  gboolean refers;                 /* by a policy; else the person's field goes as it stands */
  PlacardRedirectMode redirect;
  GPtrArray *configured; /* (element-type PlacardField): the person's own */
  GPtrArray *uris;       /* (element-type GUri): hops so far, the present one last */

  char *method;         /* of the present hop */
  char *origin;         /* (nullable): the Origin field of the present hop */
  GPtrArray *page;      /* (element-type PlacardField): what a page would have set itself */
  GPtrArray *preflight; /* (nullable): headers of the preflight's answer */
  guint preflight_status;
  guint cached_for;            /* seconds */
  PlacardCorsVerdict *verdict; /* (nullable) */
};

PlacardPolicyRun *
placard_policy_run_new (PlacardRequest *request, GUri *uri)
{
  PlacardPolicyRun *self = g_new0 (PlacardPolicyRun, 1);
  const PlacardField *referrer;

  self->policy = placard_policy_copy (placard_request_get_policy (request));
  self->configured = placard_field_list_copy (placard_request_get_headers (request));
  referrer = placard_field_list_find (self->configured, "Referer");
  self->referrer = referrer ? g_strdup (referrer->value) : NULL;
  self->referring = placard_policy_get_referrer_policy (self->policy);
  self->refers = placard_policy_has_referrer_policy (self->policy);
  self->redirect = placard_request_get_transport (request)->redirect;
  self->uris = g_ptr_array_new_with_free_func ((GDestroyNotify) g_uri_unref);
  self->jar = placard_policy_get_jar (self->policy);
  self->jar = self->jar ? g_object_ref (self->jar) : placard_cookie_jar_new ();
  return self;
}

static void
clear_hop (PlacardPolicyRun *self)
{
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  g_clear_pointer (&self->preflight, g_ptr_array_unref);
  self->preflight_status = 0;
  self->cached_for = 0;
}

void
placard_policy_run_free (PlacardPolicyRun *self)
{
  clear_hop (self);
  g_clear_pointer (&self->verdict, placard_cors_verdict_unref);
  g_object_unref (self->jar);
  g_ptr_array_unref (self->uris);
  g_ptr_array_unref (self->configured);
  placard_policy_free (self->policy);
  g_free (self->referrer);
  g_free (self);
}

const PlacardPolicy *
placard_policy_run_get_policy (PlacardPolicyRun *self)
{
  return self->policy;
}

/* --- before a hop ------------------------------------------------------------------------------ */

static GUri *
present_uri (PlacardPolicyRun *self)
{
  return g_ptr_array_index (self->uris, self->uris->len - 1);
}

/* Where credentials are at home: the page's origin when there is a page, else the first hop's. */
static gboolean
is_at_home (PlacardPolicyRun *self)
{
  const char *page = placard_policy_get_origin (self->policy);
  GUri *first = g_ptr_array_index (self->uris, 0);
  g_autofree char *present = page ? placard_origin_serialise (present_uri (self)) : NULL;

  if (page)
    return strcmp (present, page) == 0;
  return present_uri (self) == first || placard_origin_equal (present_uri (self), first);
}

gboolean
placard_policy_run_allows_credentials (PlacardPolicyRun *self)
{
  switch (placard_policy_get_credentials (self->policy)) {
  case PLACARD_CREDENTIALS_OMIT:
    return FALSE;
  case PLACARD_CREDENTIALS_INCLUDE:
    return TRUE;
  case PLACARD_CREDENTIALS_UNSET:
    return placard_policy_get_option (self->policy, "cookie-jar") ||
           placard_policy_get_option (self->policy, "cookie-file") || is_at_home (self);
  case PLACARD_CREDENTIALS_SAME_ORIGIN:
    return is_at_home (self);
  }
  return FALSE;
}

static gboolean
check_same_origin (PlacardPolicyRun *self, GError **error)
{
  g_autofree char *url = NULL;

  if (placard_policy_get_mode (self->policy) != PLACARD_MODE_SAME_ORIGIN || is_at_home (self))
    return TRUE;
  url = g_uri_to_string_partial (present_uri (self),
                                 G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
  g_set_error (
      error, PLACARD_ERROR, PLACARD_ERROR_SAME_ORIGIN,
      self->uris->len > 1
          ? _ ("The redirect to %s leads to another origin, which mode same-origin refuses")
          : _ ("%s is of another origin, which mode same-origin refuses"),
      url);
  return FALSE;
}

/* Whether anything so far was of another origin than the page ("response tainting" is no longer "basic"). */
static gboolean
is_tainted (PlacardPolicyRun *self)
{
  const char *page = placard_policy_get_origin (self->policy);

  for (guint i = 0; page && i < self->uris->len; i++) {
    g_autofree char *origin = placard_origin_serialise (g_ptr_array_index (self->uris, i));

    if (strcmp (origin, page) != 0)
      return TRUE;
  }
  return FALSE;
}

/* The Fetch standard's "main fetch", mode no-cors: a page may not look at a redirect of another origin. */
static gboolean
check_no_cors (PlacardPolicyRun *self, const PlacardCorsRequest *request, GError **error)
{
  if (placard_policy_get_mode (self->policy) != PLACARD_MODE_NO_CORS)
    return TRUE;
  if (self->redirect != PLACARD_REDIRECT_FOLLOW && is_tainted (self)) {
    g_set_error_literal (
        error, PLACARD_ERROR, PLACARD_ERROR_CORS,
        _ ("In mode no-cors a browser follows every redirect of another origin: neither "
           "redirect error nor redirect manual goes with it"));
    return FALSE;
  }
  return placard_cors_check_no_cors (request, error);
}

/* The Fetch standard's "append a request Origin header". Without a mode the origin is what a person wants to
 * be sent, everywhere (CO3). */
static gboolean
sends_origin (PlacardPolicyRun *self)
{
  gboolean reads = g_str_equal (self->method, "GET") || g_str_equal (self->method, "HEAD");

  if (!self->origin)
    return FALSE;
  switch (placard_policy_get_mode (self->policy)) {
  case PLACARD_MODE_CORS:
    return is_tainted (self) || !reads;
  case PLACARD_MODE_NO_CORS:
  case PLACARD_MODE_SAME_ORIGIN:
    return !reads;
  case PLACARD_MODE_UNSET:
  case PLACARD_MODE_NAVIGATE:
    return TRUE;
  }
  return TRUE;
}

static PlacardCorsRequest
make_cors_request (PlacardPolicyRun *self)
{
  PlacardCorsRequest request = {
      .origin = self->origin ? self->origin : "null",
      .uri = present_uri (self),
      .method = self->method,
      .headers = self->page,
      .credentials = placard_policy_get_credentials (self->policy) == PLACARD_CREDENTIALS_INCLUDE,
      .no_cors = placard_policy_get_mode (self->policy) == PLACARD_MODE_NO_CORS,
  };

  return request;
}

/* Fields that Placard adds of itself are not a page's: a browser has its own. */
static gboolean
is_of_page (PlacardPolicyRun *self, const PlacardField *field)
{
  return (g_ascii_strcasecmp (field->name, "User-Agent") != 0 &&
          g_ascii_strcasecmp (field->name, "Accept-Encoding") != 0 &&
          g_ascii_strcasecmp (field->name, "Accept") != 0) ||
         placard_field_list_find (self->configured, field->name);
}

/* A copy of the step's fields without those that the policy decides about. */
static GPtrArray *
copy_fields (PlacardPolicyRun *self, const PlacardStep *step)
{
  gboolean omit = placard_policy_get_credentials (self->policy) == PLACARD_CREDENTIALS_OMIT;
  GPtrArray *fields = placard_field_list_new ();

  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (step->headers, i);
    gboolean secret = field->secret || g_ascii_strcasecmp (field->name, "Authorization") == 0 ||
                      g_ascii_strcasecmp (field->name, "Cookie") == 0;

    if (!field->enabled || !field->value || (omit && secret) ||
        (self->refers && g_ascii_strcasecmp (field->name, "Referer") == 0))
      continue;
    g_ptr_array_add (fields, placard_field_copy (field));
    if (is_of_page (self, field))
      g_ptr_array_add (self->page, placard_field_copy (field));
  }
  return fields;
}

/* What is one site: the domain that one registers (HTML standard, "same site", schemes aside). */
static gboolean
is_same_site (GUri *a, GUri *b)
{
  const char *one = soup_tld_get_base_domain (g_uri_get_host (a), NULL);
  const char *other = soup_tld_get_base_domain (g_uri_get_host (b), NULL);

  return g_ascii_strcasecmp (one ? one : g_uri_get_host (a), other ? other : g_uri_get_host (b)) ==
         0;
}

static PlacardCookieContext
make_cookie_context (PlacardPolicyRun *self)
{
  static const char *const safe[] = {"GET", "HEAD", "OPTIONS", "TRACE", NULL};
  PlacardCookieContext context = {.safe_method = g_strv_contains (safe, self->method)};

  for (guint i = 0; i + 1 < self->uris->len; i++)
    if (!is_same_site (g_ptr_array_index (self->uris, i), present_uri (self)))
      context.cross_site = TRUE;
  return context;
}

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Small files, read once and only by requests that name one: the network thread can bear it. */
static gboolean
load_jar (PlacardPolicyRun *self, GError **error)
{
  const char *jar = placard_policy_get_option (self->policy, "cookie-jar");
  const char *file = placard_policy_get_option (self->policy, "cookie-file");

  if (self->jar_loaded)
    return TRUE;
  self->jar_loaded = TRUE;
  if (file && !placard_cookie_jar_load (self->jar, file, error))
    return FALSE;
  return !jar || g_strcmp0 (jar, file) == 0 || placard_cookie_jar_load (self->jar, jar, error);
}

static gboolean
keeps_cookies (PlacardPolicyRun *self)
{
  return placard_policy_run_allows_credentials (self) &&
         g_strcmp0 (placard_policy_get_option (self->policy, "cookies"), "off") != 0;
}

/* One field for all: a second Cookie field is an error (RFC 6265, section 5.4). The person's own first. */
static void
add_cookies (PlacardPolicyRun *self, GPtrArray *fields)
{
  PlacardCookieContext context = make_cookie_context (self);
  PlacardField *own = placard_field_list_find (fields, "Cookie");
  g_autofree char *cookies = NULL;
  char *joined;

  if (!keeps_cookies (self))
    return;
  cookies = placard_cookie_jar_get_field (self->jar, present_uri (self), &context, now_seconds ());
  if (!cookies)
    return;
  if (!own) {
    g_ptr_array_add (fields, placard_field_new ("Cookie", cookies));
    return;
  }
  joined = g_strdup_printf ("%s; %s", own->value, cookies);
  g_free (own->value);
  own->value = joined;
}

static void
add_referrer (PlacardPolicyRun *self, GPtrArray *fields)
{
  g_autofree char *value = NULL;

  if (!self->referrer || !self->refers)
    return;
  value = placard_referrer_compute (self->referrer, self->referring, present_uri (self));
  if (value)
    g_ptr_array_add (fields, placard_field_new ("Referer", value));
}

GPtrArray *
placard_policy_run_enter (PlacardPolicyRun *self, const PlacardStep *step, GError **error)
{
  const char *origin = placard_policy_get_origin (self->policy);
  g_autoptr (GPtrArray) fields = NULL;
  PlacardCorsRequest cors;

  clear_hop (self);
  g_ptr_array_add (self->uris, g_uri_ref (step->uri));
  self->method = g_strdup (step->method);
  self->origin = origin ? placard_cors_origin_after (origin, self->uris) : NULL;
  self->page = placard_field_list_new ();
  fields = copy_fields (self, step);
  cors = make_cors_request (self);
  if (!check_same_origin (self, error) || !load_jar (self, error) ||
      !check_no_cors (self, &cors, error))
    return NULL;
  add_cookies (self, fields);
  add_referrer (self, fields);
  if (sends_origin (self) && !placard_field_list_find (fields, "Origin"))
    g_ptr_array_add (fields, placard_field_new ("Origin", self->origin));
  return g_steal_pointer (&fields);
}

/* --- the preflight ----------------------------------------------------------------------------- */

GPtrArray *
placard_policy_run_get_preflight (PlacardPolicyRun *self, PlacardPreflightCache *cache, gint64 now)
{
  PlacardCorsRequest request = make_cors_request (self);
  g_autoptr (PlacardCorsClass) class = NULL;

  if (placard_policy_get_cors (self->policy) == PLACARD_CORS_UNASKED || request.no_cors)
    return NULL;
  class = placard_cors_classify (&request);
  if (!class->preflight)
    return NULL;
  self->cached_for = placard_preflight_cache_lookup (cache, &request, now);
  return self->cached_for ? NULL : placard_preflight_build_headers (&request);
}

gboolean
placard_policy_run_take_preflight (PlacardPolicyRun *self,
                                   guint status,
                                   GPtrArray *headers,
                                   PlacardPreflightCache *cache,
                                   gint64 now,
                                   GError **error)
{
  PlacardCorsRequest request = make_cors_request (self);
  PlacardCorsAnswer answer = {status, headers};
  g_autoptr (GError) denied = NULL;
  guint max_age;

  self->preflight_status = status;
  self->preflight = g_ptr_array_ref (headers);
  if (placard_preflight_check (&request, &answer, &max_age, &denied)) {
    placard_preflight_cache_store (cache, &request, max_age, now);
    return TRUE;
  }
  if (placard_policy_get_cors (self->policy) != PLACARD_CORS_STRICT)
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS, _ ("A browser would block this: %s"),
               denied->message);
  return FALSE;
}

/* --- after a head ------------------------------------------------------------------------------ */

static void
store_cookies (PlacardPolicyRun *self, GPtrArray *headers)
{
  if (!keeps_cookies (self))
    return;
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Set-Cookie") == 0)
      placard_cookie_jar_store (self->jar, present_uri (self), header->value, now_seconds ());
  }
}

static void
follow_referrer_policy (PlacardPolicyRun *self, GPtrArray *headers)
{
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Referrer-Policy") != 0)
      continue;
    self->referring = placard_referrer_policy_after (self->referring, header->value);
    self->refers = self->refers || self->referring != PLACARD_REFERRER_POLICY_DEFAULT;
  }
}

static void
judge (PlacardPolicyRun *self, guint status, GPtrArray *headers)
{
  PlacardCorsRequest request = make_cors_request (self);
  PlacardCorsAnswer answer = {status, headers};
  PlacardCorsAnswer preflight = {self->preflight_status, self->preflight};

  /* What a browser blocked once stays blocked, wherever the way leads. */
  if (placard_policy_get_cors (self->policy) == PLACARD_CORS_UNASKED ||
      (self->verdict && !self->verdict->allowed))
    return;
  g_clear_pointer (&self->verdict, placard_cors_verdict_unref);
  self->verdict =
      placard_cors_judge (&request, self->preflight ? &preflight : NULL, self->cached_for, &answer);
}

gboolean
placard_policy_run_take_head (PlacardPolicyRun *self,
                              guint status,
                              GPtrArray *headers,
                              GError **error)
{
  store_cookies (self, headers);
  judge (self, status, headers);
  if (placard_redirect_is_redirect (status))
    follow_referrer_policy (self, headers);
  if (!self->verdict || self->verdict->allowed ||
      placard_policy_get_cors (self->policy) != PLACARD_CORS_STRICT)
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CORS, self->verdict->sentence);
  return FALSE;
}

PlacardCorsVerdict *
placard_policy_run_dup_verdict (PlacardPolicyRun *self)
{
  return self->verdict ? placard_cors_verdict_ref (self->verdict) : NULL;
}

gboolean
placard_policy_run_leave (PlacardPolicyRun *self, GError **error)
{
  const char *path = placard_policy_get_option (self->policy, "cookie-jar");

  if (!path || placard_policy_is_private (self->policy) || !self->jar_loaded ||
      placard_policy_get_credentials (self->policy) == PLACARD_CREDENTIALS_OMIT)
    return TRUE;
  return placard_cookie_jar_save (self->jar, path, now_seconds (), error);
}
