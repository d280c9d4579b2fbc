/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-pin.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "sha256//"
#define DIGEST_BYTES 32

/* --- the public key inside a certificate: RFC 5280, section 4.1, in DER ------------------------ */

typedef struct {
  const guint8 *bytes;
  gsize n;
} Span;

/* The element at the front of @span: its tag, its contents, all of it; @span moves behind it. */
static gboolean
take_element (Span *span, guint8 *tag, Span *contents, Span *whole)
{
  gsize header = 2, length;

  if (span->n < 2)
    return FALSE;
  *tag = span->bytes[0];
  length = span->bytes[1];
  if (length & 0x80) {
    gsize n_octets = length & 0x7f;

    if (n_octets == 0 || n_octets > 4 || span->n < 2 + n_octets)
      return FALSE;
    length = 0;
    for (gsize i = 0; i < n_octets; i++)
      length = length << 8 | span->bytes[2 + i];
    header += n_octets;
  }
  if (length > span->n - header)
    return FALSE;
  *contents = (Span){span->bytes + header, length};
  *whole = (Span){span->bytes, header + length};
  span->bytes += header + length;
  span->n -= header + length;
  return TRUE;
}

/* Certificate -> tbsCertificate -> [version] serial algorithm issuer validity subject, then the key. */
static gboolean
find_public_key (Span certificate, Span *key)
{
  Span contents, tbs, whole;
  guint8 tag;

  if (!take_element (&certificate, &tag, &contents, &whole) || tag != 0x30)
    return FALSE;
  if (!take_element (&contents, &tag, &tbs, &whole) || tag != 0x30)
    return FALSE;
  if (tbs.n > 0 && tbs.bytes[0] == 0xa0 && !take_element (&tbs, &tag, &contents, &whole))
    return FALSE;
  for (int i = 0; i < 5; i++)
    if (!take_element (&tbs, &tag, &contents, &whole))
      return FALSE;
  return take_element (&tbs, &tag, &contents, key) && tag == 0x30;
}

static void
digest_bytes (Span span, guint8 digest[DIGEST_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = DIGEST_BYTES;

  g_checksum_update (checksum, span.bytes, span.n);
  g_checksum_get_digest (checksum, digest, &n);
}

/* --- pins -------------------------------------------------------------------------------------- */

typedef struct {
  gboolean of_key; /* else of the whole certificate */
  guint8 digest[DIGEST_BYTES];
} Pin;

static gboolean
parse_hexadecimal (const char *text, Pin *pin)
{
  gsize n = 0;

  for (; *text; text++) {
    int value = g_ascii_xdigit_value (*text);

    if (*text == ':')
      continue;
    if (value < 0 || n >= 2 * DIGEST_BYTES)
      return FALSE;
    pin->digest[n / 2] = n % 2 ? pin->digest[n / 2] | value : value << 4;
    n++;
  }
  return n == 2 * DIGEST_BYTES;
}

static gboolean
parse_pin (const char *text, Pin *pin)
{
  g_autofree guint8 *decoded = NULL;
  gsize n = 0;

  pin->of_key = g_str_has_prefix (text, PREFIX);
  if (!pin->of_key)
    return parse_hexadecimal (text, pin);
  if (!text[strlen (PREFIX)])
    return FALSE;
  decoded = g_base64_decode (text + strlen (PREFIX), &n);
  if (n != DIGEST_BYTES)
    return FALSE;
  memcpy (pin->digest, decoded, n);
  return TRUE;
}

gboolean
placard_pin_validate (const char *pins, GError **error)
{
  g_auto (GStrv) texts = g_strsplit (pins, ";", -1);
  Pin pin;

  for (guint i = 0; texts[i] || i == 0; i++) {
    if (texts[i] && parse_pin (g_strstrip (texts[i]), &pin))
      continue;
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("“%s” is neither sha256// with a key's digest nor a certificate's SHA-256 "
                    "fingerprint"),
                 texts[i] ? texts[i] : "");
    return FALSE;
  }
  return TRUE;
}

gboolean
placard_pin_matches (const char *pins, GTlsCertificate *certificate)
{
  g_auto (GStrv) texts = g_strsplit (pins, ";", -1);
  g_autoptr (GByteArray) der = NULL;
  guint8 of_all[DIGEST_BYTES], of_key[DIGEST_BYTES];
  gboolean has_key;
  Span all, key;

  g_object_get (certificate, "certificate", &der, NULL);
  all = (Span){der->data, der->len};
  digest_bytes (all, of_all);
  has_key = find_public_key (all, &key);
  if (has_key)
    digest_bytes (key, of_key);

  for (guint i = 0; texts[i]; i++) {
    Pin pin;

    if (!parse_pin (g_strstrip (texts[i]), &pin) || (pin.of_key && !has_key))
      continue;
    if (memcmp (pin.digest, pin.of_key ? of_key : of_all, DIGEST_BYTES) == 0)
      return TRUE;
  }
  return FALSE;
}

char *
placard_pin_from_certificate (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *base64 = NULL;
  guint8 digest[DIGEST_BYTES];
  Span key;

  g_object_get (certificate, "certificate", &der, NULL);
  if (!find_public_key ((Span){der->data, der->len}, &key))
    return NULL;
  digest_bytes (key, digest);
  base64 = g_base64_encode (digest, sizeof digest);
  return g_strconcat (PREFIX, base64, NULL);
}
