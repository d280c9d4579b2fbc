/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-setting.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-option.h"

/* Options that write a header field, which the row of the header fields writes back. */
static const char *
header_of (const char *name)
{
  if (strcmp (name, "referer") == 0)
    return "Referer";
  return strcmp (name, "user-agent") == 0 ? "User-Agent" : NULL;
}

static char **
get_header (PlacardRequest *request, const char *header)
{
  PlacardField *field = placard_field_list_find (placard_request_get_headers (request), header);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  if (field)
    g_strv_builder_add (values, field->value ? field->value : "");
  return g_strv_builder_end (values);
}

char **
placard_setting_get_values (PlacardRequest *request, const char *name)
{
  const PlacardOption *option = placard_option_find (name);
  g_autoptr (PlacardOptionWriting) writing = NULL;
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  g_return_val_if_fail (option != NULL, NULL);

  if (header_of (name))
    return get_header (request, header_of (name));
  writing = placard_option_writing_new (request);
  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (entry->option == option)
      g_strv_builder_add (values, entry->value ? entry->value : "");
  }
  return g_strv_builder_end (values);
}

static void
add_value (GHashTable *settings, const char *name, const char *value)
{
  char **values = g_hash_table_lookup (settings, name);
  guint n_values = values ? g_strv_length (values) : 0;
  char **more = g_new0 (char *, n_values + 2);

  for (guint i = 0; i < n_values; i++)
    more[i] = g_strdup (values[i]);
  more[n_values] = g_strdup (value ? value : "");
  g_hash_table_insert (settings, g_strdup (name), more);
}

GHashTable *
placard_setting_list (PlacardRequest *request)
{
  GHashTable *settings =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  static const char *const names[] = {"referer", "user-agent"};

  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    add_value (settings, entry->option->name, entry->value);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_auto (GStrv) values = get_header (request, header_of (names[i]));

    if (values[0])
      add_value (settings, names[i], values[0]);
  }
  return settings;
}

char *
placard_setting_get (PlacardRequest *request, const char *name)
{
  g_auto (GStrv) values = placard_setting_get_values (request, name);

  return g_strdup (values[0]);
}

/* --- taking back ------------------------------------------------------------------------------- */

static void
forget_limit (PlacardRequest *request, const PlacardOption *option)
{
  g_autoptr (PlacardRequest) fresh = placard_request_new ();
  PlacardLimits limits = *placard_request_get_limits (request);
  PlacardLimits defaults = *placard_request_get_limits (fresh);

  if (option->read == placard_option_read_max_redirs)
    limits.max_redirects = defaults.max_redirects;
  else
    memcpy ((char *) &limits + option->offset, (char *) &defaults + option->offset,
            sizeof (gint64));
  placard_request_set_limits (request, &limits);
}

static void
forget_text (PlacardTransport *transport, const PlacardOption *option)
{
  char **text = (char **) (gpointer) ((char *) transport + option->offset);

  g_clear_pointer (text, g_free);
}

static void
forget_transport (PlacardRequest *request, const PlacardOption *option)
{
  PlacardTransport *transport = placard_transport_copy (placard_request_get_transport (request));

  if (option->read == placard_option_read_redirect) {
    transport->redirect = PLACARD_REDIRECT_FOLLOW;
  } else if (option->read == placard_option_read_resolve) {
    g_ptr_array_set_size (transport->resolve, 0);
  } else if (option->read == placard_option_read_retry) {
    transport->retry = 0;
  } else if (option->read == placard_option_read_pass) {
    g_clear_pointer (&transport->key_password, g_free);
  } else if (option->read == placard_option_read_proxy_user) {
    g_clear_pointer (&transport->proxy_user, g_free);
    g_clear_pointer (&transport->proxy_password, g_free);
  } else if (option->read == placard_option_read_transport_seconds) {
    *(gint64 *) (gpointer) ((char *) transport + option->offset) = 0;
  } else if (option->write == placard_option_write_transport_text) {
    forget_text (transport, option);
  }
  placard_request_set_transport (request, transport);
  placard_transport_free (transport);
}

static void
forget_header (PlacardRequest *request, const char *header)
{
  GPtrArray *headers = placard_request_get_headers (request);
  g_autoptr (GPtrArray) kept = placard_field_list_new ();

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (field->name, header) != 0)
      g_ptr_array_add (kept, placard_field_copy (field));
  }
  if (kept->len != headers->len)
    placard_request_set_headers (request, kept);
}

static void
forget_auto_save (PlacardRequest *request)
{
  g_autoptr (PlacardSaving) saving = placard_saving_copy (placard_request_get_saving (request));

  g_clear_pointer (&saving->auto_save, g_free);
  placard_request_set_saving (request, saving);
}

static gboolean
is_limit (const PlacardOption *option)
{
  return option->read == placard_option_read_seconds || option->read == placard_option_read_bytes ||
         option->read == placard_option_read_max_redirs;
}

/* A row whose empty word takes it back, and every flag, needs nothing here. */
static gboolean
forget (PlacardOptionReading *reading, const PlacardOption *option, GError **error)
{
  PlacardRequest *request = reading->request;

  if (header_of (option->name))
    forget_header (request, header_of (option->name));
  else if (!option->argument)
    return option->read (reading, option, NULL, error);
  else if (is_limit (option))
    forget_limit (request, option);
  else if (option->read == placard_option_read_cacert)
    placard_request_set_ca_file (request, NULL);
  else if (option->read == placard_option_read_image_at ||
           option->read == placard_option_read_treat_as)
    return option->read (reading, option, "auto", error);
  else if (option->read == placard_option_read_offline_file)
    return option->read (reading, option, "", error);
  else if (option->read == placard_option_read_auto_save)
    forget_auto_save (request);
  else if (option->read == placard_option_read_method)
    placard_request_set_method (request, NULL);
  else if (option->read == placard_option_read_policy ||
           option->read == placard_option_read_cookie_jar)
    return placard_policy_set_option (placard_request_get_policy (request), option->name, NULL,
                                      error);
  else
    forget_transport (request, option);
  return TRUE;
}

/* --- setting ----------------------------------------------------------------------------------- */

static gboolean
apply (PlacardRequest *request,
       const PlacardOption *option,
       const char *const *values,
       GError **error)
{
  g_autoptr (PlacardOptionReading) reading = placard_option_reading_new ("/", request, NULL);

  if (!forget (reading, option, error))
    return FALSE;
  for (; values && *values; values++)
    if (!placard_option_reading_apply (reading, option, *values, error))
      return FALSE;
  return placard_option_reading_finish (reading, error);
}

gboolean
placard_setting_set_values (PlacardRequest *request,
                            const char *name,
                            const char *const *values,
                            GError **error)
{
  const PlacardOption *option = placard_option_find (name);
  g_autoptr (PlacardRequest) trial = placard_request_copy (request);

  g_return_val_if_fail (option != NULL, FALSE);

  if (!apply (trial, option, values, error))
    return FALSE;
  apply (request, option, values, NULL);
  /* A policy is changed in place, and tells nobody. */
  placard_request_set_policy (request, placard_request_get_policy (request));
  return TRUE;
}

gboolean
placard_setting_set (PlacardRequest *request, const char *name, const char *value, GError **error)
{
  const char *const values[] = {value, NULL};

  return placard_setting_set_values (request, name, values, error);
}

/* --- what is so when nothing is said ------------------------------------------------------------ */

static char *
get_default_limit (const PlacardOption *option)
{
  g_autoptr (PlacardRequest) fresh = placard_request_new ();
  const PlacardLimits *limits = placard_request_get_limits (fresh);
  gint64 value;

  if (option->read == placard_option_read_max_redirs)
    return g_strdup_printf ("%u", limits->max_redirects);
  memcpy (&value, (const char *) limits + option->offset, sizeof value);
  if (value == 0)
    return NULL;
  if (option->read == placard_option_read_seconds)
    return placard_option_format_seconds (value);
  if (value % (1024 * 1024) == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "M", value / (1024 * 1024));
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

char *
placard_setting_get_default (const char *name)
{
  static const struct {
    const char *name;
    const char *word;
  } words[] = {
      {"request", "GET"},   {"redirect", "follow"}, {"credentials", "same-origin"},
      {"image-at", "auto"}, {"cache", "none"},      {"proxy", "system"},
      {"treat-as", "auto"}, {"retry", "0"},
  };
  const PlacardOption *option = placard_option_find (name);

  g_return_val_if_fail (option != NULL, NULL);

  if (is_limit (option))
    return get_default_limit (option);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].name, name) == 0)
      return g_strdup (words[i].word);
  return NULL;
}

const char *
placard_setting_get_help (const char *name)
{
  const PlacardOption *option = placard_option_find (name);

  g_return_val_if_fail (option != NULL, NULL);

  return _ (option->help);
}
