/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IN42, RQ1, RQ10: everything that is in force, said or not, and no secret in it. */
#include "placard-effective.h"

#include <string.h>

#include "placard-error.h"
#include "placard-form.h"
#include "placard-setting.h"

static char *
format (PlacardRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = placard_effective_list (request, &error);

  g_assert_no_error (error);
  return placard_effective_format (lines);
}

/* What begins with @start and ends before @end. */
static char *
cut (const char *text, const char *start, const char *end)
{
  const char *from = strstr (text, start);
  const char *to = from && end ? strstr (from, end) : NULL;

  g_assert_nonnull (from);
  return to ? g_strndup (from, (gsize) (to - from)) : g_strdup (from);
}

/* A request of which nothing was said but where it goes (RQ1). */
static void
test_defaults (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *text = NULL;
  g_autofree char *head = NULL;
  g_autofree char *body = NULL;
  g_autofree char *options = NULL;

  placard_request_set_url (request, "http://api.example/qr.png");
  text = format (request);
  head = cut (text, "Request\n", "\nHeader Fields");
  g_assert_cmpstr (head, ==,
                   "Request\n"
                   "  Method: GET  (default)\n"
                   "  Address: http://api.example/qr.png\n");
  body = cut (text, "Body\n", "\nOptions");
  g_assert_cmpstr (body, ==, "Body\n  Body: none  (default)\n");
  options = cut (text, "  redirect:", "  referrer-policy");
  g_assert_cmpstr (options, ==, "  redirect: follow  (default)\n  cache: none  (default)\n");
  g_assert_nonnull (strstr (text, "  connect-timeout: 15  (default)\n"));
  g_assert_nonnull (strstr (text, "  max-redirs: 20  (default)\n"));
  g_assert_nonnull (strstr (text, "  credentials: same-origin  (default)\n"));
  g_assert_nonnull (strstr (text, "  Host: api.example  ("));
  g_assert_nonnull (strstr (text, "  Accept-Encoding: identity  ("));
}

/* Overridden ones lose the mark (RQ3); secrets are masked wherever they are (HD16, RQ11, OT8). */
static void
test_said (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("user=a&password=geheim1", 23);
  g_autoptr (PlacardBody) body =
      placard_body_new_bytes (bytes, "application/x-www-form-urlencoded");
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;

  placard_request_set_url (request, "http://api.example/login?api_key=geheim2&x=1");
  placard_request_set_method (request, "PUT");
  placard_request_append_header (request, "X-Api-Key", "geheim3");
  placard_request_append_header (request, "X-A", "b");
  placard_request_append_header (request, "User-Agent", "till");
  placard_request_set_auth (request, PLACARD_AUTH_BEARER, NULL, "geheim4");
  placard_request_set_body (request, body);
  placard_setting_set (request, "cache", "no-cache", NULL);
  placard_setting_set (request, "proxy-user", "me:geheim5", NULL);
  placard_setting_set (request, "compressed", "", NULL);
  text = format (request);

  g_assert_null (strstr (text, "geheim"));
  part = cut (text, "Request\n", "  Accept:");
  g_assert_cmpstr (part, ==,
                   "Request\n"
                   "  Method: PUT\n"
                   "  Address: http://api.example/login?api_key=***&x=1\n"
                   "\n"
                   "Header Fields\n"
                   "  X-Api-Key: ***\n"
                   "  X-A: b\n"
                   "  User-Agent: till\n");
  g_assert_nonnull (strstr (text, "  Authorization: Bearer ***  ("));
  g_assert_nonnull (strstr (text, "  Size: 23 bytes\n  Text: user=a&password=***\n"));
  g_assert_nonnull (strstr (text, "  cache: no-cache\n"));
  g_assert_nonnull (strstr (text, "  proxy-user: me:***\n"));
  g_assert_nonnull (strstr (text, "  compressed: yes\n"));
  g_assert_nonnull (strstr (text, "gzip"));
  g_assert_null (strstr (text, "identity"));
  g_assert_null (strstr (text, "compressed already"));
}

/* Each part with its size, its type and its file (UL4). */
static void
test_form (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12345", 5);
  g_autoptr (PlacardBody) content = placard_body_new_bytes (bytes, "image/png");
  g_autoptr (PlacardBody) body = NULL;
  g_autofree char *text = NULL;

  placard_form_append_text (form, "a", "1");
  placard_form_append_text (form, "token", "geheim");
  placard_form_append (form, "f", "卡.png", content);
  body = placard_body_new_form (form);
  placard_request_set_url (request, "http://api.example/");
  placard_request_set_body (request, body);
  text = format (request);
  g_assert_null (strstr (text, "geheim"));
  g_assert_nonnull (strstr (text, "  Method: POST  (default)\n"));
  g_assert_nonnull (strstr (text, "  a: 1 byte: 1\n  token: 6 bytes: ***\n"
                                  "  f: 5 bytes, “卡.png”, image/png\n"));
}

/* What cannot be sent is told instead. */
static void
test_wrong (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;

  placard_request_set_url (request, "http://{{host}}/");
  placard_request_set_expands (request, TRUE);
  g_assert_null (placard_effective_list (request, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/effective/defaults", test_defaults);
  g_test_add_func ("/effective/said", test_said);
  g_test_add_func ("/effective/form", test_form);
  g_test_add_func ("/effective/wrong", test_wrong);
  return g_test_run ();
}
