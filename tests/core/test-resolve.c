/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW12. */
#include "placard-resolve.h"

#include "placard-error.h"

static void
test_validate (void)
{
  static const struct {
    const char *entry;
    gboolean valid;
  } rows[] = {
      {"a.example:443:127.0.0.1", TRUE}, {"a.example:443:127.0.0.1,127.0.0.2", TRUE},
      {"a.example:443:::1", TRUE},       {"a.example:443:[::1]", TRUE},
      {"[::1]:80:127.0.0.1", TRUE},      {"*:80:127.0.0.1", TRUE},
      {"a.example:443:", FALSE},         {"a.example:443:b.example", FALSE},
      {"a.example:0:127.0.0.1", FALSE},  {"a.example:65536:127.0.0.1", FALSE},
      {"a.example:x:127.0.0.1", FALSE},  {"a.example", FALSE},
      {":80:127.0.0.1", FALSE},          {"", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (placard_resolve_validate (rows[i].entry, &error) == rows[i].valid);
    if (!rows[i].valid)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static char *
list_addresses (GSocketConnectable *connectable)
{
  g_autoptr (GSocketAddressEnumerator) enumerator = g_socket_connectable_enumerate (connectable);
  GString *text = g_string_new (NULL);
  GSocketAddress *address;

  while ((address = g_socket_address_enumerator_next (enumerator, NULL, NULL))) {
    g_autofree char *one = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
    g_string_append_printf (text, "%s ", one);
    g_object_unref (address);
  }
  return g_string_free (text, FALSE);
}

static void
test_lookup (void)
{
  static const struct {
    const char *host;
    guint port;
    const char *expected;
  } rows[] = {
      {"a.example", 443, "127.0.0.3:443 "},
      {"A.EXAMPLE", 443, "127.0.0.3:443 "},
      {"a.example", 80, "127.0.0.9:80 "},
      {"b.example", 443, "127.0.0.2:443 [::1]:443 "},
      {"c.example", 443, NULL},
  };
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  g_ptr_array_add (entries, (char *) "a.example:443:127.0.0.1");
  g_ptr_array_add (entries, (char *) "*:80:127.0.0.9");
  g_ptr_array_add (entries, (char *) "b.example:443:127.0.0.2,[::1]");
  g_ptr_array_add (entries, (char *) "a.example:443:127.0.0.3");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GSocketConnectable) found =
        placard_resolve_lookup (entries, rows[i].host, rows[i].port);
    g_autofree char *text = found ? list_addresses (found) : NULL;

    g_assert_cmpstr (text, ==, rows[i].expected);
    if (found)
      g_assert_cmpstr (g_network_address_get_hostname (G_NETWORK_ADDRESS (found)), ==,
                       rows[i].host);
  }
  g_assert_null (placard_resolve_lookup (NULL, "a.example", 443));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resolve/validate", test_validate);
  g_test_add_func ("/resolve/lookup", test_lookup);
  return g_test_run ();
}
