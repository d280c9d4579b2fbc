/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-shell-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"

#define NAME_FIRST "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define NAME_REST NAME_FIRST "0123456789"
#define BARE "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,"

/* Reads @at to the end; @word is NULL between two words. */
typedef struct {
  const char *at;
  GString *word;
  GPtrArray *words;
} Splitter;

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, sentence);
  return FALSE;
}

static GString *
word (Splitter *splitter)
{
  if (!splitter->word)
    splitter->word = g_string_new (NULL);
  return splitter->word;
}

static void
end_word (Splitter *splitter)
{
  if (splitter->word)
    g_ptr_array_add (splitter->words, g_string_free (g_steal_pointer (&splitter->word), FALSE));
}

static gboolean
read_single (Splitter *splitter, GError **error)
{
  const char *end = strchr (splitter->at + 1, '\'');

  if (!end)
    return fail (error, _ ("The command has a ' that is not closed"));
  g_string_append_len (word (splitter), splitter->at + 1, end - splitter->at - 1);
  splitter->at = end + 1;
  return TRUE;
}

/* "$NAME" or "${NAME}": kept as a reference. Anything else that begins with a "$" would have to be run. */
static gboolean
read_dollar (Splitter *splitter, GError **error)
{
  const char *name = splitter->at + 1;
  gsize length;

  if (*name == '(' || (*name == '{' && !strchr (NAME_FIRST, name[1])))
    return fail (error, _ ("The command has another command in it, “$(…)”, which is not run"));
  if (*name == '{')
    name++;
  length = *name && strchr (NAME_FIRST, *name) ? strspn (name, NAME_REST) : 0;
  if (length == 0) {
    g_string_append_c (word (splitter), '$');
    splitter->at++;
    return TRUE;
  }
  if (splitter->at[1] == '{' && name[length] != '}')
    return fail (error, _ ("The command has a “${…}” in it that only a shell could work out"));
  g_string_append_printf (word (splitter), "${%.*s}", (int) length, name);
  splitter->at = name + length + (splitter->at[1] == '{');
  return TRUE;
}

/* How many characters a "\" before a line break and the line break are; 0 when there is none. */
static gsize
continuation_length (const char *at)
{
  if (*at != '\\')
    return 0;
  if (at[1] == '\n')
    return 2;
  return at[1] == '\r' && at[2] == '\n' ? 3 : 0;
}

static gboolean
read_double (Splitter *splitter, GError **error)
{
  word (splitter);
  splitter->at++;
  while (*splitter->at && *splitter->at != '"') {
    gsize continuation = continuation_length (splitter->at);

    if (*splitter->at == '`')
      return fail (error, _ ("The command has another command in it, “`…`”, which is not run"));
    if (*splitter->at == '$') {
      if (!read_dollar (splitter, error))
        return FALSE;
    } else if (continuation) {
      splitter->at += continuation;
    } else {
      if (*splitter->at == '\\' && splitter->at[1] && strchr ("\\\"$`", splitter->at[1]))
        splitter->at++;
      g_string_append_c (splitter->word, *splitter->at++);
    }
  }
  if (!*splitter->at)
    return fail (error, _ ("The command has a \" that is not closed"));
  splitter->at++;
  return TRUE;
}

/* The value of up to @max digits of @base at @at, which is moved behind them. */
static guint
read_digits (const char **at, guint base, int max)
{
  guint value = 0;

  for (int i = 0; i < max; i++, (*at)++) {
    int digit = g_ascii_xdigit_value (**at);

    if (digit < 0 || (guint) digit >= base)
      break;
    value = value * base + (guint) digit;
  }
  return value;
}

static gboolean
append_code_point (Splitter *splitter, guint code, GError **error)
{
  if (code == 0)
    return fail (error, _ ("The command has a NUL in it, which no option can have"));
  if (!g_unichar_validate (code))
    return fail (error, _ ("The command has a character in it that does not exist"));
  g_string_append_unichar (splitter->word, code);
  return TRUE;
}

/* \xHH, \NNN: bytes; \uHHHH, \UHHHHHHHH: characters, in surrogate pairs too, as Chrome writes them. */
static gboolean
read_number_escape (Splitter *splitter, char kind, GError **error)
{
  guint value;

  if (kind == 'u' || kind == 'U') {
    splitter->at++;
    value = read_digits (&splitter->at, 16, kind == 'u' ? 4 : 8);
    if (value >= 0xD800 && value < 0xDC00 && g_str_has_prefix (splitter->at, "\\u")) {
      const char *low_at = splitter->at + 2;
      guint low = read_digits (&low_at, 16, 4);

      if (low >= 0xDC00 && low < 0xE000) {
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        splitter->at = low_at;
      }
    }
    return append_code_point (splitter, value, error);
  }
  if (kind == 'x') {
    splitter->at++;
    value = read_digits (&splitter->at, 16, 2);
  } else {
    value = read_digits (&splitter->at, 8, 3);
  }
  if ((value & 0xFF) == 0)
    return append_code_point (splitter, 0, error);
  g_string_append_c (splitter->word, (char) value);
  return TRUE;
}

/* One escape of $'...', the backslash being read already. */
static gboolean
read_escape (Splitter *splitter, GError **error)
{
  static const char letters[] = "abeEfnrtv\\'\"?";
  static const char meanings[] = "\a\b\033\033\f\n\r\t\v\\'\"?";
  char c = *splitter->at;
  const char *letter = c ? strchr (letters, c) : NULL;

  if (letter) {
    g_string_append_c (splitter->word, meanings[letter - letters]);
    splitter->at++;
    return TRUE;
  }
  if (c == 'u' || c == 'U' || c == 'x' || (c >= '0' && c <= '7'))
    return read_number_escape (splitter, c, error);
  g_string_append_c (splitter->word, '\\');
  return TRUE;
}

static gboolean
read_ansi (Splitter *splitter, GError **error)
{
  word (splitter);
  splitter->at += 2;
  while (*splitter->at && *splitter->at != '\'') {
    if (*splitter->at != '\\') {
      g_string_append_c (splitter->word, *splitter->at++);
      continue;
    }
    splitter->at++;
    if (!read_escape (splitter, error))
      return FALSE;
  }
  if (!*splitter->at)
    return fail (error, _ ("The command has a $' that is not closed"));
  splitter->at++;
  return TRUE;
}

/* A backslash outside quotes: the next character as it is; before a line break, nothing at all. */
static void
read_backslash (Splitter *splitter)
{
  gsize continuation = continuation_length (splitter->at);

  if (continuation) {
    splitter->at += continuation;
    return;
  }
  splitter->at++;
  if (*splitter->at)
    g_string_append_c (word (splitter), *splitter->at++);
}

/* Where the command ends and something else of the shell begins. An "&" within a word is more likely an
 * address that was pasted without quotes. */
static gboolean
is_end (const Splitter *splitter)
{
  char c = *splitter->at;

  if (strchr ("|;<>\n", c))
    return TRUE;
  return c == '&' && (!splitter->word || !splitter->at[1] || strchr (" \t\r\n&", splitter->at[1]));
}

static gboolean
read_next (Splitter *splitter, GError **error)
{
  switch (*splitter->at) {
  case ' ':
  case '\t':
  case '\r':
    end_word (splitter);
    splitter->at++;
    return TRUE;
  case '\'':
    return read_single (splitter, error);
  case '"':
    return read_double (splitter, error);
  case '\\':
    read_backslash (splitter);
    return TRUE;
  case '`':
    return fail (error, _ ("The command has another command in it, “`…`”, which is not run"));
  case '$':
    if (splitter->at[1] == '\'')
      return read_ansi (splitter, error);
    if (splitter->at[1] == '"') {
      splitter->at++;
      return TRUE;
    }
    return read_dollar (splitter, error);
  default:
    g_string_append_c (word (splitter), *splitter->at++);
    return TRUE;
  }
}

static char **
finish (Splitter *splitter)
{
  end_word (splitter);
  g_ptr_array_add (splitter->words, NULL);
  return (char **) g_ptr_array_free (splitter->words, FALSE);
}

static void
abandon (Splitter *splitter)
{
  if (splitter->word)
    g_string_free (splitter->word, TRUE);
  g_ptr_array_set_free_func (splitter->words, g_free);
  g_ptr_array_unref (splitter->words);
}

static void
leave_out (GPtrArray *left_out, const char *rest)
{
  g_autofree char *text = g_strstrip (g_strdup (rest));

  if (*text)
    g_ptr_array_add (left_out, g_steal_pointer (&text));
}

char **
placard_shell_words_split (const char *text, GPtrArray *left_out, GError **error)
{
  Splitter splitter = {text + strspn (text, " \t\r\n"), NULL, g_ptr_array_new ()};

  while (*splitter.at && !is_end (&splitter)) {
    if (!read_next (&splitter, error)) {
      abandon (&splitter);
      return NULL;
    }
  }
  leave_out (left_out, splitter.at);
  return finish (&splitter);
}

/* Windows */

gboolean
placard_shell_words_is_cmd (const char *text)
{
  const char *argument = text + strcspn (text, " \t");

  argument += strspn (argument, " \t");
  if (g_str_has_prefix (argument, "^\""))
    return TRUE;
  /* A "^" may well end a line within the quotes of the other kind. */
  return (strstr (text, " ^\n") || strstr (text, " ^\r\n")) && *argument != '\'' &&
         !strstr (text, " \\\n");
}

/* What cmd.exe passes on: outside quotes a "^" makes the next character an ordinary one, and joins the
 * next line. Returns where the command ends. */
static const char *
undo_carets (const char *text, GString *line)
{
  gboolean quoted = FALSE;

  for (; *text; text++) {
    if (*text == '\r' && text[1] == '\n')
      continue;
    if (*text == '^' && !quoted) {
      text++;
      if (*text == '\r')
        text++;
      /* The line break is gone; what follows it is ordinary, even another line break. */
      if (*text == '\n')
        text++;
      if (*text == '\r')
        text++;
      if (!*text)
        break;
      g_string_append_c (line, *text);
      continue;
    }
    if (*text == '"')
      quoted = !quoted;
    if (!quoted && strchr ("|&<>\n", *text))
      break;
    g_string_append_c (line, *text);
  }
  return text;
}

/* As many backslashes as stand before a quote are half as many; an odd one makes the quote ordinary. */
static void
read_backslashes (Splitter *splitter)
{
  gsize n = strspn (splitter->at, "\\");

  splitter->at += n;
  if (*splitter->at != '"') {
    for (gsize i = 0; i < n; i++)
      g_string_append_c (word (splitter), '\\');
    return;
  }
  for (gsize i = 0; i < n / 2; i++)
    g_string_append_c (word (splitter), '\\');
  if (n % 2 == 1)
    g_string_append_c (word (splitter), *splitter->at++);
}

char **
placard_shell_words_split_cmd (const char *text, GPtrArray *left_out, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *end = undo_carets (text + strspn (text, " \t\r\n"), line);
  Splitter splitter = {line->str, NULL, g_ptr_array_new ()};
  gboolean quoted = FALSE;

  while (*splitter.at) {
    if (*splitter.at == '\\') {
      read_backslashes (&splitter);
    } else if (*splitter.at == '"' && quoted && splitter.at[1] == '"') {
      g_string_append_c (word (&splitter), '"');
      splitter.at += 2;
    } else if (*splitter.at == '"') {
      word (&splitter);
      quoted = !quoted;
      splitter.at++;
    } else if (!quoted && strchr (" \t", *splitter.at)) {
      end_word (&splitter);
      splitter.at++;
    } else {
      g_string_append_c (word (&splitter), *splitter.at++);
    }
  }
  if (quoted) {
    abandon (&splitter);
    fail (error, _ ("The command has a \" that is not closed"));
    return NULL;
  }
  leave_out (left_out, end);
  return finish (&splitter);
}

/* Writing */

static char *
quote_ansi (const char *text)
{
  GString *out = g_string_new ("$'");

  for (const char *at = text; *at; at++) {
    if (*at == '\'' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if (*at == '\n')
      g_string_append (out, "\\n");
    else if (g_ascii_iscntrl (*at))
      g_string_append_printf (out, "\\x%02x", (guchar) *at);
    else
      g_string_append_c (out, *at);
  }
  g_string_append_c (out, '\'');
  return g_string_free (out, FALSE);
}

char *
placard_shell_words_quote (const char *text)
{
  gboolean control = FALSE;

  if (*text && strspn (text, BARE) == strlen (text))
    return g_strdup (text);
  for (const char *at = text; *at; at++)
    control |= g_ascii_iscntrl (*at);
  if (control || !g_utf8_validate (text, -1, NULL))
    return quote_ansi (text);
  return g_shell_quote (text);
}
