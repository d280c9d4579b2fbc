/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One option at a time: set, read, taken back (IN42, RQ10), and kept in a profile that stays as it was
 * written otherwise (RB7, HP1). */
#include "placard-setting.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-error.h"
#include "placard-profile.h"

static void
count_cb (PlacardRequest *request, guint *n_changes)
{
  ++*n_changes;
}

/* Each is set, told, read, and taken back again. */
static void
test_one (void)
{
  static const char pin[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  static const struct {
    const char *name;
    const char *value;
    const char *bad; /* NULL: anything goes */
  } rows[] = {
      {"cache", "force-cache", "sometimes"},
      {"credentials", "omit", "maybe"},
      {"mode", "no-cors", "loud"},
      {"origin", "https://page.example", "page"},
      {"cors", "strict", "yes"},
      {"referer", "https://page.example/a", NULL},
      {"referrer-policy", "no-referrer", "no"},
      {"integrity", "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "sha256-AAAA"},
      {"redirect", "manual", "never"},
      {"max-redirs", "3", "-1"},
      {"location-trusted", "", NULL},
      {"proxy", "http://p:3128", "gopher://p"},
      {"proxy", "", NULL},
      {"proxy-user", "u:p", "u"},
      {"noproxy", "a,b", NULL},
      {"pinnedpubkey", pin, "sha256//AAA"},
      {"resolve", "a:80:127.0.0.1", "a:80:b"},
      {"retry", "2", "x"},
      {"retry-delay", "1.5", "1s"},
      {"retry-max-time", "60", "1e9"},
      {"range", "0-499", "all"},
      {"compressed", "", NULL},
      {"max-time", "1", "0x1"},
      {"connect-timeout", "2.5", "-2"},
      {"first-byte-timeout", "3", "."},
      {"idle-timeout", "4", ""},
      {"speed-limit", "5", "5x"},
      {"speed-time", "6", "six"},
      {"max-filesize", "7", "7 M"},
      {"image-at", "json:/data/img", "json:data"},
      {"treat-as", "text", "nonsense"},
      {"auto-save", "{{name}}", "{{nonsense}}"},
      {"save-attachments", "", NULL},
      {"add-recent", "", NULL},
      {"keepalive", "", NULL},
      {"keep-last-good", "", NULL},
      {"offline-file", "/offline.png", NULL},
      {"no-hsts", "", NULL},
      {"user-agent", "till", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *none = placard_setting_get (request, rows[i].name);
    g_autofree char *set = NULL, *kept = NULL, *again = NULL;
    guint n_changes = 0;

    g_signal_connect (request, "changed", G_CALLBACK (count_cb), &n_changes);
    g_assert_null (none);
    placard_setting_set (request, rows[i].name, rows[i].value, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (n_changes, >, 0);
    set = placard_setting_get (request, rows[i].name);
    g_assert_cmpstr (set, ==, rows[i].value);
    if (rows[i].bad) {
      g_assert_false (placard_setting_set (request, rows[i].name, rows[i].bad, &error));
      g_assert_nonnull (error);
      kept = placard_setting_get (request, rows[i].name);
      g_assert_cmpstr (kept, ==, rows[i].value);
      g_clear_error (&error);
    }
    g_assert_true (placard_setting_set (request, rows[i].name, NULL, NULL));
    again = placard_setting_get (request, rows[i].name);
    g_assert_null (again);
  }
}

/* One option leaves the others alone. */
static void
test_others (void)
{
  static const char *const resolves[] = {"a:80:127.0.0.1", "b:80:127.0.0.2", NULL};
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_auto (GStrv) values = NULL;

  placard_request_set_url (request, "http://x/");
  placard_request_append_header (request, "X-A", "1");
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "u", "p");
  placard_setting_set (request, "proxy-user", "u:p", NULL);
  placard_setting_set_values (request, "resolve", resolves, NULL);
  placard_setting_set (request, "referer", "http://r/", NULL);
  placard_setting_set (request, "max-time", "1", NULL);
  placard_setting_set (request, "cache", "reload", NULL);
  placard_setting_set (request, "referer", NULL, NULL);
  placard_setting_set (request, "max-time", NULL, NULL);

  values = placard_setting_get_values (request, "resolve");
  g_assert_true (g_strv_equal ((const char *const *) values, resolves));
  g_assert_cmpuint (placard_request_get_headers (request)->len, ==, 1);
  g_assert_cmpstr (placard_request_get_transport (request)->proxy_password, ==, "p");
  g_assert_cmpint (placard_policy_get_cache (placard_request_get_policy (request)), ==,
                   PLACARD_CACHE_RELOAD);
  g_assert_cmpint (placard_request_get_auth (request), ==, PLACARD_AUTH_BASIC);
}

static void
test_defaults (void)
{
  static const struct {
    const char *name;
    const char *value;
  } rows[] = {
      {"connect-timeout", "15"}, {"first-byte-timeout", "30"}, {"idle-timeout", "30"},
      {"max-time", NULL},        {"speed-limit", "100"},       {"speed-time", "30"},
      {"max-redirs", "20"},      {"max-filesize", "512M"},     {"redirect", "follow"},
      {"integrity", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *value = placard_setting_get_default (rows[i].name);

    g_assert_cmpstr (value, ==, rows[i].value);
    g_assert_cmpstr (placard_setting_get_help (rows[i].name), !=, "");
  }
}

/* --- in a profile ------------------------------------------------------------------------------ */

static char *
write_profile (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-setting-XXXXXX", NULL);
  char *path = g_build_filename (folder, "me.placard", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
assert_profile (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static void
remove_profile (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (folder);
  g_free (path);
}

static const char profile[] = "# till 7\n"
                              "url = \"http://x/\"\n"
                              "oauth2-bearer = ${TOKEN} # not here\n"
                              "max-time 5\n"
                              "\n"
                              "user-agent = \"till\"\n"
                              "output-dir = out";

static void
test_keep (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  const char *const folders[] = {"here", NULL};
  const char *const secrets[] = {"clear", NULL};
  const char *const wrong[] = {"soon", NULL};
  char *path = write_profile (profile);
  g_autoptr (PlacardOptions) options = placard_profile_load (path, request, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (placard_request_get_profile (request), ==, path);
  placard_setting_set (request, "max-time", "2.5", NULL);
  placard_setting_set (request, "image-at", "json:/img", NULL);
  g_assert_true (placard_profile_keep (path, request, "max-time", NULL));
  g_assert_true (placard_profile_keep (path, request, "image-at", NULL));
  g_assert_true (placard_profile_keep_values (path, "output-dir", folders, NULL));
  assert_profile (path, "# till 7\nurl = \"http://x/\"\noauth2-bearer = ${TOKEN} # not here\n"
                        "max-time = \"2.5\"\n\nuser-agent = \"till\"\noutput-dir = \"here\"\n"
                        "image-at = \"json:/img\"\n");

  /* Taken out; a secret and nonsense are not taken in. */
  g_assert_true (placard_profile_keep_values (path, "max-time", NULL, NULL));
  g_assert_false (placard_profile_keep_values (path, "oauth2-bearer", secrets, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (placard_profile_keep_values (path, "max-time", wrong, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  assert_profile (path,
                  "# till 7\nurl = \"http://x/\"\noauth2-bearer = ${TOKEN} # not here\n"
                  "\nuser-agent = \"till\"\noutput-dir = \"here\"\nimage-at = \"json:/img\"\n");
  remove_profile (path);
}

static void
test_keep_all (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;
  char *path = write_profile (profile);
  g_autoptr (PlacardOptions) options = placard_profile_load (path, request, &error);

  g_assert_no_error (error);
  placard_setting_set (request, "max-time", NULL, NULL);
  placard_setting_set (request, "user-agent", "other", NULL);
  placard_request_append_header (request, "X-Api-Key", "clear");
  g_assert_true (placard_profile_keep_all (path, request, &left_out, &error));
  g_assert_no_error (error);
  assert_profile (path, "# till 7\nurl = \"http://x/\"\noauth2-bearer = ${TOKEN} # not here\n"
                        "\nheader = \"User-Agent: other\"\noutput-dir = out\n");
  g_assert_cmpuint (left_out->len, ==, 1);
  remove_profile (path);
}

/* A profile that is broken is told with the number of its line, and not written over. */
static void
test_broken (void)
{
  static const char broken[] = "url = \"http://x/\"\nmax-tiem = 5\n";
  g_autoptr (GError) error = NULL;
  const char *const values[] = {"5", NULL};
  char *path = write_profile (broken);

  g_assert_false (placard_profile_keep_values (path, "max-time", values, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "me.placard, line 2"));
  assert_profile (path, broken);
  remove_profile (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setting/one", test_one);
  g_test_add_func ("/setting/others", test_others);
  g_test_add_func ("/setting/defaults", test_defaults);
  g_test_add_func ("/setting/keep", test_keep);
  g_test_add_func ("/setting/keep-all", test_keep_all);
  g_test_add_func ("/setting/broken", test_broken);
  return g_test_run ();
}
