/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-client-certificate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-private-key.h"

/* The certificates of @pem, without keys and what else is there. */
static char *
take_certificates (const char *pem)
{
  static const char begin[] = "-----BEGIN CERTIFICATE-----";
  static const char end[] = "-----END CERTIFICATE-----";
  GString *certificates = g_string_new (NULL);

  for (const char *at = strstr (pem, begin); at; at = strstr (at, begin)) {
    const char *stop = strstr (at, end);

    if (!stop)
      break;
    stop += strlen (end);
    g_string_append_len (certificates, at, stop - at);
    g_string_append_c (certificates, '\n');
    at = stop;
  }
  return g_string_free (certificates, FALSE);
}

static GTlsCertificate *
load_locked (const char *pem, const char *key, const char *password, GError **error)
{
  g_autofree char *certificates = take_certificates (pem);
  char *unlocked = placard_private_key_unlock (key, password, error);
  char *whole;
  GTlsCertificate *certificate;

  if (!unlocked)
    return NULL;
  /* The key goes first: what is behind the last certificate of a chain is not looked at. */
  whole = g_strconcat (unlocked, certificates, NULL);
  placard_private_key_free (unlocked);
  certificate = g_tls_certificate_new_from_pem (whole, -1, error);
  placard_private_key_free (whole);
  return certificate;
}

static GTlsCertificate *
load_pkcs12 (const char *data, gsize length, const char *password, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_pkcs12 (
      (const guint8 *) data, length, password ? password : "", &reason);

  if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE_PASSWORD))
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                         password
                             ? _ ("the password of its private key is wrong")
                             : _ ("its private key is locked with a password, and none was given"));
  else if (!certificate)
    g_propagate_error (error, g_steal_pointer (&reason));
  return certificate;
}

static GTlsCertificate *
load (const char *path, const char *key_path, const char *password, GError **error)
{
  g_autofree char *data = NULL;
  g_autofree char *key = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  if (!strstr (data, "-----BEGIN "))
    return load_pkcs12 (data, length, password, error);
  if (key_path && !g_file_get_contents (key_path, &key, NULL, error))
    return NULL;
  if (placard_private_key_is_locked (key ? key : data))
    return load_locked (data, key ? key : data, password, error);
  return g_tls_certificate_new_from_files (path, key_path ? key_path : path, error);
}

GTlsCertificate *
placard_client_certificate_load (const char *path,
                                 const char *key,
                                 const char *password,
                                 GError **error)
{
  g_autoptr (GError) reason = NULL;
  GTlsCertificate *certificate = load (path, key, password, &reason);

  if (!certificate)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                 _ ("The client certificate “%s” cannot be used: %s"), path, reason->message);
  return certificate;
}
