/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row's function, by what it stores and writes back. */
#include "placard-option.h"

#include <string.h>

#include "placard-error.h"

/* One row's function, as a reader calls it. */
static PlacardRequest *
read_one (const char *name, const char *value, GError **error)
{
  PlacardRequest *request = placard_request_new ();
  g_autoptr (PlacardOptionReading) reading = placard_option_reading_new ("/", request, NULL);
  const PlacardOption *option = placard_option_find (name);

  g_assert_nonnull (option);
  if (option->read (reading, option, value, error))
    placard_option_reading_finish (reading, error);
  return request;
}

/* Every entry as "--name value" and a line break; @masked: as others may see it. */
static char *
write_all (PlacardRequest *request, gboolean masked)
{
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);
    const char *value = masked && entry->masked ? entry->masked : entry->value;

    g_string_append_printf (text, "--%s%s%s\n", entry->option->name, value ? " " : "",
                            value ? value : "");
  }
  return g_string_free (text, FALSE);
}

/* What a row reads it writes back: the same option, and the value that means the same. */
static void
test_round_trip (void)
{
  static const struct {
    const char *name;
    const char *value;
    const char *written; /* NULL: the same again */
  } rows[] = {
      {"request", "PUT", NULL},
      {"head", "", "--head\n"},
      {"image-at", "json:/data/img", "--image-at json:/data/img\n"},
      {"image-at", "auto", ""},
      {"header", "X-A: 1", NULL},
      {"header", "X-A;", NULL},
      {"header", "Accept:", NULL},
      {"header", "X:1", "--header X: 1\n"},
      {"header-everywhere", "X-Till: 7", NULL},
      {"user-agent", "me", "--header User-Agent: me\n"},
      {"user-agent", "", "--header User-Agent:\n"},
      {"referer", "http://r/", "--header Referer: http://r/\n"},
      {"url-query", "a=b c", NULL},
      {"url-query", "+a=b/c", NULL},
      {"url-query", "=x", NULL},
      {"url-query", "x", "--url-query =x\n"},
      {"url-query", "a%5B%5D=x", "--url-query a[]=x\n"},
      {"allow-trace", "", "--allow-trace\n"},
      {"data", "a=1", "--data-raw a=1\n"},
      {"data-raw", "@a", NULL},
      {"data-urlencode", "a=b c", "--data-raw a=b+c\n"},
      {"json", "{}", "--header Accept: application/json\n--json {}\n"},
      {"form", "a=1", "--form a=\"1\"\n"},
      {"form", "a=\"x;\\\"y\";type=t/x;filename=n",
       "--form a=\"x;\\\"y\";type=t/x;filename=\"n\"\n"},
      {"form-string", "a=@b", "--form a=\"@b\"\n"},
      {"user", "u:p:q", NULL},
      {"oauth2-bearer", "t", NULL},
      {"api-key", "X: k", NULL},
      {"api-key-query", "k=v", NULL},
      {"max-time", "1.5", NULL},
      {"connect-timeout", "15", ""},
      {"connect-timeout", "0.25", NULL},
      {"max-filesize", "1k", "--max-filesize 1024\n"},
      {"max-redirs", "0", NULL},
      {"cookie", "a=b; c=d", "--header Cookie: a=b; c=d\n"},
      {"location-trusted", "", "--location-trusted\n"},
      {"redirect", "error", NULL},
      {"redirect", "follow", ""},
      {"location", "", ""},
      {"location", NULL, "--redirect manual\n"},
      {"proxy", "proxy.example:3128", "--proxy http://proxy.example:3128\n"},
      {"proxy", "http://u:p@h:1", "--proxy http://h:1\n--proxy-user u:p\n"},
      {"proxy", "", "--proxy \n"},
      {"socks5", "h:1080", "--proxy socks5://h:1080\n"},
      {"socks5-hostname", "h", "--proxy socks5h://h\n"},
      {"proxy-user", "u:p", NULL},
      {"noproxy", "a,b", NULL},
      {"pinnedpubkey", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL},
      {"resolve", "h:443:127.0.0.1,[::1]", NULL},
      {"resolve", "+h:443:::1", "--resolve h:443:::1\n"},
      {"retry", "3", NULL},
      {"retry-delay", "2", NULL},
      {"retry-max-time", "0.5", NULL},
      {"range", "0-499,-5", NULL},
      {"compressed", "", "--compressed\n"},
      {"compressed", NULL, ""},
      /* SV7, CT2, SV8, IN30 */
      {"auto-save", "{{name}}-{{date}}-{{hash8}}", NULL},
      {"auto-save", "", ""},
      {"save-attachments", "", "--save-attachments\n"},
      {"save-attachments", NULL, ""},
      {"add-recent", "", "--add-recent\n"},
      {"keepalive", "", "--keepalive\n"},
      {"pass", "x", NULL},
      {"cert", "/etc/passwd:x\\y", "--cert /etc/passwd\n--pass x\\y\n"},
      {"key", "/etc/passwd", NULL},
      {"cache", "no-store", NULL},
      {"mode", "same-origin", NULL},
      {"referrer-policy", "no-referrer", NULL},
      {"credentials", "omit", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardRequest) request = read_one (rows[i].name, rows[i].value, &error);
    g_autofree char *same = g_strdup_printf ("--%s %s\n", rows[i].name, rows[i].value);
    g_autofree char *written = NULL;

    g_test_message ("--%s %s", rows[i].name, rows[i].value ? rows[i].value : "(no)");
    g_assert_no_error (error);
    written = write_all (request, FALSE);
    g_assert_cmpstr (written, ==, rows[i].written ? rows[i].written : same);
  }
}

/* HD16: what a person marks as secret is masked as what its name calls one, and stays marked. */
static void
test_secret (void)
{
  static const char *const words[] = {"--secret",    "x-till",   "-H",        "X-Till: 7",
                                      "--url-query", "X-Till=8", "http://h/", NULL};
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options = placard_options_parse (words, "/", request, NULL, &error);
  g_autofree char *written = write_all (request, FALSE);
  g_autofree char *masked = write_all (request, TRUE);

  g_assert_no_error (error);
  g_assert_nonnull (options);
  g_assert_cmpstr (written, ==,
                   "--header X-Till: 7\n--secret X-Till\n--url-query X-Till=8\n--url http://h/\n");
  g_assert_cmpstr (
      masked, ==,
      "--header X-Till: ***\n--secret X-Till\n--url-query X-Till=***\n--url http://h/\n");
}

static void
test_wrong (void)
{
  static const char *const rows[][2] = {
      {"auto-save", "{{nonsense}}"},
      {"redirect", "maybe"},
      {"proxy", "ftp://h"},
      {"proxy", "http://"},
      {"proxy-user", "u"},
      {"pinnedpubkey", "sha256//AAAA"},
      {"pinnedpubkey", "md5//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
      {"pinnedpubkey", ""},
      {"resolve", "h:443"},
      {"resolve", "h:0:127.0.0.1"},
      {"resolve", "h:443:name"},
      {"resolve", ":443:127.0.0.1"},
      {"retry", "-1"},
      {"retry-delay", "x"},
      {"range", "5"},
      {"range", "-"},
      {"range", "1-2,"},
      {"range", ""},
      {"cert", "/no/file"},
      {"key", "/no/file"},
      {"cert-type", "DER"},
      {"cache", "sometimes"},
      {"mode", "x"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardRequest) request = read_one (rows[i][0], rows[i][1], &error);

    g_test_message ("--%s %s: %s", rows[i][0], rows[i][1], error ? error->message : "");
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, rows[i][0]));
  }
}

/* A secret is nowhere in what others may see. */
static void
test_masked (void)
{
  static const char *const rows[][2] = {
      {"header", "Authorization: hunter2"},
      {"header", "X-Api-Key: hunter2"},
      {"user", "u:hunter2"},
      {"oauth2-bearer", "hunter2"},
      {"api-key", "X: hunter2"},
      {"api-key-query", "k=hunter2"},
      {"url-query", "token=hunter2"},
      {"data", "a=1&password=hunter2&b=2"},
      {"json", "{\"password\": \"hunter2\"}"},
      {"json", "[{\"a\":{\"api_key\":\"hunter2\"}}]"},
      {"form", "password=hunter2"},
      {"proxy-user", "u:hunter2"},
      {"pass", "hunter2"},
      {"cookie", "sid=hunter2"},
      {"url", "http://u:hunter2@h/"},
      {"url", "http://h/?access_token=hunter2&x=1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardRequest) request = read_one (rows[i][0], rows[i][1], &error);
    g_autofree char *open = write_all (request, FALSE);
    g_autofree char *masked = write_all (request, TRUE);

    g_test_message ("%s", masked);
    g_assert_no_error (error);
    g_assert_nonnull (strstr (open, "hunter2"));
    g_assert_null (strstr (masked, "hunter2"));
    g_assert_nonnull (strstr (masked, "***"));
  }
}

/* What no option can say is said. */
static void
test_unwritable (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "text/plain");
  g_autoptr (PlacardOptionWriting) writing = NULL;

  placard_request_set_url (request, "http://h/");
  placard_request_set_body (request, body);
  writing = placard_option_writing_new (request);
  g_assert_cmpuint (writing->unwritable->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/option-writing/round-trip", test_round_trip);
  g_test_add_func ("/option-writing/wrong", test_wrong);
  g_test_add_func ("/option-writing/masked", test_masked);
  g_test_add_func ("/option-writing/unwritable", test_unwritable);
  g_test_add_func ("/option-writing/secret", test_secret);
  return g_test_run ();
}
