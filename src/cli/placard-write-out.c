/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-write-out.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "placard-error.h"
#include "placard-result.h"

/* curl's names with curl's meanings, and of Placard's own width, height and sha256; times in seconds, sizes in bytes on the wire. */

typedef void (*Writer) (const PlacardDownload *self, GString *text);

static void
append_seconds (GString *text, double milliseconds)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text,
                   g_ascii_formatd (buffer, sizeof buffer, "%.6f", MAX (milliseconds, 0) / 1000));
}

static PlacardTimings
get_timings (const PlacardDownload *self)
{
  PlacardTimings timings;

  placard_fetch_get_timings (self->fetch, &timings);
  return timings;
}

static void
write_http_code (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%03u",
                          self->response ? placard_response_get_status (self->response) : 0);
}

static void
write_header (const PlacardDownload *self, const char *name, GString *text)
{
  const char *value = self->response ? placard_response_get_header (self->response, name) : NULL;

  g_string_append (text, value ? value : "");
}

static void
write_content_type (const PlacardDownload *self, GString *text)
{
  write_header (self, "Content-Type", text);
}

static void
write_errormsg (const PlacardDownload *self, GString *text)
{
  g_string_append (text, self->error ? self->error->message : "");
}

static void
write_exitcode (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%d", (int) placard_error_exit_code (self->error));
}

static void
write_filename (const PlacardDownload *self, GString *text)
{
  g_autofree char *path = self->saved_as ? g_file_get_path (self->saved_as) : NULL;

  g_string_append (text, path ? path : "");
}

static void
write_http_version (const PlacardDownload *self, GString *text)
{
  g_string_append (text, self->response ? placard_response_get_http_version (self->response) : "0");
}

static void
write_json (const PlacardDownload *self, GString *text)
{
  g_autofree char *json = placard_result_to_json (self);

  g_string_append (text, json);
}

static void
write_method (const PlacardDownload *self, GString *text)
{
  g_string_append (text,
                   placard_request_get_effective_method (placard_fetch_get_request (self->fetch)));
}

static void
write_num_redirects (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%u",
                          self->response ? placard_response_get_hops (self->response)->len : 0);
}

static void
write_redirect_url (const PlacardDownload *self, GString *text)
{
  const char *location =
      self->response ? placard_response_get_header (self->response, "Location") : NULL;
  g_autofree char *resolved =
      location ? g_uri_resolve_relative (placard_response_get_url (self->response), location,
                                         G_URI_FLAGS_ENCODED, NULL)
               : NULL;

  g_string_append (text, resolved ? resolved : "");
}

static void
write_scheme (const PlacardDownload *self, GString *text)
{
  g_autofree char *scheme =
      self->response ? g_uri_parse_scheme (placard_response_get_url (self->response)) : NULL;

  g_string_append (text, scheme ? scheme : "");
}

static void
write_size_download (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%" G_GOFFSET_FORMAT,
                          placard_fetch_get_wire_received (self->fetch));
}

static void
write_size_upload (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%" G_GOFFSET_FORMAT, placard_fetch_get_body_sent (self->fetch));
}

static void
write_speed_download (const PlacardDownload *self, GString *text)
{
  double seconds = get_timings (self).finished / 1000;
  goffset bytes = placard_fetch_get_wire_received (self->fetch);

  g_string_append_printf (text, "%.0f", seconds > 0 ? (double) bytes / seconds : 0.0);
}

static void
write_time_appconnect (const PlacardDownload *self, GString *text)
{
  append_seconds (text, get_timings (self).secured);
}

static void
write_time_connect (const PlacardDownload *self, GString *text)
{
  append_seconds (text, get_timings (self).connected);
}

static void
write_time_namelookup (const PlacardDownload *self, GString *text)
{
  append_seconds (text, get_timings (self).resolved);
}

static void
write_time_pretransfer (const PlacardDownload *self, GString *text)
{
  PlacardTimings timings = get_timings (self);

  append_seconds (text, MAX (timings.connected, timings.secured));
}

static void
write_time_starttransfer (const PlacardDownload *self, GString *text)
{
  append_seconds (text, get_timings (self).first_byte);
}

static void
write_time_total (const PlacardDownload *self, GString *text)
{
  append_seconds (text, get_timings (self).finished);
}

static void
write_url (const PlacardDownload *self, GString *text)
{
  g_string_append (text, self->url);
}

static void
write_url_effective (const PlacardDownload *self, GString *text)
{
  g_string_append (text, self->response ? placard_response_get_url (self->response) : self->url);
}

static void
write_header_json (const PlacardDownload *self, GString *text)
{
  g_autofree char *json = placard_result_headers_to_json (self);

  g_string_append (text, json);
}

static void
write_height (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%d",
                          self->verdict ? placard_verdict_get_height (self->verdict) : 0);
}

static void
write_num_headers (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%u",
                          self->response ? placard_response_get_headers (self->response)->len : 0);
}

/* As it was sent. */
static void
write_referer (const PlacardDownload *self, GString *text)
{
  g_autoptr (GPtrArray) sent = placard_fetch_dup_sent_headers (self->fetch);

  for (guint i = 0; sent && i < sent->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (sent, i);

    if (g_ascii_strcasecmp (header->name, "Referer") == 0)
      g_string_append (text, header->value);
  }
}

static void
write_sha256 (const PlacardDownload *self, GString *text)
{
  g_string_append (text, self->sha256 ? self->sha256 : "");
}

static void
write_speed_upload (const PlacardDownload *self, GString *text)
{
  double seconds = get_timings (self).finished / 1000;
  goffset bytes = placard_fetch_get_body_sent (self->fetch);

  g_string_append_printf (text, "%.0f", seconds > 0 ? (double) bytes / seconds : 0.0);
}

static void
write_urlnum (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%u", self->number - 1);
}

static void
write_width (const PlacardDownload *self, GString *text)
{
  g_string_append_printf (text, "%d",
                          self->verdict ? placard_verdict_get_width (self->verdict) : 0);
}

/* %{url.host} and so on, and %{urle.host} of the address in the end; names as curl has them. */
static gboolean
write_url_part (const char *address, const char *part, GString *text)
{
  g_autoptr (GUri) uri =
      g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  const struct {
    const char *name;
    const char *value;
  } parts[] = {
      {"scheme", uri ? g_uri_get_scheme (uri) : NULL},
      {"user", uri ? g_uri_get_user (uri) : NULL},
      {"host", uri ? g_uri_get_host (uri) : NULL},
      {"path", uri ? g_uri_get_path (uri) : NULL},
      {"query", uri ? g_uri_get_query (uri) : NULL},
      {"fragment", uri ? g_uri_get_fragment (uri) : NULL},
  };

  if (strcmp (part, "port") == 0) {
    if (uri && g_uri_get_port (uri) > 0)
      g_string_append_printf (text, "%d", g_uri_get_port (uri));
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (part, parts[i].name) == 0) {
      g_string_append (text, parts[i].value ? parts[i].value : "");
      return TRUE;
    }
  return FALSE;
}

static const struct {
  const char *name;
  Writer write;
} variables[] = {
    {"content_type", write_content_type},
    {"errormsg", write_errormsg},
    {"exitcode", write_exitcode},
    {"filename_effective", write_filename},
    {"header_json", write_header_json},
    {"height", write_height},
    {"http_code", write_http_code},
    {"http_version", write_http_version},
    {"json", write_json},
    {"method", write_method},
    {"num_headers", write_num_headers},
    {"num_redirects", write_num_redirects},
    {"redirect_url", write_redirect_url},
    {"referer", write_referer},
    {"response_code", write_http_code},
    {"scheme", write_scheme},
    {"sha256", write_sha256},
    {"size_download", write_size_download},
    {"size_upload", write_size_upload},
    {"speed_download", write_speed_download},
    {"speed_upload", write_speed_upload},
    {"time_appconnect", write_time_appconnect},
    {"time_connect", write_time_connect},
    {"time_namelookup", write_time_namelookup},
    {"time_pretransfer", write_time_pretransfer},
    {"time_starttransfer", write_time_starttransfer},
    {"time_total", write_time_total},
    {"url", write_url},
    {"url_effective", write_url_effective},
    {"urlnum", write_urlnum},
    {"width", write_width},
};

static gboolean
write_variable (const PlacardDownload *self, const char *name, GString *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    if (strcmp (variables[i].name, name) == 0) {
      variables[i].write (self, text);
      return TRUE;
    }
  if (g_str_has_prefix (name, "url."))
    return write_url_part (self->url, name + strlen ("url."), text);
  if (g_str_has_prefix (name, "urle."))
    return write_url_part (self->response ? placard_response_get_url (self->response) : self->url,
                           name + strlen ("urle."), text);
  return FALSE;
}

/* What is between braces at @at; moves behind them. NULL: they are not closed. */
static char *
take_braces (const char **at, const char *prefix)
{
  const char *start;
  const char *end;

  if (!g_str_has_prefix (*at, prefix))
    return NULL;
  start = *at + strlen (prefix);
  end = strchr (start, '}');
  if (!end)
    return NULL;
  *at = end + 1;
  return g_strndup (start, end - start);
}

static gboolean
take_escape (const char **at, GString *text)
{
  static const char letters[] = "nrt\\", values[] = "\n\r\t\\";
  const char *found = **at == '\\' && (*at)[1] ? strchr (letters, (*at)[1]) : NULL;

  if (**at == '%' && (*at)[1] == '%') {
    g_string_append_c (text, '%');
  } else if (found) {
    g_string_append_c (text, values[found - letters]);
  } else {
    return FALSE;
  }
  *at += 2;
  return TRUE;
}

void
placard_write_out_print (const PlacardDownload *download,
                         const char *format,
                         GString *output,
                         GString *errors)
{
  GString *text = output;

  while (*format) {
    g_autofree char *name = NULL;
    g_autofree char *header = NULL;

    if (take_escape (&format, text))
      continue;
    if ((header = take_braces (&format, "%header{"))) {
      write_header (download, header, text);
    } else if ((name = take_braces (&format, "%{"))) {
      if (strcmp (name, "stdout") == 0)
        text = output;
      else if (strcmp (name, "stderr") == 0)
        text = errors;
      else if (strcmp (name, "onerror") == 0) {
        if (!download->error) /* what follows is for failures alone */
          return;
      } else if (!write_variable (download, name, text))
        g_string_append_printf (errors, _ ("placard: --write-out knows no variable “%s”\n"), name);
    } else {
      g_string_append_c (text, *format++);
    }
  }
}
