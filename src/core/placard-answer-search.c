/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-answer-search.h"

#include <string.h>

#include "placard-json-pointer.h"

/* What is behind these is not looked for: a search that nobody asked for stays short. */
#define MAX_BYTES (G_GOFFSET_CONSTANT (256) << 20)
#define MAX_CANDIDATES 1000

typedef struct {
  gboolean is_list;
  guint64 index;
  char *name;
} Level;

typedef struct {
  GArray *levels; /* (element-type Level) */
  GPtrArray *candidates;
} Search;

void
placard_answer_candidate_free (PlacardAnswerCandidate *candidate)
{
  g_free (candidate->pointer);
  g_free (candidate->group);
  g_free (candidate->text);
  g_free (candidate);
}

static void
level_clear (gpointer data)
{
  g_free (((Level *) data)->name);
}

/* Of the member that the text is in, lists in between left out; letters and digits, in lower case. */
static char *
nearest_name (const Search *self)
{
  for (guint i = self->levels->len; i > 0; i--) {
    const Level *level = &g_array_index (self->levels, Level, i - 1);

    if (!level->is_list) {
      GString *plain = g_string_new (NULL);

      for (const char *at = level->name; *at; at++)
        if (g_ascii_isalnum (*at))
          g_string_append_c (plain, g_ascii_tolower (*at));
      return g_string_free (plain, FALSE);
    }
  }
  return g_strdup ("");
}

/* 20 for a name that means the picture, 10 for one that may, less for pictures that are ornaments. */
static int
rate_name (const char *name)
{
  static const char *const strong[] = {"qr", "img", "image", "pic", "photo"};
  static const char *const ornaments[] = {"icon", "logo", "avatar", "thumb", "cover", "background"};
  static const char *const weak[] = {"url",    "src",  "data", "base64", "file", "content",
                                     "result", "body", "code", "uri",    "link", "href"};
  int rating = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    if (strcmp (name, weak[i]) == 0)
      rating = 10;
  for (gsize i = 0; i < G_N_ELEMENTS (strong); i++)
    if (strstr (name, strong[i]))
      rating = 20;
  for (gsize i = 0; i < G_N_ELEMENTS (ornaments); i++)
    if (strstr (name, ornaments[i]))
      rating -= 5;
  return rating;
}

/* 0: no candidate. */
static int
rate (PlacardAnswerText kind, const char *name)
{
  int by_name = rate_name (name);

  switch (kind) {
  case PLACARD_ANSWER_TEXT_DATA_URL:
    return 120 + by_name;
  case PLACARD_ANSWER_TEXT_BASE64:
    return 90 + by_name;
  case PLACARD_ANSWER_TEXT_PICTURE:
    return 60 + by_name;
  case PLACARD_ANSWER_TEXT_ADDRESS:
    return by_name >= 10 ? 30 + by_name : 0;
  case PLACARD_ANSWER_TEXT_INLINE:
  case PLACARD_ANSWER_TEXT_RELATIVE:
  case PLACARD_ANSWER_TEXT_NOTHING:
    return 0;
  }
  return 0;
}

static char *
make_pointer (const Search *self, gboolean group)
{
  g_autofree char *pointer = g_strdup ("");

  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);
    g_autofree char *parent = g_steal_pointer (&pointer);
    char number[24] = "*";

    if (level->is_list && !group)
      g_snprintf (number, sizeof number, "%" G_GUINT64_FORMAT, level->index);
    pointer = placard_json_pointer_append (parent, level->is_list ? number : level->name);
  }
  return g_steal_pointer (&pointer);
}

static void
consider (Search *self, PlacardJsonReader *reader)
{
  const char *text = placard_json_reader_get_text (reader);
  PlacardAnswerText kind =
      placard_answer_text_classify (text, !placard_json_reader_is_text_cut (reader));
  g_autofree char *name = kind == PLACARD_ANSWER_TEXT_NOTHING ? NULL : nearest_name (self);
  int score = name ? rate (kind, name) : 0;
  PlacardAnswerCandidate *candidate;

  if (!score || self->candidates->len >= MAX_CANDIDATES)
    return;
  candidate = g_new0 (PlacardAnswerCandidate, 1);
  candidate->pointer = make_pointer (self, FALSE);
  candidate->group = make_pointer (self, TRUE);
  candidate->kind = kind;
  candidate->score = score;
  candidate->value = (PlacardJsonValue){PLACARD_JSON_STRING, placard_json_reader_get_start (reader),
                                        placard_json_reader_get_end (reader)};
  if (kind == PLACARD_ANSWER_TEXT_PICTURE || kind == PLACARD_ANSWER_TEXT_ADDRESS)
    candidate->text = g_strstrip (g_strdup (text));
  g_ptr_array_add (self->candidates, candidate);
}

static void
take_token (Search *self, PlacardJsonToken token, PlacardJsonReader *reader)
{
  Level *top =
      self->levels->len ? &g_array_index (self->levels, Level, self->levels->len - 1) : NULL;

  switch (token) {
  case PLACARD_JSON_OBJECT:
  case PLACARD_JSON_ARRAY: {
    Level level = {.is_list = token == PLACARD_JSON_ARRAY};

    g_array_append_val (self->levels, level);
    return;
  }
  case PLACARD_JSON_NAME:
    g_return_if_fail (top);
    g_free (top->name);
    top->name = g_strdup (placard_json_reader_get_text (reader));
    return;
  case PLACARD_JSON_STRING:
    consider (self, reader);
    break;
  case PLACARD_JSON_OBJECT_END:
  case PLACARD_JSON_ARRAY_END:
    g_array_set_size (self->levels, self->levels->len - 1);
    top = self->levels->len ? &g_array_index (self->levels, Level, self->levels->len - 1) : NULL;
    break;
  case PLACARD_JSON_NUMBER:
  case PLACARD_JSON_TRUE:
  case PLACARD_JSON_FALSE:
  case PLACARD_JSON_NULL:
  case PLACARD_JSON_END:
    break;
  }
  if (top && top->is_list)
    top->index++;
}

static gboolean
read_all (Search *self, PlacardSpool *spool, GCancellable *cancellable)
{
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new (spool);
  PlacardJsonToken token;

  do {
    if (g_cancellable_is_cancelled (cancellable) ||
        !placard_json_reader_next (reader, &token, NULL))
      return FALSE;
    take_token (self, token, reader);
  } while (token != PLACARD_JSON_END);
  return TRUE;
}

/* The first of the highest score. */
static guint
find_best (GPtrArray *candidates)
{
  guint best = 0;

  for (guint i = 1; i < candidates->len; i++) {
    const PlacardAnswerCandidate *candidate = g_ptr_array_index (candidates, i);

    if (candidate->score > ((PlacardAnswerCandidate *) g_ptr_array_index (candidates, best))->score)
      best = i;
  }
  return best;
}

GPtrArray *
placard_answer_search (PlacardSpool *spool, GCancellable *cancellable)
{
  GDestroyNotify free_candidate = (GDestroyNotify) placard_answer_candidate_free;
  GPtrArray *found = g_ptr_array_new_with_free_func (free_candidate);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (free_candidate);
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Search search = {.levels = levels, .candidates = candidates};
  PlacardAnswerCandidate *best;

  g_array_set_clear_func (levels, level_clear);
  if (placard_spool_get_size (spool) > MAX_BYTES || !read_all (&search, spool, cancellable) ||
      !candidates->len)
    return found;

  best = g_ptr_array_index (candidates, find_best (candidates));
  while (candidates->len) {
    PlacardAnswerCandidate *next = g_ptr_array_steal_index (candidates, 0);

    /* In the order of the answer: it is the server's. */
    if (next == best || (best->text && next->text && strcmp (next->group, best->group) == 0))
      g_ptr_array_add (found, next);
    else
      placard_answer_candidate_free (next);
  }
  return found;
}
