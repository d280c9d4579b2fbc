/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-profile.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-error.h"
#include "placard-variables.h"

static const char example[] = "# my card\n"
                              "\n"
                              "url = \"https://api.example/me/qr\"\n"
                              "request: PUT\n"
                              "  --header \"X-Till: 7\"  # the one at the door\n"
                              "-H = \"X-Note: a \\\"b\\\"\\tc\"\r\n"
                              "oauth2-bearer = \"${TILL_TOKEN}\"\n"
                              "data-raw = \"{\\\"user\\\":\\\"{{user}}\\\"}\"\n"
                              "variable = user=张三\n"
                              "max-time 2.5\n"
                              "fullscreen\n"
                              "no-fail\n";

static PlacardOptions *
parse (const char *text, PlacardRequest *request, GError **error)
{
  return placard_profile_parse (text, "me.placard", "/profiles", request, error);
}

static const char *
header (PlacardRequest *request, const char *name)
{
  PlacardField *field = placard_field_list_find (placard_request_get_headers (request), name);

  return field ? field->value : NULL;
}

static void
test_read (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options = NULL;

  options = parse (example, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (placard_request_get_url (request), ==, "https://api.example/me/qr");
  g_assert_cmpstr (placard_request_get_method (request), ==, "PUT");
  g_assert_cmpstr (header (request, "X-Till"), ==, "7");
  g_assert_cmpstr (header (request, "X-Note"), ==, "a \"b\"\tc");
  g_assert_cmpstr (placard_request_get_auth_secret (request), ==, "${TILL_TOKEN}");
  g_assert_cmpint (placard_request_get_limits (request)->total_ms, ==, 2500);
  g_assert_true (options->fullscreen);
  g_assert_true (placard_request_get_expands (request));
}

/* Paths are meant from the profile's folder. */
static void
test_paths (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options =
      parse ("output = \"x.png\"\noutput-dir = \"d\"\n", request, &error);
  g_autoptr (PlacardOptions) alone = parse ("output = x.png\n", request, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (options->output, ==, "/profiles/d/x.png");
  g_assert_cmpstr (alone->output, ==, "/profiles/x.png");
}

static void
test_wrong (void)
{
  static const struct {
    const char *text;
    const char *says;
  } rows[] = {
      {"url = \"h\"\n\nheder = \"X: y\"\n",
       "me.placard, line 3: there is no option “heder”; did you mean “header”?"},
      {"qwertyuiop\n", "me.placard, line 1: there is no option “qwertyuiop”"},
      {"# x\nheader = \"X: y\n", "me.placard, line 2: a \" is not closed"},
      {"header = \"X: y\" z\n", "line 1: something follows"},
      {"header\n", "line 1: The option --header: its value"},
      {"fail = yes\n", "line 1: The option --fail: it takes no value"},
      {"no-header\n", "line 1: there is no option “no-header”"},
      {"max-time = abc\n", "line 1: The option --max-time: “abc”"},
      {"\nheader = \"a b: c\"\n", "line 2: --header: “a b”"},
      {"data = \"@nofile\"\n", "/profiles/nofile"},
      {"data = \"@-\"\n", "standard input"},
      {"profile = \"nothing.placard\"\n", "line 1: The profile “/profiles/nothing.placard”"},
      {"\xff\n", "no text"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (rows[i].text, request, &error));
    g_test_message ("%s", error->message);
    g_assert_cmpint (placard_error_exit_code (error), ==, PLACARD_EXIT_USAGE);
    g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

/* What is written is read again as the same request, and written the same again. */
static void
test_round_trip (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) again = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (PlacardOptions) options_again = NULL;
  g_autoptr (GPtrArray) left_out = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  options = parse (example, request, &error);
  g_assert_no_error (error);
  first = placard_profile_format (request, options, &left_out);
  g_assert_cmpuint (left_out->len, ==, 0);
  options_again = parse (first, again, &error);
  g_assert_no_error (error);
  second = placard_profile_format (again, options_again, NULL);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "oauth2-bearer = \"${TILL_TOKEN}\"\n"));
  g_assert_nonnull (strstr (first, "header = \"X-Note: a \\\"b\\\"\\tc\"\n"));
  g_assert_nonnull (strstr (first, "variable = \"user=张三\"\n"));
  g_assert_nonnull (strstr (first, "fullscreen\n"));
}

static void
test_secrets (void)
{
  static const char *const rows[] = {
      "user = \"u:hunter2\"",
      "oauth2-bearer = hunter2",
      "header = \"Authorization: hunter2\"",
      "header = \"X-Api-Key: hunter2\"",
      "cookie = \"sid=hunter2\"",
      "data = \"password=hunter2\"",
      "json = \"{\\\"password\\\":\\\"hunter2\\\"}\"",
      "url-query = \"token=hunter2\"",
      "url = \"http://u:hunter2@h/\"",
      "variable = \"token=hunter2\"",
      "form = \"password=hunter2\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardOptions) options = parse (rows[i], request, &error);
    g_autoptr (GPtrArray) left_out = NULL;
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = placard_profile_format (request, options, &left_out);
    g_test_message ("%s", text);
    g_assert_null (strstr (text, "hunter2"));
    g_assert_cmpuint (left_out->len, ==, 1);
  }
}

static void
test_save (void)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-profile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "me.placard", NULL);
  g_autofree char *missing = g_build_filename (folder, "no", "me.placard", NULL);
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) again = placard_request_new ();
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  placard_request_set_url (request, "http://h/");
  g_assert_true (placard_profile_save (path, request, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  options = placard_profile_load (path, again, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (placard_request_get_url (again), ==, "http://h/");

  g_assert_false (placard_profile_save (missing, request, NULL, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_unlink (path);
  g_rmdir (folder);
}

/* RQ3: what is said on the command line overrides the profile, wherever it stands. */
static void
test_command_line (void)
{
  static const struct {
    const char *arguments[8];
    const char *method;
    const char *url;
    const char *x;
    const char *agent;
    guint n_urls;
  } rows[] = {
      {{"me.placard"}, "PUT", "http://h/", "1", "profile", 1},
      {{"-X", "POST", "me.placard"}, "POST", "http://h/", "1", "profile", 1},
      {{"--profile", "me.placard", "-X", "POST"}, "POST", "http://h/", "1", "profile", 1},
      {{"me.placard", "-H", "x-a: 2"}, "PUT", "http://h/", "2", "profile", 1},
      {{"-A", "me", "me.placard"}, "PUT", "http://h/", "1", "me", 1},
      {{"me.placard", "http://i/"}, "PUT", "http://i/", "1", "profile", 1},
      {{"-o", "me.placard", "http://i/"}, NULL, "http://i/", NULL, NULL, 1},
  };
  g_autofree char *folder = g_dir_make_tmp ("placard-profile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "me.placard", NULL);

  g_assert_true (g_file_set_contents (path,
                                      "url = http://h/\nrequest = PUT\nheader = \"X-A: 1\"\n"
                                      "user-agent = profile\ndata = a\n",
                                      -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardOptions) options =
        placard_options_parse (rows[i].arguments, folder, request, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (placard_request_get_method (request), ==, rows[i].method);
    g_assert_cmpstr (placard_request_get_url (request), ==, rows[i].url);
    g_assert_cmpstr (header (request, "X-A"), ==, rows[i].x);
    g_assert_cmpstr (header (request, "User-Agent"), ==, rows[i].agent);
    g_assert_cmpuint (options->urls->len, ==, rows[i].n_urls);
  }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_circle (void)
{
  static const char *const arguments[] = {"a.placard", NULL};
  g_autofree char *folder = g_dir_make_tmp ("placard-profile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.placard", NULL);
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "profile = a.placard\n", -1, NULL));
  g_assert_null (placard_options_parse (arguments, folder, request, NULL, &error));
  g_assert_nonnull (strstr (error->message, "circle"));
  g_unlink (path);
  g_rmdir (folder);
}

/* Variables */

static char *
expand_header (const char *value, gboolean expands, GError **error)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) expanded = NULL;

  placard_request_set_expands (request, expands);
  placard_request_set_variable (request, "user", "张三");
  placard_request_set_variable (request, "a.b-c", "{{user}}");
  placard_request_append_header (request, "X", value);
  expanded = placard_variables_expand (request, error);
  return expanded ? g_strdup (header (expanded, "X")) : NULL;
}

static void
test_variables (void)
{
  static const struct {
    const char *value;
    gboolean expands;
    const char *expected; /* NULL: an error */
  } rows[] = {
      {"{{user}}", TRUE, "张三"},
      {"a{{user}}b{{user}}", FALSE, "a张三b张三"},
      {"{{a.b-c}}", TRUE, "{{user}}"}, /* a value is not read again */
      {"${PLACARD_TEST}", TRUE, "from-environment"},
      {"${PLACARD_TEST}", FALSE, "${PLACARD_TEST}"},
      {"{{nobody}}", FALSE, "{{nobody}}"},
      {"{{nobody}}", TRUE, NULL},
      {"${PLACARD_NOT_SET}", TRUE, NULL},
      {"{{$nothing}}", TRUE, NULL},
      {"{{}} {{ user }} {user} $user ${} }} {{", TRUE, "{{}} {{ user }} {user} $user ${} }} {{"},
      {"{{{user}}}", TRUE, "{张三}"},
  };

  g_setenv ("PLACARD_TEST", "from-environment", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *expanded = expand_header (rows[i].value, rows[i].expands, &error);

    g_test_message ("%s %s", rows[i].value, error ? error->message : "");
    g_assert_cmpstr (expanded, ==, rows[i].expected);
    if (!rows[i].expected)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static void
test_built_in (void)
{
  g_autofree char *now = expand_header ("{{$now}}", FALSE, NULL);
  g_autofree char *stamp = expand_header ("{{$timestamp}}", FALSE, NULL);
  g_autofree char *uuids = expand_header ("{{$uuid}} {{$uuid}}", FALSE, NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (now, NULL);
  g_auto (GStrv) two = g_strsplit (uuids, " ", 2);

  g_assert_nonnull (time);
  g_assert_cmpint (ABS (g_ascii_strtoll (stamp, NULL, 10) - g_date_time_to_unix (time)), <=, 2);
  g_assert_true (g_uuid_string_is_valid (two[0]) && g_uuid_string_is_valid (two[1]));
  g_assert_cmpstr (two[0], !=, two[1]);
}

static void
test_everywhere (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) expanded = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{\"a\":\"{{v}}\"}", 13);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "application/json");
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  GBytes *sent;

  placard_request_set_expands (request, TRUE);
  placard_request_set_url (request, "http://{{v}}/{{v}}");
  placard_request_append_query (request, "q", "{{v}} {{w}}");
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "{{v}}", "{{v}}");
  placard_request_set_body (request, body);

  missing = placard_variables_list_missing (request);
  g_assert_cmpuint (missing->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (missing, 0), ==, "v");
  g_assert_cmpstr (g_ptr_array_index (missing, 1), ==, "w");

  placard_request_set_variable (request, "v", "x");
  placard_request_set_variable (request, "w", "&");
  expanded = placard_variables_expand (request, NULL);
  uri = placard_request_build_uri (expanded, NULL);
  text = g_uri_to_string (uri);
  g_assert_cmpstr (text, ==, "http://x/x?q=x+%26");
  g_assert_cmpstr (placard_request_get_auth_user (expanded), ==, "x");
  g_assert_cmpstr (placard_request_get_auth_secret (expanded), ==, "x");
  sent = placard_body_get_bytes (placard_request_get_body (expanded));
  g_assert_cmpmem (g_bytes_get_data (sent, NULL), g_bytes_get_size (sent), "{\"a\":\"x\"}", 9);
  /* The request itself keeps its references. */
  g_assert_cmpstr (placard_request_get_auth_user (request), ==, "{{v}}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/read", test_read);
  g_test_add_func ("/profile/paths", test_paths);
  g_test_add_func ("/profile/wrong", test_wrong);
  g_test_add_func ("/profile/round-trip", test_round_trip);
  g_test_add_func ("/profile/secrets", test_secrets);
  g_test_add_func ("/profile/save", test_save);
  g_test_add_func ("/profile/command-line", test_command_line);
  g_test_add_func ("/profile/circle", test_circle);
  g_test_add_func ("/variables/references", test_variables);
  g_test_add_func ("/variables/built-in", test_built_in);
  g_test_add_func ("/variables/everywhere", test_everywhere);
  return g_test_run ();
}
