/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-resolve.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- entries ----------------------------------------------------------------------------------- */

/* "[::1]" -> ::1 */
static GInetAddress *
parse_address (const char *text)
{
  gsize n = strlen (text);
  g_autofree char *bare =
      n > 2 && text[0] == '[' && text[n - 1] == ']' ? g_strndup (text + 1, n - 2) : g_strdup (text);

  return g_inet_address_new_from_string (bare);
}

static GPtrArray *
parse_addresses (const char *list, guint port)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) texts = g_strsplit (list, ",", -1);

  for (guint i = 0; texts[i]; i++) {
    g_autoptr (GInetAddress) address = parse_address (g_strstrip (texts[i]));

    if (!address)
      return NULL;
    g_ptr_array_add (addresses, g_inet_socket_address_new (address, port));
  }
  return addresses->len > 0 ? g_steal_pointer (&addresses) : NULL;
}

/* The parts of an entry; an entry's host may be an IPv6 address in brackets. */
static gboolean
split_entry (const char *entry, char **host, guint *port, const char **addresses)
{
  const char *colon = entry[0] == '[' ? strstr (entry, "]:") : strchr (entry, ':');
  guint64 number;
  char *end;

  if (colon && *colon == ']')
    colon++;
  if (!colon || colon == entry || !g_ascii_isdigit (colon[1]))
    return FALSE;
  number = g_ascii_strtoull (colon + 1, &end, 10);
  if (*end != ':' || number == 0 || number > 65535)
    return FALSE;
  *host =
      entry[0] == '[' ? g_strndup (entry + 1, colon - entry - 2) : g_strndup (entry, colon - entry);
  *port = number;
  *addresses = end + 1;
  return TRUE;
}

gboolean
placard_resolve_validate (const char *entry, GError **error)
{
  g_autofree char *host = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const char *addresses;
  guint port;

  if (split_entry (entry, &host, &port, &addresses) && (list = parse_addresses (addresses, port)))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("“%s” is not of the form HOST:PORT:ADDRESS"), entry);
  return FALSE;
}

const char *
placard_resolve_find (GPtrArray *entries, const char *host, guint port)
{
  for (guint i = entries ? entries->len : 0; i > 0; i--) {
    const char *entry = g_ptr_array_index (entries, i - 1);
    g_autofree char *name = NULL;
    const char *addresses;
    guint number;

    if (split_entry (entry, &name, &number, &addresses) && number == port &&
        (g_str_equal (name, "*") || g_ascii_strcasecmp (name, host) == 0))
      return entry;
  }
  return NULL;
}

/* --- what is enumerated ------------------------------------------------------------------------ */

G_DECLARE_FINAL_TYPE (
    GivenEnumerator, given_enumerator, GIVEN, ENUMERATOR, GSocketAddressEnumerator)

struct _GivenEnumerator {
  GSocketAddressEnumerator parent_instance;

  GPtrArray *addresses;
  guint next;
};

G_DEFINE_FINAL_TYPE (GivenEnumerator, given_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
given_enumerator_next (GSocketAddressEnumerator *enumerator,
                       GCancellable *cancellable,
                       GError **error)
{
  GivenEnumerator *self = GIVEN_ENUMERATOR (enumerator);

  if (self->next >= self->addresses->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->addresses, self->next++));
}

/* The class's own would do it in a thread; there is nothing to wait for. */
static void
given_enumerator_next_async (GSocketAddressEnumerator *enumerator,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (enumerator, cancellable, callback, user_data);

  g_task_return_pointer (task, given_enumerator_next (enumerator, cancellable, NULL),
                         g_object_unref);
}

static GSocketAddress *
given_enumerator_next_finish (GSocketAddressEnumerator *enumerator,
                              GAsyncResult *result,
                              GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
given_enumerator_finalize (GObject *object)
{
  g_ptr_array_unref (GIVEN_ENUMERATOR (object)->addresses);
  G_OBJECT_CLASS (given_enumerator_parent_class)->finalize (object);
}

static void
given_enumerator_class_init (GivenEnumeratorClass *class)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = given_enumerator_finalize;
  enumerator_class->next = given_enumerator_next;
  enumerator_class->next_async = given_enumerator_next_async;
  enumerator_class->next_finish = given_enumerator_next_finish;
}

static void
given_enumerator_init (GivenEnumerator *self)
{
}

/* A GNetworkAddress, since TLS takes the name that the certificate must have from that type. */
G_DECLARE_FINAL_TYPE (GivenAddress, given_address, GIVEN, ADDRESS, GNetworkAddress)

struct _GivenAddress {
  GNetworkAddress parent_instance;

  GPtrArray *addresses;
};

static void given_address_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GivenAddress,
                               given_address,
                               G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      given_address_connectable_init))

static GSocketAddressEnumerator *
given_address_enumerate (GSocketConnectable *connectable)
{
  GivenEnumerator *enumerator = g_object_new (given_enumerator_get_type (), NULL);

  enumerator->addresses = g_ptr_array_ref (GIVEN_ADDRESS (connectable)->addresses);
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

/* Who says where a host is wants to go there, and not through a proxy. */
static GSocketAddressEnumerator *
given_address_proxy_enumerate (GSocketConnectable *connectable)
{
  return given_address_enumerate (connectable);
}

static char *
given_address_to_string (GSocketConnectable *connectable)
{
  return g_strdup (g_network_address_get_hostname (G_NETWORK_ADDRESS (connectable)));
}

static void
given_address_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = given_address_enumerate;
  iface->proxy_enumerate = given_address_proxy_enumerate;
  iface->to_string = given_address_to_string;
}

static void
given_address_finalize (GObject *object)
{
  g_ptr_array_unref (GIVEN_ADDRESS (object)->addresses);
  G_OBJECT_CLASS (given_address_parent_class)->finalize (object);
}

static void
given_address_class_init (GivenAddressClass *class)
{
  G_OBJECT_CLASS (class)->finalize = given_address_finalize;
}

static void
given_address_init (GivenAddress *self)
{
}

GSocketConnectable *
placard_resolve_lookup (GPtrArray *entries, const char *host, guint port)
{
  const char *entry = placard_resolve_find (entries, host, port);
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const char *addresses;
  GivenAddress *self;
  guint number;

  if (!entry || !split_entry (entry, &name, &number, &addresses) ||
      !(list = parse_addresses (addresses, port)))
    return NULL;
  self = g_object_new (given_address_get_type (), "hostname", host, "port", port, NULL);
  self->addresses = g_steal_pointer (&list);
  return G_SOCKET_CONNECTABLE (self);
}
