/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-url.h"

#include <string.h>

#include "placard-error.h"

static void
test_parse (void)
{
  static const struct {
    const char *typed;
    const char *expected;
  } rows[] = {
      /* The scheme. */
      {"https://example.com", "https://example.com/"},
      {"HTTP://EXAMPLE.com/A", "http://example.com/A"},
      {"example.com/x", "https://example.com/x"},
      {"//example.com/x", "https://example.com/x"},
      {"example.com:8080", "https://example.com:8080/"},
      {"  example.com\n", "https://example.com/"},
      {"localhost:3000/qr", "http://localhost:3000/qr"},
      {"127.0.0.1:3000", "http://127.0.0.1:3000/"},
      {"[::1]:3000/x", "http://[::1]:3000/x"},
      {"app.localhost/x", "http://app.localhost/x"},
      {"127.example.com", "https://127.example.com/"},
      {"https://127.0.0.1/", "https://127.0.0.1/"},
      /* The port. */
      {"http://example.com:80/", "http://example.com/"},
      {"https://example.com:443/", "https://example.com/"},
      {"http://example.com:443/", "http://example.com:443/"},
      {"http://example.com:/", "http://example.com/"},
      /* The host. */
      {"http://my_service:8000/", "http://my_service:8000/"},
      {"http://bücher.example/", "http://xn--bcher-kva.example/"},
      {"http://例子.测试/", "http://xn--fsqu00a.xn--0zwm56d/"},
      {"http://xn--fa-hia.example/", "http://xn--fa-hia.example/"},
      {"http://[2001:DB8::1]/", "http://[2001:db8::1]/"},
      /* Path, query, fragment: encoded once, what is encoded stays. */
      {"http://h/a b", "http://h/a%20b"},
      {"http://h/é", "http://h/%C3%A9"},
      {"http://h/%E5%8D%A1", "http://h/%E5%8D%A1"},
      {"http://h/100%", "http://h/100%25"},
      {"http://h/%zz", "http://h/%25zz"},
      {"http://h/a|b{c}\"<>\\^`", "http://h/a%7Cb%7Bc%7D%22%3C%3E%5C%5E%60"},
      {"http://h/a?b=c d&e=é", "http://h/a?b=c%20d&e=%C3%A9"},
      {"http://h/?a[]=1&b='x'", "http://h/?a[]=1&b=%27x%27"},
      {"http://h?x=1", "http://h/?x=1"},
      {"http://h#top", "http://h/#top"},
      {"http://h/a?#", "http://h/a?#"},
      {"http://h/a?b?c/d", "http://h/a?b?c/d"},
      {"http://h/a;b=c:d@e!$&'()*+,=", "http://h/a;b=c:d@e!$&'()*+,="},
      /* Dot segments. */
      {"http://h/a/../b/./c", "http://h/b/c"},
      {"http://h/../../x", "http://h/x"},
      {"http://h/a/..", "http://h/"},
      {"http://h//double//x", "http://h//double//x"},
      {"http://h/?a=/../b", "http://h/?a=/../b"},
      /* Userinfo is not part of what is sent. */
      {"http://u:p@h/x", "http://h/x"},
      {"u:p@h/x", "https://h/x"},
      {"http://u@h/?q=a@b", "http://h/?q=a@b"},
      {"http://h/a@b:c", "http://h/a@b:c"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = placard_url_parse (rows[i].typed, NULL, NULL, &error);
    g_autofree char *text = NULL;

    g_test_message ("%s", rows[i].typed);
    g_assert_no_error (error);
    text = g_uri_to_string (uri);
    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *typed;
    const char *says; /* part of the sentence */
  } rows[] = {
      {"", "empty"},
      {"   ", "empty"},
      {"http://", "no host"},
      {"http:///x", "no host"},
      {"http://u:p@/x", "no host"},
      {"http://:80/", "no host"},
      {"ftp://h/x", "ftp:"},
      {"file:///etc/passwd", "file:"},
      {"javascript:alert(1)", "javascript:"},
      {"data:image/png;base64,AA", "data:"},
      {"http:h/x", "“//”"},
      {"http:/h/x", "“//”"},
      /* CVE-2026-1467: these reached a proxy as header fields. */
      {"http://a.invalid%0d%0aX-Inj%3a%201/", "a.invalid%0d"},
      {"http://a.invalid\r\nX-Inj: 1/", "line break"},
      {"http://a b/", "“a b”"},
      {"http://a%20b/", "a%20b"},
      {"http://h\tx/", "control character"},
      {"http://h/x\ny", "line break"},
      {"http://good.example\\@evil.example\\x/", "evil.example"},
      {"http://a..b/", "a..b"},
      {"http://faß.example/", "faß.example"},
      {"http://.b/", ".b"},
      {"http://a<b>/", "a<b>"},
      {"http://h:0/", "port"},
      {"http://h:65536/", "65536"},
      {"http://h:99999/", "99999"},
      {"http://h:8o/", "8o"},
      {"http://h:-1/", "-1"},
      {"http://[::1/", "]"},
      {"http://[::1]x/", "]"},
      {"http://[fe80::1%25eth0]/", "IPv6"},
      {"http://[127.0.0.1]/", "IPv6"},
      {"http://[]/", "IPv6"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = placard_url_parse (rows[i].typed, NULL, NULL, &error);

    g_test_message ("%s", rows[i].typed);
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL);
    g_assert_null (uri);
    if (!strstr (error->message, rows[i].says))
      g_error ("“%s” does not say “%s”", error->message, rows[i].says);
    for (const char *at = error->message; *at; at++)
      g_assert_false (g_ascii_iscntrl (*at));
  }
}

static void
test_long_host (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *label = g_strnfill (60, 'a');
  g_autofree char *url = g_strjoin (".", label, label, label, label, "aaaaaaaaaa", NULL);

  g_assert_null (placard_url_parse (url, NULL, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL);
}

static void
test_userinfo (void)
{
  static const struct {
    const char *typed;
    const char *user;
    const char *password;
  } rows[] = {
      {"http://h/", NULL, NULL},
      {"http://u@h/", "u", ""},
      {"http://u:p@h/", "u", "p"},
      {"http://u:p:q@h/", "u", "p:q"},
      {"http://u%40x:p%3a%2F@h/", "u@x", "p:/"},
      {"http://a@b:p@h/", "a@b", "p"},
      {"http://:p@h/", "", "p"},
      {"http://%E5%BC%A0:三@h/", "张", "三"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *user = NULL;
    g_autofree char *password = NULL;
    g_autoptr (GUri) uri = placard_url_parse (rows[i].typed, &user, &password, &error);

    g_test_message ("%s", rows[i].typed);
    g_assert_no_error (error);
    g_assert_cmpstr (user, ==, rows[i].user);
    g_assert_cmpstr (password, ==, rows[i].password);
    g_assert_null (g_uri_get_userinfo (uri));
  }
}

/* The password of an address that cannot be read is not repeated. */
static void
test_no_secret_in_message (void)
{
  static const char *const rows[] = {"http://u:hunter2@a b/", "ftp://u:hunter2@h/",
                                     "http://u:hunter2@h:x/", "http://u:hunter2@/",
                                     "http://u:hunter2@[::1/"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_url_parse (rows[i], NULL, NULL, &error));
    g_assert_null (strstr (error->message, "hunter2"));
  }
}

/* RB1, IN1: against the address of a profile. */
static void
test_resolve (void)
{
  static const struct {
    const char *typed;
    const char *expected;
  } rows[] = {
      {"/x", "https://a.example:8443/x"},
      {"?y=1", "https://a.example:8443/b/c?y=1"},
      {"./x", "https://a.example:8443/b/x"},
      {"../x/{1..3}", "https://a.example:8443/x/{1..3}"},
      {"../../../x", "https://a.example:8443/x"},
      {"//other.example/x", "https://other.example/x"},
      {"x/y", "https://a.example:8443/b/x/y"},
      {"x?y", "https://a.example:8443/b/x?y"},
      {" /卡 1 ", "https://a.example:8443/%E5%8D%A1%201"},
      /* Absolute, or a host. */
      {"http://c.example/x", "http://c.example/x"},
      {"c.example/x", "c.example/x"},
      {"localhost/x", "localhost/x"},
      {"host:8080/x", "host:8080/x"},
      {"u@host/x", "u@host/x"},
      {"[::1]/x", "[::1]/x"},
      {"intranet", "intranet"},
      {"file:///etc/hostname", "file:///etc/hostname"},
      {"data:text/plain,x", "data:text/plain,x"},
      {"", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *resolved =
        placard_url_resolve ("https://a.example:8443/b/c?d=e", rows[i].typed);
    g_autofree char *alone = placard_url_resolve (NULL, rows[i].typed);

    g_assert_cmpstr (resolved, ==, rows[i].expected);
    g_assert_cmpstr (alone, ==, rows[i].typed);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/url/parse", test_parse);
  g_test_add_func ("/url/refused", test_refused);
  g_test_add_func ("/url/long-host", test_long_host);
  g_test_add_func ("/url/userinfo", test_userinfo);
  g_test_add_func ("/url/no-secret-in-message", test_no_secret_in_message);
  g_test_add_func ("/url/resolve", test_resolve);
  return g_test_run ();
}
