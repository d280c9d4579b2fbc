/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-json-prefix.h"

#include <string.h>

/* A push-down recogniser that looks at each byte once. It reads a window of the start only, so
 * nesting that is deeper than the stack is no longer judged but believed. */

#define MAX_DEPTH 2048

typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_CLOSE, /* just after '[' */
  EXPECT_NAME,
  EXPECT_NAME_OR_CLOSE, /* just after '{' */
  EXPECT_COLON,
  EXPECT_COMMA_OR_CLOSE,
  EXPECT_NOTHING, /* the root is closed */
} Expectation;

typedef struct {
  const char *at;
  const char *end;
  gboolean cut; /* ran out of text inside a token */
  Expectation expected;
  guint depth;
  char stack[MAX_DEPTH];
} Reader;

static void
skip_space (Reader *self)
{
  while (self->at < self->end && *self->at && strchr (" \t\r\n", *self->at))
    self->at++;
}

static gboolean
read_string (Reader *self)
{
  self->at++;
  for (; self->at < self->end; self->at++) {
    if ((guchar) *self->at < 0x20)
      return FALSE;
    if (*self->at == '"') {
      self->at++;
      return TRUE;
    }
    if (*self->at == '\\' && ++self->at < self->end &&
        (!*self->at || !strchr ("\"\\/bfnrtu", *self->at)))
      return FALSE;
    if (self->at == self->end)
      break;
  }
  self->cut = TRUE;
  return TRUE;
}

static gboolean
read_word (Reader *self, const char *word)
{
  for (; *word && self->at < self->end; word++, self->at++)
    if (*self->at != *word)
      return FALSE;
  self->cut = *word != '\0';
  return TRUE;
}

static gboolean
read_digits (Reader *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  self->cut = self->at == self->end;
  return self->at > start || self->cut;
}

static gboolean
read_number (Reader *self)
{
  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!read_digits (self))
    return FALSE;
  if (self->at < self->end && *self->at == '.') {
    self->at++;
    if (!read_digits (self))
      return FALSE;
  }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E')) {
    self->at++;
    if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
      self->at++;
    if (!read_digits (self))
      return FALSE;
  }
  return TRUE;
}

static gboolean
open_container (Reader *self, char bracket)
{
  if (self->depth == MAX_DEPTH) {
    self->cut = TRUE;
    return TRUE;
  }
  self->stack[self->depth++] = bracket;
  self->at++;
  self->expected = bracket == '{' ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
  return TRUE;
}

static gboolean
close_container (Reader *self)
{
  char opened = self->stack[--self->depth];

  if ((opened == '{') != (*self->at == '}'))
    return FALSE;
  self->at++;
  self->expected = self->depth ? EXPECT_COMMA_OR_CLOSE : EXPECT_NOTHING;
  return TRUE;
}

static gboolean
read_value (Reader *self)
{
  char c = *self->at;

  if (c == '{' || c == '[')
    return open_container (self, c);
  if (self->depth == 0)
    return FALSE;
  self->expected = EXPECT_COMMA_OR_CLOSE;
  if (c == '"')
    return read_string (self);
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (self);
  return read_word (self, c == 't' ? "true" : c == 'f' ? "false" : "null");
}

static gboolean
read_comma (Reader *self)
{
  if (*self->at != ',')
    return FALSE;
  self->at++;
  self->expected = self->stack[self->depth - 1] == '{' ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

static gboolean
step (Reader *self)
{
  char c = *self->at;

  switch (self->expected) {
  case EXPECT_VALUE:
    return read_value (self);
  case EXPECT_VALUE_OR_CLOSE:
    return c == ']' ? close_container (self) : read_value (self);
  case EXPECT_NAME:
  case EXPECT_NAME_OR_CLOSE:
    if (c == '}' && self->expected == EXPECT_NAME_OR_CLOSE)
      return close_container (self);
    self->expected = EXPECT_COLON;
    return c == '"' && read_string (self);
  case EXPECT_COLON:
    self->at++;
    self->expected = EXPECT_VALUE;
    return c == ':';
  case EXPECT_COMMA_OR_CLOSE:
    return c == ']' || c == '}' ? close_container (self) : read_comma (self);
  case EXPECT_NOTHING:
    return FALSE;
  }
  return FALSE;
}

gboolean
placard_json_prefix_is_plausible (const char *text, gsize length, gboolean is_whole)
{
  Reader reader = {.at = text, .end = text + length};

  for (skip_space (&reader); reader.at < reader.end && !reader.cut; skip_space (&reader))
    if (!step (&reader))
      return FALSE;

  return !is_whole || (reader.expected == EXPECT_NOTHING && !reader.cut);
}

gboolean
placard_json_is_tame (const char *text, guint most_levels)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (; *text; text++) {
    if (in_string && *text == '\\' && text[1])
      text++;
    else if (*text == '"')
      in_string = !in_string;
    else if (!in_string && (*text == '{' || *text == '['))
      depth++;
    else if (!in_string && (*text == '}' || *text == ']'))
      depth -= depth > 0;
    /* What would be a string or a comment to json-glib alone could hide a bracket. */
    if (depth > most_levels || (!in_string && strchr ("/'#", *text)))
      return FALSE;
  }
  return TRUE;
}
