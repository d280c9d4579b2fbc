/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-markup.h"

#include <string.h>

/* The prolog is walked item by item (declaration, instruction, comment, DOCTYPE) until the root
 * element tells what the document is. A document whose root is not within the window is what its
 * first item says. */

typedef struct {
  const char *at;
  const char *end;
  PlacardMediaType fallback; /* if the root cannot be seen */
} Prolog;

typedef enum {
  ITEM_SKIPPED,
  ITEM_CUT,  /* it does not end within the text */
  ITEM_ROOT, /* not an item of the prolog */
} Item;

static void
skip_space (Prolog *self)
{
  while (self->at < self->end && g_ascii_isspace (*self->at))
    self->at++;
}

/* 1: starts with it; 0: does not; -1: so far it does. */
static int
starts_with (const Prolog *self, const char *word)
{
  gsize n = MIN (strlen (word), (gsize) (self->end - self->at));

  if (g_ascii_strncasecmp (self->at, word, n) != 0)
    return 0;
  return word[n] ? -1 : 1;
}

static gboolean
skip_past (Prolog *self, const char *mark)
{
  const char *found = memmem (self->at, self->end - self->at, mark, strlen (mark));

  if (!found)
    return FALSE;
  self->at = found + strlen (mark);
  return TRUE;
}

/* The internal subset may hold '>' in its declarations. */
static gboolean
skip_doctype (Prolog *self)
{
  gboolean subset = FALSE;
  char quote = 0;

  for (; self->at < self->end; self->at++) {
    char c = *self->at;

    if (quote)
      quote = c == quote ? 0 : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '[' || c == ']')
      subset = c == '[';
    else if (c == '>' && !subset) {
      self->at++;
      return TRUE;
    }
  }
  return FALSE;
}

static Item
skip_doctype_of (Prolog *self)
{
  static const char html[] = "<!DOCTYPE HTML", svg[] = "<!DOCTYPE svg";

  if (starts_with (self, html) == 1)
    self->fallback = PLACARD_MEDIA_HTML;
  else if (starts_with (self, svg) == 1)
    self->fallback = PLACARD_MEDIA_SVG;
  else if (starts_with (self, html) == -1 || starts_with (self, svg) == -1)
    return ITEM_CUT;
  else if (self->fallback == PLACARD_MEDIA_UNKNOWN)
    self->fallback = PLACARD_MEDIA_XML;
  return skip_doctype (self) ? ITEM_SKIPPED : ITEM_CUT;
}

static Item
skip_item (Prolog *self)
{
  int comment = starts_with (self, "<!--");
  int doctype = starts_with (self, "<!DOCTYPE");
  int instruction = starts_with (self, "<?");

  if (comment == -1 || doctype == -1 || instruction == -1)
    return ITEM_CUT;
  if (comment) {
    if (self->fallback == PLACARD_MEDIA_UNKNOWN)
      self->fallback = PLACARD_MEDIA_HTML; /* as the standard has it */
    self->at += 4;
    return skip_past (self, "-->") ? ITEM_SKIPPED : ITEM_CUT;
  }
  if (doctype)
    return skip_doctype_of (self);
  if (!instruction || (starts_with (self, "<?xml") == 0 && self->fallback == PLACARD_MEDIA_UNKNOWN))
    return ITEM_ROOT;
  if (starts_with (self, "<?xml") == 1 && self->fallback == PLACARD_MEDIA_UNKNOWN)
    self->fallback = PLACARD_MEDIA_XML;
  return skip_past (self, "?>") ? ITEM_SKIPPED : ITEM_CUT;
}

/* The local name of the tag at the reader's place; %NULL and @cut when it may go on. */
static char *
dup_root_name (const Prolog *self, gboolean *cut)
{
  const char *start = self->at + 1;
  const char *at = start;

  for (; at < self->end && (g_ascii_isalnum (*at) || (*at && strchr (":_-.", *at))); at++)
    if (*at == ':')
      start = at + 1;
  *cut = at == self->end;
  if (*cut || at == start || !(g_ascii_isspace (*at) || *at == '>' || *at == '/'))
    return NULL;
  return g_strndup (start, at - start);
}

static PlacardMediaType
judge_root (const char *name, PlacardMediaType fallback)
{
  /* The standard's list, and four that pages without <html> begin with in practice. */
  static const char *const tags[] = {"html",  "head", "script", "iframe", "h1",     "div",  "font",
                                     "table", "a",    "style",  "title",  "b",      "body", "br",
                                     "p",     "meta", "link",   "form",   "center", NULL};

  if (strcmp (name, "svg") == 0)
    return PLACARD_MEDIA_SVG;
  /* XHTML is XML for the standard; for a person who wanted a picture it is a web page. */
  if (fallback == PLACARD_MEDIA_XML)
    return strcmp (name, "html") == 0 ? PLACARD_MEDIA_HTML : PLACARD_MEDIA_XML;
  for (gsize i = 0; tags[i]; i++)
    if (g_ascii_strcasecmp (name, tags[i]) == 0)
      return PLACARD_MEDIA_HTML;
  return fallback;
}

static gboolean
sniff_root (const Prolog *self, gboolean is_window, PlacardMediaType *type)
{
  gboolean cut = FALSE;
  g_autofree char *name = *self->at == '<' ? dup_root_name (self, &cut) : NULL;

  if (cut && !is_window)
    return TRUE;
  *type = name ? judge_root (name, self->fallback) : self->fallback;
  return *type != PLACARD_MEDIA_UNKNOWN;
}

gboolean
placard_markup_sniff (const char *text, gsize length, gboolean is_window, PlacardMediaType *type)
{
  Prolog prolog = {.at = text, .end = text + length};
  Item item;

  *type = PLACARD_MEDIA_UNKNOWN;
  do {
    skip_space (&prolog);
    item = prolog.at < prolog.end ? skip_item (&prolog) : ITEM_CUT;
  } while (item == ITEM_SKIPPED);

  if (item == ITEM_ROOT)
    return sniff_root (&prolog, is_window, type);
  if (is_window)
    *type = prolog.fallback;
  return !is_window || *type != PLACARD_MEDIA_UNKNOWN;
}
