/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-filename.h"

#include <string.h>

/* A name that leaves this file is one component of a path, and stays the same when it comes in
 * again. */

#define MAX_NAME 255
#define MAX_EXTENSION 32
/* Bytes of one character with its marks that are kept together. */
#define MAX_CLUSTER 24

/* Portable to FAT, NTFS and SMB; direction marks could show "gpj.exe" as "exe.jpg". */
static gboolean
is_unsafe (gunichar c)
{
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return TRUE;
  if (c < 0x80)
    return strchr ("/\\:*?\"<>|", (int) c) != NULL;
  return c == 0x061c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffd) || (c >= 0xe0000 && c <= 0xe007f);
}

/* Marks and joiners belong to the character before. */
static gboolean
is_continuation (gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* @name as valid UTF-8 with every unsafe character replaced, of its last component. */
static char *
replace_unsafe (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autoptr (GString) safe = g_string_new (NULL);
  const char *start = valid;

  for (const char *at = valid; *at; at++)
    if (*at == '/' || *at == '\\')
      start = at + 1;
  for (const char *at = start; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_unsafe (c))
      g_string_append_c (safe, '_');
    else
      g_string_append_unichar (safe, g_unichar_isspace (c) && c != 0x3000 ? ' ' : c);
  }
  return g_string_free (g_steal_pointer (&safe), FALSE);
}

static gboolean
is_edge (gunichar c)
{
  return c == '.' || g_unichar_isspace (c);
}

/* Blanks and dots at the ends: a leading dot hides, a trailing one is lost on other systems. */
static char *
trim_edges (const char *name)
{
  const char *end = name + strlen (name);

  while (*name && is_edge (g_utf8_get_char (name)))
    name = g_utf8_next_char (name);
  while (end > name) {
    const char *last = g_utf8_prev_char (end);

    if (!is_edge (g_utf8_get_char (last)))
      break;
    end = last;
  }
  return g_strndup (name, end - name);
}

/* Where the extension's dot is, or the end of @name. */
static const char *
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize length = dot ? strlen (dot + 1) : 0;

  return dot && dot > name && length > 0 && length <= MAX_EXTENSION ? dot : name + strlen (name);
}

/* At most @max bytes, never through a character, nor before its marks unless there is no end of
 * them. */
static gsize
fit (const char *text, gsize max)
{
  const char *cut, *end;

  if (strlen (text) <= max)
    return strlen (text);
  for (cut = text + max; (*cut & 0xc0) == 0x80;)
    cut--;
  end = cut;
  while (end > text && (is_continuation (g_utf8_get_char (end)) ||
                        (end - text >= 3 && memcmp (end - 3, "\xe2\x80\x8d", 3) == 0)))
    end = g_utf8_prev_char (end);
  return (gsize) ((cut - end > MAX_CLUSTER || end == text ? cut : end) - text);
}

/* stem + suffix + extension, of which the stem gives way. */
static char *
join (const char *stem, gsize stem_length, const char *suffix, const char *extension)
{
  g_autofree char *whole = g_strndup (stem, stem_length);
  gsize rest = strlen (suffix) + strlen (extension);
  gsize kept = fit (whole, rest < MAX_NAME ? MAX_NAME - rest : 0);

  while (kept && kept < stem_length && (whole[kept - 1] == ' ' || whole[kept - 1] == '.'))
    kept--;
  return g_strdup_printf ("%.*s%s%s", (int) kept, whole, suffix, extension);
}

char *
placard_filename_sanitise (const char *name)
{
  g_autofree char *safe = NULL;
  g_autofree char *trimmed = NULL;
  g_autofree char *cut = NULL;
  const char *extension;

  if (!name)
    return NULL;
  safe = replace_unsafe (name);
  trimmed = trim_edges (safe);
  if (!*trimmed)
    return NULL;
  if (strlen (trimmed) <= MAX_NAME)
    return g_steal_pointer (&trimmed);
  extension = find_extension (trimmed);
  cut = join (trimmed, (gsize) (extension - trimmed), "", extension);
  return trim_edges (cut);
}

char *
placard_filename_with_suffix (const char *name, const char *suffix)
{
  const char *extension = find_extension (name);

  return join (name, (gsize) (extension - name), suffix, extension);
}

/* Extensions */

typedef struct {
  PlacardMediaType type;
  const char *extensions; /* each between blanks; besides the type's own */
} Synonyms;

static const Synonyms synonyms[] = {
    {PLACARD_MEDIA_PNG, " apng "},   {PLACARD_MEDIA_JPEG, " jpeg jpe jfif "},
    {PLACARD_MEDIA_AVIF, " avifs "}, {PLACARD_MEDIA_TIFF, " tif "},
    {PLACARD_MEDIA_BMP, " dib "},    {PLACARD_MEDIA_PNM, " pbm pgm ppm pam "},
    {PLACARD_MEDIA_ICO, " cur "},    {PLACARD_MEDIA_HTML, " htm xhtml "},
};

/* What runs on the server and says nothing about the answer. */
static const char scripts[] =
    " php php3 php5 phtml asp aspx ashx jsp jspx do action cgi pl fcgi dll cfm axd ";
/* What a desktop would run or follow; Firefox's list and the like. */
static const char dangerous[] =
    " desktop lnk url local scf pif library-ms search-ms appimage exe com bat "
    "cmd msi scr vbs ps1 jar sh run ";

static gboolean
has_word (const char *words, const char *word)
{
  g_autofree char *needle = g_strdup_printf (" %s ", word);

  return strstr (words, needle) != NULL;
}

static gboolean
belongs_to (PlacardMediaType type, const char *extension)
{
  if (strcmp (extension, placard_media_type_to_extension (type)) == 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (synonyms[i].type == type && has_word (synonyms[i].extensions, extension))
      return TRUE;
  return FALSE;
}

static gboolean
belongs_to_a_picture (const char *extension)
{
  for (int type = PLACARD_MEDIA_PNG; type <= PLACARD_MEDIA_ICO; type++)
    if (belongs_to (type, extension))
      return TRUE;
  return FALSE;
}

/* "v1.2" and "holiday.2024-05-01" end in no extension. */
static gboolean
looks_like_extension (const char *extension)
{
  gboolean has_letter = FALSE;

  if (strlen (extension) > 5)
    return has_word (dangerous, extension);
  for (const char *at = extension; *at; at++) {
    if (!g_ascii_isalnum (*at))
      return FALSE;
    has_letter |= g_ascii_isalpha (*at);
  }
  return has_letter;
}

/* A picture's extension is its type's; another file keeps its own unless that is a lie or a
 * danger. */
static char *
put_extension_right (const char *name, PlacardMediaType type)
{
  const char *dot = find_extension (name);
  g_autofree char *extension = *dot ? g_ascii_strdown (dot + 1, -1) : g_strdup ("");
  g_autofree char *right = g_strdup_printf (".%s", placard_media_type_to_extension (type));
  gsize stem_length = (gsize) (dot - name);

  if (belongs_to (type, extension))
    return g_strdup (name);
  if (!looks_like_extension (extension))
    return join (name, strlen (name), "", right);
  if (placard_media_type_is_image (type))
    return join (name, stem_length, "", right);
  if (has_word (dangerous, extension))
    return join (name, strlen (name), "", ".download");
  if (belongs_to_a_picture (extension) ||
      (has_word (scripts, extension) && type > PLACARD_MEDIA_EMPTY))
    return join (name, stem_length, "", right);
  return g_strdup (name);
}

/* The last segment of the path, decoded once. */
static char *
dup_last_segment (GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *slash = strrchr (path, '/');
  g_autofree char *decoded = g_uri_unescape_string (slash ? slash + 1 : path, NULL);

  if (decoded && g_utf8_validate (decoded, -1, NULL))
    return placard_filename_sanitise (decoded);
  return placard_filename_sanitise (slash ? slash + 1 : path);
}

static char *
name_after_host (GUri *uri)
{
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autofree char *name = host && *host ? g_strdup_printf ("image-%s", host) : g_strdup ("image");

  /* An address of IPv6, and the dot that a host may end in. */
  return placard_filename_sanitise (g_strdelimit (name, ":", '-'));
}

/* The host's own dots are no extension. */
static char *
suggest_after_host (GUri *uri, PlacardMediaType type)
{
  g_autofree char *name = name_after_host (uri);
  g_autofree char *right = g_strdup_printf (".%s", placard_media_type_to_extension (type));

  return join (name, strlen (name), "", right);
}

/* "cards/me.placard" -> "me" */
static char *
dup_profile_name (const char *profile)
{
  g_autofree char *name = profile ? g_path_get_basename (profile) : NULL;

  if (name && g_str_has_suffix (name, ".placard"))
    name[strlen (name) - strlen (".placard")] = '\0';
  return placard_filename_sanitise (name);
}

char *
placard_filename_suggest (const char *disposition, const char *url, PlacardMediaType type)
{
  return placard_filename_suggest_for_profile (disposition, url, NULL, type);
}

char *
placard_filename_suggest_for_profile (const char *disposition,
                                      const char *url,
                                      const char *profile,
                                      PlacardMediaType type)
{
  GUriFlags flags = G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED;
  g_autoptr (GUri) uri = url ? g_uri_parse (url, flags, NULL) : NULL;
  g_autofree char *given = placard_filename_parse_disposition (disposition, NULL);
  g_autofree char *name = placard_filename_sanitise (given);

  if (!name && uri && g_strcmp0 (g_uri_get_scheme (uri), "data") != 0)
    name = dup_last_segment (uri);
  if (!name)
    name = dup_profile_name (profile);
  return name ? put_extension_right (name, type) : suggest_after_host (uri, type);
}
