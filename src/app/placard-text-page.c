/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: one text is shown, in one charset; both stay until another text, another charset or another
 * treatment is asked for. */
#include "config.h"

#include "placard-text-page.h"

#include "placard-charset.h"
#include "placard-excerpt.h"
#include "placard-json-tree.h"
#include "placard-json-view.h"
#include "placard-row-list.h"
#include "placard-rows-view.h"
#include "placard-source-style.h"
#include "placard-text-search-bar.h"

#include <glib/gi18n-lib.h>

struct _PlacardTextPage {
  GtkBox parent_instance;

  PlacardTextSearchBar *search_bar;
  GtkLabel *notice;
  GtkMenuButton *charset;
  GtkWidget *switcher;
  GtkStack *stack;
  GtkStackPage *source_page;
  GtkStackPage *rows_page;
  GtkStackPage *tree_page;
  PlacardRowsView *rows;
  PlacardJsonView *tree;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  GSimpleAction *charset_action;

  PlacardSpool *spool; /* that is shown; NULL before the first */
  PlacardMediaType type;
  char *content_type; /* (nullable) */
  char *page_title;   /* (nullable): of a web page */
  const char
      *chosen; /* the charset that somebody chose; NULL: the one that is told or looks likely */
};

G_DEFINE_FINAL_TYPE (PlacardTextPage, placard_text_page, GTK_TYPE_BOX)

/* By the Encoding standard's names, which is what servers mean by theirs. */
static const char *const charsets[] = {
    "UTF-8",      "GBK",         "GB18030",      "Big5",         "Shift_JIS", "EUC-JP",   "EUC-KR",
    "ISO-8859-2", "ISO-8859-15", "windows-1251", "windows-1252", "UTF-16LE",  "UTF-16BE",
};

static const char *
language_of (PlacardMediaType type)
{
  switch (type) {
  case PLACARD_MEDIA_JSON:
    return "json";
  case PLACARD_MEDIA_HTML:
    return "html";
  case PLACARD_MEDIA_XML:
  case PLACARD_MEDIA_SVG:
    return "xml";
  default:
    return NULL;
  }
}

static void
set_language (PlacardTextPage *self)
{
  const char *id = language_of (self->type);
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (
      self->buffer, id ? gtk_source_language_manager_get_language (languages, id) : NULL);
}

/* --- the charset ------------------------------------------------------------------------------- */

static const char *
describe_evidence (PlacardTextPage *self, PlacardCharsetEvidence evidence)
{
  if (self->chosen)
    return _ ("Chosen here");
  switch (evidence) {
  case PLACARD_CHARSET_BY_MARK:
    return _ ("Told by the mark at the text’s beginning");
  case PLACARD_CHARSET_BY_HEADER:
    return _ ("Told by the Content-Type field");
  case PLACARD_CHARSET_BY_DOCUMENT:
    return _ ("Told by the document itself");
  case PLACARD_CHARSET_BY_BYTES:
    return _ ("Told by nobody: the bytes look like it");
  }
  return NULL;
}

static const char *
find_charset (PlacardTextPage *self, PlacardCharsetEvidence *evidence)
{
  g_autofree guint8 *start = g_malloc (PLACARD_CHARSET_DETECT_BYTES);
  gssize n = placard_spool_read_at (self->spool, 0, start, PLACARD_CHARSET_DETECT_BYTES, NULL);

  *evidence = PLACARD_CHARSET_BY_BYTES;
  if (self->chosen)
    return self->chosen;
  return placard_charset_detect (self->content_type, start, (gsize) MAX (n, 0),
                                 n < PLACARD_CHARSET_DETECT_BYTES, evidence);
}

static void
show_charset (PlacardTextPage *self, const char *charset, PlacardCharsetEvidence evidence)
{
  gtk_menu_button_set_label (self->charset, charset);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->charset), describe_evidence (self, evidence));
  g_simple_action_set_state (self->charset_action,
                             g_variant_new_string (self->chosen ? self->chosen : "auto"));
}

static GMenuModel *
make_charset_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) likely = g_menu_new ();
  g_autoptr (GMenu) list = g_menu_new ();

  /* Translators: the charset that is told or looks likely. */
  g_menu_append (likely, _ ("_Automatic"), "text.charset::auto");
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++) {
    g_autofree char *action = g_strconcat ("text.charset::", charsets[i], NULL);

    g_menu_append (list, charsets[i], action);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (likely));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (list));
  return G_MENU_MODEL (menu);
}

/* --- the text ---------------------------------------------------------------------------------- */

static void
show_notice (PlacardTextPage *self, const char *problem)
{
  g_autofree char *title = NULL;

  if (!problem && self->page_title)
    title = g_strdup_printf (_ ("Page title: “%s”"), self->page_title);
  gtk_label_set_text (self->notice, problem ? problem : title ? title : "");
}

/* @n_bytes of a text, a character at the end of which may be cut, as UTF-8. */
static char *
to_utf8 (const char *charset, const guint8 *bytes, gsize n_bytes, gboolean whole)
{
  g_autoptr (PlacardCharsetConverter) converter = placard_charset_converter_new (charset);
  g_autoptr (GString) text = g_string_sized_new (n_bytes + 1);
  gsize mark = placard_charset_mark_length (charset, bytes, n_bytes);

  placard_charset_converter_feed (converter, bytes + mark, n_bytes - mark, whole, text);
  return placard_excerpt_make (text->str, text->len, NULL, TRUE);
}

static char *
read_text (PlacardSpool *spool, const char *charset)
{
  g_autofree guint8 *bytes = g_malloc (PLACARD_EXCERPT_BYTES);
  gssize n = placard_spool_read_at (spool, 0, bytes, PLACARD_EXCERPT_BYTES, NULL);

  return to_utf8 (charset, bytes, (gsize) MAX (n, 0), n >= placard_spool_get_size (spool));
}

/* A small text, all of it: coloured, JSON laid out in lines. Laid out, strings and numbers stay byte by byte
 * as they came; what cannot be laid out stays as it is, and what is wrong with it is said (XR5). */
static void
show_source (PlacardTextPage *self, const char *charset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardSpool) lines = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start;

  if (self->type == PLACARD_MEDIA_JSON)
    lines = placard_json_tree_format (self->spool, NULL, NULL, &error);
  text = read_text (lines ? lines : self->spool, charset);
  show_notice (self, error ? error->message : NULL);
  set_language (self);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  placard_text_search_bar_set_text (self->search_bar, NULL, self->rows);
}

static void
show_rows (PlacardTextPage *self, const char *charset)
{
  g_autoptr (PlacardText) text = placard_text_new (self->spool, self->content_type);
  g_autoptr (PlacardRowList) list = NULL;

  if (self->chosen)
    placard_text_set_charset (text, charset);
  list = placard_row_list_new_text (text);
  placard_rows_view_set_rows (self->rows, G_LIST_MODEL (list));
  placard_text_search_bar_set_text (self->search_bar, text, self->rows);
  show_notice (self, NULL);
}

static void
fill (PlacardTextPage *self)
{
  gboolean small = placard_spool_get_size (self->spool) <= PLACARD_EXCERPT_BYTES;
  gboolean has_tree = self->type == PLACARD_MEDIA_JSON && small;
  PlacardCharsetEvidence evidence;
  const char *charset = find_charset (self, &evidence);

  placard_rows_view_set_rows (self->rows, NULL);
  show_charset (self, charset, evidence);
  if (small)
    show_source (self, charset);
  else
    show_rows (self, charset);
  has_tree = has_tree && placard_json_view_show (self->tree, self->spool);
  gtk_stack_page_set_visible (self->source_page, small);
  gtk_stack_page_set_visible (self->rows_page, !small);
  gtk_stack_page_set_visible (self->tree_page, has_tree);
  gtk_widget_set_visible (self->switcher, has_tree);
  gtk_stack_set_visible_child_name (self->stack, small ? "source" : "rows");
}

static void
charset_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PlacardTextPage *self = PLACARD_TEXT_PAGE (user_data);
  const char *word = g_variant_get_string (state, NULL);

  if (!self->spool)
    return;
  self->chosen = g_str_equal (word, "auto") ? NULL : placard_charset_from_label (word);
  fill (self);
}

static PlacardMediaType
choose_type (PlacardExchange *exchange)
{
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardMediaType sniffed = verdict ? placard_verdict_get_sniffed (verdict) : PLACARD_MEDIA_TEXT;
  const char *declared = verdict ? placard_verdict_get_declared (verdict) : NULL;

  if (placard_exchange_get_treatment (exchange) == PLACARD_TREATMENT_JSON)
    return PLACARD_MEDIA_JSON;
  /* What is called JSON and is broken is worth saying where. */
  if (sniffed == PLACARD_MEDIA_TEXT &&
      placard_media_type_from_mime (declared) == PLACARD_MEDIA_JSON)
    return PLACARD_MEDIA_JSON;
  return sniffed;
}

void
placard_text_page_show (PlacardTextPage *self, PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardMediaType type = choose_type (exchange);

  g_return_if_fail (PLACARD_IS_TEXT_PAGE (self));

  /* The body does not change any more: it is read once. */
  if (spool == self->spool && type == self->type)
    return;
  if (g_set_object (&self->spool, spool))
    self->chosen = NULL;
  self->type = type;
  g_free (self->content_type);
  self->content_type = g_strdup (response ? placard_response_get_content_type (response) : NULL);
  g_clear_pointer (&self->page_title, g_free);
  if (type == PLACARD_MEDIA_HTML && verdict)
    self->page_title = g_strdup (placard_verdict_get_server_message (verdict));
  fill (self);
}

void
placard_text_page_start_search (PlacardTextPage *self)
{
  g_return_if_fail (PLACARD_IS_TEXT_PAGE (self));

  /* The tree is looked through as text. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "tree") == 0)
    gtk_stack_set_visible_child_name (self->stack, "source");
  placard_text_search_bar_start (self->search_bar);
}

static void
placard_text_page_dispose (GObject *object)
{
  PlacardTextPage *self = PLACARD_TEXT_PAGE (object);

  g_clear_object (&self->spool);
  g_clear_object (&self->charset_action);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->page_title, g_free);
  G_OBJECT_CLASS (placard_text_page_parent_class)->dispose (object);
}

static void
placard_text_page_class_init (PlacardTextPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_text_page_dispose;
  g_type_ensure (PLACARD_TYPE_ROWS_VIEW);
  g_type_ensure (PLACARD_TYPE_JSON_VIEW);
  g_type_ensure (PLACARD_TYPE_TEXT_SEARCH_BAR);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-text-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, notice);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, charset);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, source_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, rows_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, tree_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, rows);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, tree);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, view);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, buffer);
}

static void
add_charset_action (PlacardTextPage *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenuModel) menu = make_charset_menu ();

  self->charset_action = g_simple_action_new_stateful ("charset", G_VARIANT_TYPE_STRING,
                                                       g_variant_new_string ("auto"));
  g_signal_connect_object (self->charset_action, "change-state", G_CALLBACK (charset_changed), self,
                           0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->charset_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "text", G_ACTION_GROUP (group));
  gtk_menu_button_set_menu_model (self->charset, menu);
}

static void
placard_text_page_init (PlacardTextPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_text_search_bar_set_view (self->search_bar, self->view);
  add_charset_action (self);
  placard_source_style_follow (self->buffer);
}
