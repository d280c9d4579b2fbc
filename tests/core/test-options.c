/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-options.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-error.h"

/* A folder with files for "@FILE", given as the working directory. */
typedef struct {
  char *folder;
  PlacardRequest *request;
  PlacardOptions *options;
  GError *error;
} Fixture;

static const struct {
  const char *name;
  const char *contents;
  gsize length;
} files[] = {
    {"lines", "l1\r\nl2\n", 7},
    {"nul", "a\0b\n", 4},
    {"headers", "X-A: 1\r\n\nX-B: 2\n", 16},
    {"ca.pem", "x", 1},
    {"format", "%{http_code}\n", 13},
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("placard-options-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, files[i].name, NULL);

    g_assert_true (g_file_set_contents (path, files[i].contents, (gssize) files[i].length, NULL));
  }
}

static void
forget (Fixture *fixture)
{
  g_clear_object (&fixture->request);
  g_clear_pointer (&fixture->options, placard_options_free);
  g_clear_error (&fixture->error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  forget (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, files[i].name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* @line is split at blanks; "~" stands for a blank within an argument. */
static gboolean
parse (Fixture *fixture, const char *line)
{
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_data ("in\nput\n", 7, NULL);

  forget (fixture);
  for (char **argument = arguments; *argument; argument++)
    g_strdelimit (*argument, "~", ' ');
  g_test_message ("%s", line);
  fixture->request = placard_request_new ();
  fixture->options = placard_options_parse ((const char *const *) arguments, fixture->folder,
                                            fixture->request, input, &fixture->error);
  return fixture->options != NULL;
}

static char *
body_text (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  g_autoptr (GInputStream) stream = body ? placard_body_open (body, NULL, NULL) : NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;

  if (!stream)
    return NULL;
  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  return g_strndup (g_bytes_get_data (bytes, NULL) ?: "", g_bytes_get_size (bytes));
}

static const char *
sent_header (GPtrArray *headers, const char *name)
{
  PlacardField *field = placard_field_list_find (headers, name);

  return field ? field->value : NULL;
}

/* The bytes are those that curl 7.88.1 sends for the same arguments. */
static void
test_body (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line;
    const char *body;
    const char *type;
  } rows[] = {
      {"-d a -d b -d  -d c u", "a&b&&c", "application/x-www-form-urlencoded"},
      {"-d  -d b u", "&b", "application/x-www-form-urlencoded"},
      {"-d  u", "", "application/x-www-form-urlencoded"},
      {"-da=1 u", "a=1", "application/x-www-form-urlencoded"},
      {"--data=a=1 u", "a=1", "application/x-www-form-urlencoded"},
      {"--json {} --json ,2 u", "{},2", "application/json"},
      {"-d a --json b u", "ab", "application/json"},
      {"--json b -d a u", "b&a", "application/json"},
      {"-d @lines u", "l1l2", "application/x-www-form-urlencoded"},
      {"-d @nul u", "ab", "application/x-www-form-urlencoded"},
      {"--data-binary @lines u", "l1\r\nl2\n", "application/x-www-form-urlencoded"},
      {"-d @lines --data-binary @lines u", "l1l2&l1\r\nl2\n", "application/x-www-form-urlencoded"},
      {"--data-binary @lines -d x u", "l1\r\nl2\n&x", "application/x-www-form-urlencoded"},
      {"--data-raw @lines u", "@lines", "application/x-www-form-urlencoded"},
      {"--data-ascii x u", "x", "application/x-www-form-urlencoded"},
      {"-d @- u", "input", "application/x-www-form-urlencoded"},
      {"--data-binary @- u", "in\nput\n", "application/x-www-form-urlencoded"},
      {"--json @lines u", "l1\r\nl2\n", "application/json"},
      {"--data-urlencode a=b~c~é --data-urlencode =x/y --data-urlencode p~q u",
       "a=b+c+%C3%A9&x%2Fy&p+q", "application/x-www-form-urlencoded"},
      {"--data-urlencode n@lines --data-urlencode @lines u", "n=l1%0D%0Al2%0A&l1%0D%0Al2%0A",
       "application/x-www-form-urlencoded"},
      {"--data-urlencode a@b=c u", "a@b=c", "application/x-www-form-urlencoded"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *body = NULL;
    g_autoptr (GPtrArray) headers = NULL;

    parse (fixture, rows[i].line);
    g_assert_no_error (fixture->error);
    body = body_text (fixture->request);
    headers = placard_request_build_headers (fixture->request);
    g_assert_cmpstr (body, ==, rows[i].body);
    g_assert_cmpstr (sent_header (headers, "Content-Type"), ==, rows[i].type);
    g_assert_cmpstr (placard_request_get_effective_method (fixture->request), ==, "POST");
    if (strcmp (rows[i].type, "application/json") == 0)
      g_assert_cmpstr (sent_header (headers, "Accept"), ==, "application/json");
  }
}

/* A single file is not read into memory. */
static void
test_streamed_file (Fixture *fixture, gconstpointer data)
{
  parse (fixture, "--data-binary @lines u");
  g_assert_nonnull (placard_body_get_file (placard_request_get_body (fixture->request)));
  g_assert_cmpint (placard_body_get_length (placard_request_get_body (fixture->request)), ==, 7);
}

static void
test_url (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line;
    const char *uri;
    const char *method;
  } rows[] = {
      {"http://h/", "http://h/", "GET"},
      {"h/a~b", "https://h/a%20b", "GET"},
      {"--url http://h/ -X PUT", "http://h/", "PUT"},
      {"-XDELETE http://h/", "http://h/", "DELETE"},
      {"-I http://h/", "http://h/", "HEAD"},
      {"--url-query a=b~c http://h/p?x=1", "http://h/p?x=1&a=b+c", "GET"},
      {"--url-query 名=张~三 http://h/", "http://h/?%E5%90%8D=%E5%BC%A0+%E4%B8%89", "GET"},
      {"--url-query only~a --url-query =b=c~d http://h/", "http://h/?only+a&b%3Dc+d", "GET"},
      {"--url-query n@lines http://h/", "http://h/?n=l1%0D%0Al2%0A", "GET"},
      {"--url-query +a=b/c&d=%20 http://h/", "http://h/?a=b/c&d=%20", "GET"},
      {"--url-query a%5B%5D=1 http://h/", "http://h/?a%5B%5D=1", "GET"},
      {"-G -d a=1 -d b=2 http://h/?z", "http://h/?z&a=1&b=2", "GET"},
      {"-G -d q=http://x/?y http://h/", "http://h/?q=http://x/?y", "GET"},
      {"-G --data-urlencode q=http://x http://h/#f", "http://h/?q=http%3A%2F%2Fx#f", "GET"},
      {"-G -d a&&b http://h/", "http://h/?a&&b", "GET"},
      {"-G -X POST -d a=1 http://h/", "http://h/?a=1", "POST"},
      {"-G http://h/", "http://h/", "GET"},
      {"-G --no-get -d a http://h/", "http://h/", "POST"},
      {"-- -x", "https://-x/", "GET"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GUri) uri = NULL;
    g_autofree char *text = NULL;

    parse (fixture, rows[i].line);
    g_assert_no_error (fixture->error);
    uri = placard_request_build_uri (fixture->request, NULL);
    text = uri ? g_uri_to_string (uri) : g_strdup ("");
    g_assert_cmpstr (text, ==, rows[i].uri);
    g_assert_cmpstr (placard_request_get_effective_method (fixture->request), ==, rows[i].method);
  }
}

static void
test_header (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line;
    const char *name;
    const char *value;
  } rows[] = {
      {"-H X-A:~1 u", "X-A", "1"},
      {"-HX-A:1 u", "X-A", "1"},
      {"--header=X-A:1 u", "X-A", "1"},
      {"-H X-A:a:b;c u", "X-A", "a:b;c"},
      {"-H X-A; u", "X-A", ""},
      {"-H Accept: u", "Accept", NULL},
      {"-H Accept:~~ u", "Accept", NULL},
      {"-H @headers u", "X-B", "2"},
      {"-A me u", "User-Agent", "me"},
      {"-A  u", "User-Agent", NULL},
      {"-H User-Agent:~y -A x u", "User-Agent", "y"},
      {"-e a -e b u", "Referer", "b"},
      {"--json {} -H Accept:~image/png u", "Accept", "image/png"},
      {"--json {} -H Content-Type:~text/x u", "Content-Type", "text/x"},
      {"-H Host:~other u", "Host", "other"},
      {"-u u:p:q u", "Authorization", "Basic dTpwOnE="},
      {"-u a:b -u u: u", "Authorization", "Basic dTo="},
      {"--oauth2-bearer t u", "Authorization", "Bearer t"},
      {"-u u:p http://x:y@h/", "Authorization", "Basic dTpw"},
      {"http://u:p@h/", "Authorization", "Basic dTpw"},
      {"--api-key X-Till:~7 u", "X-Till", "7"},
      /* CR1: which one goes is curl's choice, and a key goes beside it. */
      {"-u a:b --oauth2-bearer t u", "Authorization", "Bearer t"},
      {"--oauth2-bearer t -u a:b u", "Authorization", "Bearer t"},
      {"-u a:b --api-key X-Till:7 u", "Authorization", "Basic YTpi"},
      {"-u a:b --api-key X-Till:7 u", "X-Till", "7"},
      {"--api-key X-Till:7 --oauth2-bearer t u", "X-Till", "7"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) headers = NULL;

    parse (fixture, rows[i].line);
    g_assert_no_error (fixture->error);
    g_assert_true (placard_request_validate (fixture->request, NULL, &fixture->error));
    headers = placard_request_build_headers (fixture->request);
    g_assert_cmpstr (sent_header (headers, rows[i].name), ==, rows[i].value);
  }
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  const PlacardLimits *limits;

  parse (fixture, "-m 1.5 --connect-timeout 0.0001 -Y 2k -y 7 --max-filesize 3M --max-redirs 0 "
                  "--first-byte-timeout 2 --idle-timeout 0 u");
  g_assert_no_error (fixture->error);
  limits = placard_request_get_limits (fixture->request);
  g_assert_cmpint (limits->total_ms, ==, 1500);
  g_assert_cmpint (limits->connect_ms, ==, 1);
  g_assert_cmpint (limits->low_speed_bytes, ==, 2048);
  g_assert_cmpint (limits->low_speed_ms, ==, 7000);
  g_assert_cmpint (limits->max_body_bytes, ==, 3 * 1024 * 1024);
  g_assert_cmpuint (limits->max_redirects, ==, 0);
  g_assert_cmpint (limits->first_byte_ms, ==, 2000);
  g_assert_cmpint (limits->idle_ms, ==, 0);
}

static void
test_result (Fixture *fixture, gconstpointer data)
{
  g_autofree char *in_folder = g_build_filename (fixture->folder, "d/f.png", NULL);
  g_autofree char *here = g_build_filename (fixture->folder, "f.png", NULL);

  parse (fixture, "-sSOJf --any --keep-partial --json-result --fullscreen -w @format a b");
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->options->silent && fixture->options->remote_name);
  g_assert_true (fixture->options->remote_header_name && fixture->options->fail);
  g_assert_true (fixture->options->any && fixture->options->keep_partial);
  g_assert_true (fixture->options->json_result && fixture->options->fullscreen);
  g_assert_cmpstr (fixture->options->write_out, ==, "%{http_code}\n");
  g_assert_cmpuint (fixture->options->urls->len, ==, 2);
  g_assert_cmpstr (placard_request_get_url (fixture->request), ==, "a");

  parse (fixture, "-o f.png u");
  g_assert_cmpstr (fixture->options->output, ==, here);
  parse (fixture, "-o f.png --output-dir d u");
  g_assert_cmpstr (fixture->options->output, ==, in_folder);
  parse (fixture, "-o - --output-dir d u");
  g_assert_cmpstr (fixture->options->output, ==, "-");
  parse (fixture, "-f --no-fail --help --version u");
  g_assert_false (fixture->options->fail);
  g_assert_true (fixture->options->help && fixture->options->version);
}

static void
test_ca_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ca.pem", NULL);

  parse (fixture, "--cacert ca.pem u");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (placard_request_get_ca_file (fixture->request), ==, path);
}

/* RS17: "placard picture.png". */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ca.pem", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  parse (fixture, "ca.pem");
  g_assert_cmpstr (placard_request_get_url (fixture->request), ==, uri);
  parse (fixture, "absent.pem");
  g_assert_cmpstr (placard_request_get_url (fixture->request), ==, "absent.pem");
  parse (fixture, "--url ca.pem");
  g_assert_cmpstr (placard_request_get_url (fixture->request), ==, "ca.pem");
}

static void
test_image_at (Fixture *fixture, gconstpointer data)
{
  parse (fixture, "--image-at json:/data/img u");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (placard_request_get_image_at (fixture->request), ==, "json:/data/img");
  parse (fixture, "--image-at body --image-at auto u");
  g_assert_null (placard_request_get_image_at (fixture->request));
}

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line;
    const char *says; /* a part of the sentence */
  } rows[] = {
      {"--heder X", "“--header”"},
      {"--head-er X", "“--header”"},
      {"--max-tim 3", "“--max-time”"},
      {"--full u", "“--fullscreen”"},
      {"--qwertyuiop", "“--qwertyuiop”"},
      {"--no-qwertyuiop", "“--no-qwertyuiop”"},
      {"-é", "“-é”"},
      {"-s~", "“- ”"},
      {"-H", "--header"},
      {"--max-time", "--max-time"},
      {"--no-max-time 3", "--max-time"},
      {"--fail=yes", "--fail"},
      {"-m abc u", "“abc”"},
      {"-m -1 u", "“-1”"},
      {"-m 1,5 u", "“1,5”"},
      {"-m . u", "“.”"},
      {"-m  u", "--max-time"},
      {"-m 0x10 u", "“0x10”"},
      {"-m nan u", "“nan”"},
      {"-m 1e9 u", "“1e9”"},
      {"-m 99999999999 u", "--max-time"},
      {"--max-filesize 1.5k u", "--max-filesize"},
      {"--max-filesize 1kk u", "--max-filesize"},
      {"--max-filesize -5 u", "--max-filesize"},
      {"--max-filesize 99999999999999999999 u", "--max-filesize"},
      {"--max-filesize 9999999999T u", "--max-filesize"},
      {"--max-redirs -1 u", "--max-redirs"},
      {"-H nocolon u", "“nocolon”"},
      {"-H X;y u", "“X;y”"},
      {"-H a~b:c u", "“a b”"},
      {"-H :c u", "--header"},
      {"-H @nofile u", "nofile"},
      {"-d @nofile u", "nofile"},
      {"--data-binary @nofile u", "nofile"},
      {"--data-binary @. u", "--data-binary"},
      {"--data-urlencode x@nofile u", "nofile"},
      {"--json @nofile u", "nofile"},
      {"--cacert nofile u", "nofile"},
      {"--image-at data/img u", "“data/img”"},
      {"--image-at json:data u", "--image-at"},
      {"-w @nofile u", "nofile"},
      {"-u user u", "--user"},
      {"--oauth2-bearer  u", "--oauth2-bearer"},
      {"--api-key x u", "--api-key"},
      {"--api-key-query x u", "--api-key-query"},
      {"--ntlm -u a:b u", "--ntlm"}, /* CR1 */
      {"--negotiate u", "--negotiate"},
      {"-H Host:x/y u", "“Host”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_false (parse (fixture, rows[i].line));
    g_test_message ("%s", fixture->error->message);
    g_assert_cmpint (placard_error_exit_code (fixture->error), ==, PLACARD_EXIT_USAGE);
    g_assert_nonnull (strstr (fixture->error->message, rows[i].says));
  }
}

static void
test_no_secret_in_message (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[] = {"-u hunter2 u", "--api-key hunter2 u",
                                     "-H Authorization:~hunter2\x01 u",
                                     "--oauth2-bearer hunter2\n u"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (parse (fixture, rows[i]))
      placard_request_validate (fixture->request, NULL, &fixture->error);
    g_assert_nonnull (fixture->error);
    g_assert_null (strstr (fixture->error->message, "hunter2"));
  }
}

static void
test_no_stdin (Fixture *fixture, gconstpointer data)
{
  static const char *const arguments[] = {"-d", "@-", "u", NULL};

  fixture->request = placard_request_new ();
  g_assert_null (placard_options_parse (arguments, NULL, fixture->request, NULL, &fixture->error));
  g_assert_error (fixture->error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
}

static void
test_help (void)
{
  g_autofree char *help = placard_options_format_help ();

  g_assert_nonnull (strstr (help, "\n  -H, --header FIELD"));
  g_assert_nonnull (strstr (help, "\n      --json DATA"));
  g_assert_nonnull (strstr (help, "\n      --fullscreen"));
}

#define ADD(name) g_test_add ("/options/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (body);
  ADD (streamed_file);
  ADD (url);
  ADD (header);
  ADD (limits);
  ADD (result);
  ADD (ca_file);
  ADD (file);
  ADD (image_at);
  ADD (wrong);
  ADD (no_secret_in_message);
  ADD (no_stdin);
  g_test_add_func ("/options/help", test_help);
  return g_test_run ();
}
