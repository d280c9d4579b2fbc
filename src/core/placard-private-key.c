/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-private-key.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>
#include <string.h>

#include "placard-error.h"

#define LIBRARY "libgnutls.so.30"
#define KEY_END "PRIVATE KEY-----"

/* The first "-----BEGIN ... PRIVATE KEY-----" and what follows its line. */
static const char *
find_key (const char *pem)
{
  for (const char *begin = strstr (pem, "-----BEGIN "); begin;
       begin = strstr (begin + 1, "-----BEGIN ")) {
    const char *key = strstr (begin, KEY_END);
    const char *line = strpbrk (begin, "\r\n");

    if (key && (!line || key < line))
      return begin;
  }
  return NULL;
}

gboolean
placard_private_key_is_locked (const char *pem)
{
  const char *key = find_key (pem);
  const char *end = key ? strstr (key, "-----END ") : NULL;
  const char *locked = key ? strstr (key, "ENCRYPTED") : NULL;

  return locked && (!end || locked < end);
}

/* The few functions of GnuTLS that are wanted, with the types of its header. */
typedef struct {
  typeof (&gnutls_x509_privkey_init) init;
  typeof (&gnutls_x509_privkey_deinit) deinit;
  typeof (&gnutls_x509_privkey_import2) import;
  typeof (&gnutls_x509_privkey_export2_pkcs8) export;
  typeof (&gnutls_free) release;
  typeof (&gnutls_strerror) describe;
} Library;

static gboolean
load_library (Library *library)
{
  /* Never unloaded: it keeps state for the whole process. */
  void *handle = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);

  if (!handle)
    return FALSE;
  library->init = dlsym (handle, "gnutls_x509_privkey_init");
  library->deinit = dlsym (handle, "gnutls_x509_privkey_deinit");
  library->import = dlsym (handle, "gnutls_x509_privkey_import2");
  library->export = dlsym (handle, "gnutls_x509_privkey_export2_pkcs8");
  library->release = dlsym (handle, "gnutls_free");
  library->describe = dlsym (handle, "gnutls_strerror");
  return library->init && library->deinit && library->import && library->export &&
         library->release && library->describe;
}

static char *
copy_text (const Library *library, gnutls_datum_t *datum)
{
  char *text = g_strndup ((const char *) datum->data, datum->size);

  explicit_bzero (datum->data, datum->size);
  (*library->release) (datum->data);
  return text;
}

static char *
unlock (const Library *library, const char *pem, const char *password, int *status)
{
  gnutls_datum_t in = {(unsigned char *) pem, strlen (pem)};
  gnutls_datum_t out = {NULL, 0};
  gnutls_x509_privkey_t key;
  char *text = NULL;

  *status = library->init (&key);
  if (*status < 0)
    return NULL;
  *status = library->import (key, &in, GNUTLS_X509_FMT_PEM, password, 0);
  if (*status >= 0)
    *status = library->export(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &out);
  if (*status >= 0)
    text = copy_text (library, &out);
  library->deinit (key);
  return text;
}

static void
explain (const Library *library, int status, GError **error)
{
  if (status == GNUTLS_E_DECRYPTION_FAILED)
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                         _ ("the password of its private key is wrong"));
  else
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TLS, library->describe (status));
}

char *
placard_private_key_unlock (const char *pem, const char *password, GError **error)
{
  Library library;
  const char *key = find_key (pem);
  char *unlocked;
  int status;

  if (!password) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                         _ ("its private key is locked with a password, and none was given"));
    return NULL;
  }
  if (!load_library (&library)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                 _ ("its private key is locked, and %s, which unlocks keys, is not installed"),
                 LIBRARY);
    return NULL;
  }
  unlocked = unlock (&library, key ? key : pem, password, &status);
  if (!unlocked)
    explain (&library, status, error);
  return unlocked;
}

void
placard_private_key_free (char *pem)
{
  if (pem)
    explicit_bzero (pem, strlen (pem));
  g_free (pem);
}
