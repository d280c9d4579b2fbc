/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RB8, RB9. */
#include "placard-curl-command.h"

#include <string.h>

#include "placard-error.h"
#include "placard-shell-words.h"

static char *
read_body (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  g_autoptr (GInputStream) stream = body ? placard_body_open (body, NULL, NULL) : NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;

  if (!stream)
    return g_strdup ("");
  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  return g_strndup (g_bytes_get_data (bytes, NULL) ?: "", g_bytes_get_size (bytes));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp ((*(PlacardField *const *) a)->name,
                             (*(PlacardField *const *) b)->name);
}

/* What would be sent, but for Placard's own defaults: method and URI, fields, a blank line, the body.
 * @sorted: by name, those of one name in their order: nothing else of the order means anything. */
static char *
describe (PlacardRequest *request, gboolean sorted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = placard_request_build_uri (request, &error);
  g_autoptr (GPtrArray) headers = placard_request_build_headers (request);
  g_autofree char *uri_text = NULL;
  g_autofree char *body = read_body (request);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  if (sorted)
    g_ptr_array_sort (headers, compare_names);
  uri_text = g_uri_to_string (uri);
  g_string_append_printf (text, "%s %s\n", placard_request_get_effective_method (request),
                          uri_text);
  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (g_str_has_prefix (field->value, "Placard/") || strcmp (field->value, "identity") == 0 ||
        g_str_has_prefix (field->value, "image/avif,image/webp,image/png,image/jpeg,"))
      continue;
    g_string_append_printf (text, "%s: %s\n", field->name, field->value);
  }
  g_string_append_printf (text, "\n%s", body);
  return g_string_free (text, FALSE);
}

static char *
join (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i ? "|" : "", (char *) g_ptr_array_index (names, i));
  return g_string_free (text, FALSE);
}

static void
test_read (void)
{
  static const struct {
    const char *command;
    const char *sent;
    const char *left_out;
  } rows[] = {
      /* Chrome 120, "Copy as cURL (bash)" */
      {"curl 'https://api.example/me/qr.png?size=3' \\\n"
       "  -H 'accept: image/avif,image/webp,*/*;q=0.8' \\\n"
       "  -H 'accept-language: zh-CN,zh;q=0.9' \\\n"
       "  -H 'cookie: sid=abc; theme=dark' \\\n"
       "  -H 'sec-ch-ua: \"Chromium\";v=\"120\"' \\\n"
       "  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\\n"
       "  --compressed",
       "GET https://api.example/me/qr.png?size=3\n"
       "accept: image/avif,image/webp,*/*;q=0.8\n"
       "accept-language: zh-CN,zh;q=0.9\n"
       "cookie: sid=abc; theme=dark\n"
       "sec-ch-ua: \"Chromium\";v=\"120\"\n"
       "user-agent: Mozilla/5.0 (X11; Linux x86_64)\n"
       "Accept-Encoding: deflate, gzip, br\n\n",
       ""},
      /* Chrome, a body with a quote, a line break and an exclamation mark in it */
      {"curl 'https://api.example/x' \\\n  -H 'content-type: application/json' \\\n"
       "  --data-raw $'{\"a\":\"it\\'s\\\\n\\u0021 \\u5f20\"}'",
       "POST https://api.example/x\ncontent-type: application/json\n\n"
       "{\"a\":\"it's\\n! 张\"}",
       ""},
      /* Chrome, "Copy as cURL (cmd)", until 2023 */
      {"curl \"https://api.example/x?a=1&b=2\" ^\r\n  -H \"accept: */*\" ^\r\n"
       "  -H \"x-quote: a\"\"b\" ^\r\n  --data-raw \"{\"\"a\"\":\"\"50\"%\"\"\"}\" ^\r\n  "
       "--compressed",
       "POST https://api.example/x?a=1&b=2\naccept: */*\nx-quote: a\"b\n"
       "Accept-Encoding: deflate, gzip, br\n"
       "Content-Type: application/x-www-form-urlencoded\n\n{\"a\":\"50%\"}",
       ""},
      /* Chrome, "Copy as cURL (cmd)", since 2024 */
      {"curl ^\"https://api.example/x?a=1^&b=2^\" ^\n  -H ^\"content-type: application/json^\" ^\n"
       "  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"50^%^\\^\"^}^\"",
       "POST https://api.example/x?a=1&b=2\ncontent-type: application/json\n\n{\"a\":\"50%\"}", ""},
      {"curl ^\"http://h/^\" ^\n  --data-raw ^\"a^\n\nb^\"",
       "POST http://h/\nContent-Type: application/x-www-form-urlencoded\n\na\nb", ""},
      /* Firefox 121 (POSIX): fields that only the transport may set are told by name */
      {"curl 'https://api.example/x' -X POST -H 'User-Agent: Mozilla/5.0' -H 'Accept: */*' "
       "-H 'Accept-Encoding: gzip, deflate, br' -H 'Connection: keep-alive' "
       "-H 'TE: trailers' -H 'Content-Length: 3' --data-raw 'a=1'",
       "POST https://api.example/x\nUser-Agent: Mozilla/5.0\nAccept: */*\n"
       "Accept-Encoding: gzip, deflate, br\n"
       "Content-Type: application/x-www-form-urlencoded\n\na=1",
       "--header Connection|--header TE|--header Content-Length"},
      /* Safari 17 */
      {"curl 'https://api.example/x' \\\n-X 'PUT' \\\n-H 'Accept: */*' \\\n"
       "-H 'Content-Type: text/plain' \\\n--data-binary 'hello'",
       "PUT https://api.example/x\nAccept: */*\nContent-Type: text/plain\n\nhello", ""},
      /* By hand */
      {"$ curl -sSfLk -u 'u:p' http://h/ | jq .", "GET http://h/\nAuthorization: Basic dTpw\n\n",
       "--insecure|| jq ."},
      {"curl -k --http2 --connect-to a:1:b:2 -4 -vo x.png http://h/ > out.txt", "GET http://h/\n\n",
       "--insecure|--http2|--connect-to|--ipv4|--verbose|> out.txt"},
      {"curl http://h/?a=1&b=2", "GET http://h/?a=1&b=2\n\n", ""},
      {"curl 'http://h/\\[1\\]?a=\\{b\\}&c=\\d'", "GET http://h/[1]?a=%7Bb%7D&c=%5Cd\n\n", ""},
      {"curl -g 'http://h/[1]?a=\\{b}'", "GET http://h/[1]?a=%5C%7Bb%7D\n\n", ""},
      {"curl 'http://[::1]/x'", "GET http://[::1]/x\n\n", ""},
      {"curl http://h/ &", "GET http://h/\n\n", "&"},
      {"curl http://h/ && rm -rf /", "GET http://h/\n\n", "&& rm -rf /"},
      {"curl http://h/; echo x", "GET http://h/\n\n", "; echo x"},
      {"curl http://h/\necho x", "GET http://h/\n\n", "echo x"},
      {"curl -H \"Authorization: Bearer $TOKEN\" -H 'X: $NOT' \"http://h/${ID}x\"",
       "GET http://h/$%7BID%7Dx\nAuthorization: Bearer ${TOKEN}\nX: $NOT\n\n", ""},
      {"curl -d \"a=\\\"x\\\"\\$\\\\ \\z\" http://h/",
       "POST http://h/\nContent-Type: application/x-www-form-urlencoded\n\na=\"x\"$\\ \\z", ""},
      {"curl -d a\\ b -d 'c'\"d\"e http://h/",
       "POST http://h/\nContent-Type: application/x-www-form-urlencoded\n\na b&cde", ""},
      {"curl.exe -G -d q=x http://h/", "GET http://h/?q=x\n\n", ""},
      {"curl -d '' http://h/",
       "POST http://h/\nContent-Type: application/x-www-form-urlencoded\n\n", ""},
      {"curl --json '{}' http://h/ --no-buffer -N",
       "POST http://h/\nAccept: application/json\nContent-Type: application/json\n\n{}",
       "--no-buffer|--no-buffer"},
      {"curl -H $'X-A: \\x41\\101\\t\\U0001F600\\ud83d\\ude00' http://h/",
       "GET http://h/\nX-A: AA\t😀😀\n\n", ""},
      {"curl -H 'Host: other.example' http://h/", "GET http://h/\nHost: other.example\n\n", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) left_out = NULL;
    g_autoptr (PlacardOptions) options =
        placard_curl_command_parse (rows[i].command, "/", request, &left_out, &error);
    g_autofree char *sent = NULL;
    g_autofree char *names = NULL;

    g_test_message ("%s", rows[i].command);
    g_assert_no_error (error);
    sent = describe (request, FALSE);
    names = join (left_out);
    g_assert_cmpstr (sent, ==, rows[i].sent);
    g_assert_cmpstr (names, ==, rows[i].left_out);
  }
}

static void
test_wrong (void)
{
  static const struct {
    const char *command;
    const char *says;
  } rows[] = {
      {"wget http://h/", "curl"},
      {"curly http://h/", "curl"},
      {"", "curl"},
      {"curl", "no address"},
      {"curl -X", "--request"},
      {"curl --connect-to", "--connect-to"},
      {"curl --bogus http://h/", "--bogus"},
      {"curl -é http://h/", "-é"},
      {"curl 'http://h/", "not closed"},
      {"curl \"http://h/", "not closed"},
      {"curl $'http://h/", "not closed"},
      {"curl ^\"http://h/", "not closed"},
      {"curl $(cat url)", "$(…)"},
      {"curl \"$(cat url)\"", "$(…)"},
      {"curl `cat url`", "`…`"},
      {"curl \"`cat url`\"", "`…`"},
      {"curl ${A:-b}", "${…}"},
      {"curl -d $'a\\0' http://h/", "NUL"},
      {"curl -d $'a\\x00' http://h/", "NUL"},
      {"curl -d $'\\ud800' http://h/", "does not exist"},
      {"curl http://h/ --next http://i/", "--next"},
      {"curl -d @/no/file http://h/", "/no/file"},
      {"curl -d @- http://h/", "standard input"},
      {"curl -d @/dev/zero http://h/", "/dev/zero"},
      {"curl -m x http://h/", "--max-time"},
      {"curl -H $'X: a\\r\\nY: b' http://h/", "line break"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) left_out = NULL;

    g_test_message ("%s", rows[i].command);
    g_assert_null (placard_curl_command_parse (rows[i].command, "/", request, &left_out, &error));
    g_test_message ("%s", error->message);
    g_assert_cmpint (placard_error_exit_code (error), ==, PLACARD_EXIT_USAGE);
    g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

static void
test_is_one (void)
{
  g_assert_true (placard_curl_command_is_one ("curl x"));
  g_assert_true (placard_curl_command_is_one (" \n$ curl \\\n x"));
  g_assert_true (placard_curl_command_is_one ("curl.exe x"));
  g_assert_false (placard_curl_command_is_one ("https://curl.se/"));
  g_assert_false (placard_curl_command_is_one ("curl.se/x"));
  g_assert_false (placard_curl_command_is_one ("xcurl x"));
}

static void
test_write (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) left_out = NULL;
  g_autofree char *open = NULL;
  g_autofree char *masked = NULL;
  PlacardLimits limits = *placard_request_get_limits (request);

  limits.idle_ms = 1000;
  placard_request_set_url (request, "http://h/x");
  placard_request_set_limits (request, &limits);
  placard_request_append_header (request, "X-A", "it's");
  placard_request_set_auth (request, PLACARD_AUTH_API_KEY_HEADER, "X-Till", "7");

  open = placard_curl_command_format (request, TRUE, &left_out);
  g_assert_cmpstr (open, ==,
                   "curl --location \\\n  --header 'X-A: it'\\''s' \\\n  --header 'X-Till: 7' \\\n"
                   "  http://h/x");
  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (left_out, 0), ==, "--idle-timeout");

  masked = placard_curl_command_format (request, FALSE, NULL);
  g_assert_null (strstr (masked, "7"));
  g_assert_nonnull (strstr (masked, "'X-Till: ***'"));
}

/* A text of up to @max characters, with the ones that shells and forms trip over. */
static char *
random_text (GRand *rand, int max, const char *extra)
{
  static const char *const characters[] = {"a",  "B", "7", "-", "_", ".", "~",  " ", "'", "\"",
                                           "\\", "$", "`", "!", "&", "=", "+",  "%", "@", ";",
                                           ":",  "|", "^", "{", "}", "(", ")",  "[", "]", "<",
                                           ">",  "*", "?", "#", ",", "/", "张", "é", "😀"};
  GString *text = g_string_new (NULL);
  int length = g_rand_int_range (rand, 0, max + 1);

  for (int i = 0; i < length; i++) {
    if (*extra && g_rand_int_range (rand, 0, 12) == 0)
      g_string_append_c (text, extra[g_rand_int_range (rand, 0, (int) strlen (extra))]);
    else
      g_string_append (text, characters[g_rand_int_range (rand, 0, G_N_ELEMENTS (characters))]);
  }
  return g_string_free (text, FALSE);
}

static PlacardRequest *
random_request (GRand *rand)
{
  static const char *const methods[] = {NULL, NULL, "GET", "POST", "PUT", "DELETE", "M-SEARCH"};
  static const char *const types[] = {NULL, "text/plain", "application/json",
                                      "application/x-www-form-urlencoded"};
  PlacardRequest *request = placard_request_new ();
  g_autofree char *path = random_text (rand, 8, "");
  g_autofree char *url = g_strconcat ("http://h/", path, NULL);
  int n;

  placard_request_set_url (request, url);
  placard_request_set_method (request, methods[g_rand_int_range (rand, 0, G_N_ELEMENTS (methods))]);
  n = g_rand_int_range (rand, 0, 4);
  for (int i = 0; i < n; i++) {
    g_autofree char *value = random_text (rand, 10, "\t");

    placard_request_append_header (request, i == 1 ? "Accept" : "X-A",
                                   g_rand_boolean (rand) ? g_strstrip (value) : NULL);
  }
  n = g_rand_int_range (rand, 0, 3);
  for (int i = 0; i < n; i++) {
    g_autofree char *name = random_text (rand, 4, "\n");
    g_autofree char *value = random_text (rand, 10, "\r\n\x01");

    placard_request_append_query (request, name, value);
  }
  if (g_rand_boolean (rand)) {
    g_autofree char *user = random_text (rand, 5, "");
    g_autofree char *secret = random_text (rand, 5, "");

    g_strdelimit (user, ":", '_');
    placard_request_set_auth (request, PLACARD_AUTH_BASIC, user, secret);
  }
  if (g_rand_boolean (rand)) {
    g_autofree char *text = random_text (rand, 20, "\r\n\t\x01\x7f");
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
    g_autoptr (PlacardBody) body =
        placard_body_new_bytes (bytes, types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))]);

    placard_request_set_body (request, body);
  }
  return request;
}

/* Whatever is written and read again sends the same bytes. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20240531);

  for (int i = 0; i < 5000; i++) {
    g_autoptr (PlacardRequest) request = random_request (rand);
    g_autoptr (PlacardRequest) again = placard_request_new ();
    g_autoptr (GPtrArray) left_out = NULL;
    g_autoptr (PlacardOptions) options = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *command = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;

    if (!placard_request_validate (request, NULL, NULL))
      continue;
    command = placard_curl_command_format (request, TRUE, NULL);
    options = placard_curl_command_parse (command, "/", again, &left_out, &error);
    if (error)
      g_error ("%s\n%s", error->message, command);
    g_test_message ("%s", command);
    before = describe (request, TRUE);
    after = describe (again, TRUE);
    if (strcmp (before, after) != 0)
      g_error ("%s\n--- before\n%s\n--- after\n%s", command, before, after);
    g_assert_cmpuint (left_out->len, ==, 0);
  }
}

/* Broken commands end in a sentence or in a request that can be written again; never in a crash. */
static void
test_mutations (void)
{
  static const char *const seeds[] = {
      "curl 'https://h/x' \\\n -H 'a: b' --data-raw $'{\\u0021\\'}' --compressed",
      "curl ^\"http://h/?a^&b^\" ^\n -H ^\"c: \\^\"d\\^\"^\" --data-raw ^\"^{^\\n^}^\"",
      "curl -sSF 'f=\"x\\\"\";type=a/b;filename=\"c\"' -u \"u:$P\" -G --url-query 'a=b' h",
  };
  static const char letters[] = "'\"\\$`^&|;<>(){}= \n\r\t-aHdFx@%\x80\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (seeds[i % G_N_ELEMENTS (seeds)]);
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (PlacardOptions) options = NULL;
    g_autoptr (GPtrArray) left_out = NULL;
    g_autoptr (GError) error = NULL;
    int n = g_rand_int_range (rand, 1, 6);

    for (int j = 0; j < n; j++) {
      gsize at = (gsize) g_rand_int_range (rand, 4, (int) text->len);

      if (g_rand_boolean (rand))
        text->str[at] = letters[g_rand_int_range (rand, 0, sizeof letters - 1)];
      else
        g_string_erase (text, (gssize) at, 1);
    }
    options = placard_curl_command_parse (text->str, "/nonexistent", request, &left_out, &error);
    g_assert_true ((options == NULL) == (error != NULL));
    if (options) {
      g_autofree char *command = placard_curl_command_format (request, TRUE, NULL);

      g_assert_true (g_str_has_prefix (command, "curl"));
    }
  }
}

static void
test_quote (void)
{
  static const char *const rows[][2] = {
      {"abc", "abc"},         {"", "''"},           {"a b", "'a b'"},
      {"it's", "'it'\\''s'"}, {"a\nb", "$'a\\nb'"}, {"\x01'", "$'\\x01\\''"},
      {"张", "'张'"},         {"$x", "'$x'"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *quoted = placard_shell_words_quote (rows[i][0]);

    g_assert_cmpstr (quoted, ==, rows[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curl-command/read", test_read);
  g_test_add_func ("/curl-command/wrong", test_wrong);
  g_test_add_func ("/curl-command/is-one", test_is_one);
  g_test_add_func ("/curl-command/write", test_write);
  g_test_add_func ("/curl-command/round-trip", test_round_trip);
  g_test_add_func ("/curl-command/mutations", test_mutations);
  g_test_add_func ("/curl-command/quote", test_quote);
  return g_test_run ();
}
