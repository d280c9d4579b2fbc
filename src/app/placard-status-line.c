/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-status-line.h"

#include "placard-canvas.h"
#include "placard-format.h"
#include "placard-mask.h"

#include <glib/gi18n-lib.h>

struct _PlacardStatusLine {
  AdwBin parent_instance;

  GtkLabel *text; /* what goes on, or the facts */
  GtkLabel *url;  /* the final URL */
  GtkLabel *redirected;

  PlacardExchange *exchange;
  char *facts;
  char *running;
};

G_DEFINE_FINAL_TYPE (PlacardStatusLine, placard_status_line, ADW_TYPE_BIN)

static void
add_type (GStrvBuilder *facts, PlacardExchange *exchange)
{
  PlacardImage *image = placard_exchange_get_image (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardMediaType type = image ? placard_image_get_media_type (image) : PLACARD_MEDIA_UNKNOWN;

  if (verdict && (type == PLACARD_MEDIA_UNKNOWN || type == PLACARD_MEDIA_EMPTY))
    type = placard_verdict_get_sniffed (verdict);
  if (type != PLACARD_MEDIA_UNKNOWN && type != PLACARD_MEDIA_EMPTY)
    g_strv_builder_add (facts, placard_media_type_to_name (type));
  if (image && placard_image_get_width (image) > 0) {
    int width, height;
    g_autofree char *size = NULL;

    placard_canvas_measure_image (image, &width, &height);
    size = placard_format_size (width, height);

    g_strv_builder_add (facts, size);
  }
}

static void
add_amount (GStrvBuilder *facts, PlacardExchange *exchange)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (exchange);
  g_autofree char *amount =
      placard_format_amount (placard_spool_get_size (placard_fetch_get_spool (fetch)), -1);
  g_autofree char *time = NULL;
  PlacardTimings timings;

  g_strv_builder_add (facts, amount);
  placard_fetch_get_timings (fetch, &timings);
  if (timings.finished >= 0) {
    time = placard_format_duration (timings.finished);
    g_strv_builder_add (facts, time);
  }
}

char **
placard_status_line_list_facts (PlacardExchange *exchange)
{
  g_autoptr (GStrvBuilder) facts = g_strv_builder_new ();
  PlacardResponse *response = placard_exchange_get_response (exchange);

  if (response) {
    g_autofree char *status = placard_format_status (placard_response_get_status (response),
                                                     placard_response_get_status_text (response));

    g_strv_builder_add (facts, status);
    add_type (facts, exchange);
    add_amount (facts, exchange);
  }
  return g_strv_builder_end (facts);
}

static void
show_text (PlacardStatusLine *self)
{
  const char *text = self->running ? self->running : self->facts;

  if (text && text == self->facts)
    gtk_label_set_markup (self->text, text);
  else
    gtk_label_set_text (self->text, text ? text : _ ("Ready"));
}

static void
show_redirects (PlacardStatusLine *self, PlacardResponse *response)
{
  guint n = response ? placard_response_get_hops (response)->len : 0;
  g_autofree char *text =
      n > 0 ? g_strdup_printf (ngettext ("redirected once", "redirected %u times", n), n) : NULL;

  g_autofree char *link = text ? g_strdup_printf ("<a href=\"redirects\">%s</a>", text) : NULL;

  gtk_label_set_markup (self->redirected, link ? link : "");
  gtk_widget_set_visible (GTK_WIDGET (self->redirected), n > 0);
}

/* Where in the inspector more is said about a fact. */
static const char *
find_place (PlacardStatusLine *self, char **facts, guint index)
{
  PlacardTimings timings;

  placard_fetch_get_timings (placard_exchange_get_fetch (self->exchange), &timings);
  if (index == 0)
    return "answer";
  return !facts[index + 1] && timings.finished >= 0 ? "timeline" : "body";
}

/* Greyed where the server said none (RS3). */
static void
append_standard_phrase (PlacardStatusLine *self, GString *line)
{
  PlacardResponse *response = placard_exchange_get_response (self->exchange);
  const char *text = placard_response_get_status_text (response);
  const char *standard =
      placard_response_get_standard_phrase (placard_response_get_status (response));
  g_autofree char *escaped = standard ? g_markup_escape_text (standard, -1) : NULL;

  if (escaped && (!text || !*text))
    g_string_append_printf (line, " <span alpha=\"60%%\">%s</span>", escaped);
}

/* Each fact is isolated from the direction of its neighbours (Unicode Bidirectional Algorithm, section 2.4):
 * from right to left a number would else lose its unit to the next one. */
static char *
join_facts (PlacardStatusLine *self, char **facts)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; facts[i]; i++) {
    g_autofree char *fact = g_markup_escape_text (facts[i], -1);

    g_string_append_printf (line, "%s\xE2\x81\xA8<a href=\"%s\">%s</a>\xE2\x81\xA9",
                            i ? "  ·  " : "", find_place (self, facts, i), fact);
    if (i == 0)
      append_standard_phrase (self, line);
  }
  return g_string_free (line, FALSE);
}

static void
update (PlacardStatusLine *self)
{
  PlacardResponse *response =
      self->exchange ? placard_exchange_get_response (self->exchange) : NULL;
  const char *known = response ? placard_response_get_url (response) : NULL;
  g_autofree char *url = known ? placard_mask_url (known) : NULL;
  g_auto (GStrv) facts = NULL;

  g_clear_pointer (&self->facts, g_free);
  if (response) {
    facts = placard_status_line_list_facts (self->exchange);
    self->facts = join_facts (self, facts);
  } else if (self->exchange && placard_exchange_get_error (self->exchange)) {
    self->facts = g_markup_escape_text (placard_exchange_get_error (self->exchange)->message, -1);
  }
  gtk_label_set_text (self->url, url ? url : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->url), url);
  show_redirects (self, response);
  show_text (self);
}

void
placard_status_line_show (PlacardStatusLine *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_STATUS_LINE (self));

  g_set_object (&self->exchange, exchange);
  update (self);
}

void
placard_status_line_set_narrow (PlacardStatusLine *self, gboolean narrow)
{
  g_return_if_fail (PLACARD_IS_STATUS_LINE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->url), !narrow);
}

static void
progress_text_cb (PlacardStatusLine *self, GParamSpec *pspec, PlacardProgress *progress)
{
  g_free (self->running);
  self->running = g_strdup (placard_progress_get_text (progress));
  show_text (self);
}

void
placard_status_line_follow (PlacardStatusLine *self, PlacardProgress *progress)
{
  g_return_if_fail (PLACARD_IS_STATUS_LINE (self));

  g_signal_connect_object (progress, "notify::text", G_CALLBACK (progress_text_cb), self,
                           G_CONNECT_SWAPPED);
  progress_text_cb (self, NULL, progress);
}

static gboolean
link_cb (PlacardStatusLine *self, const char *place)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.inspect", "s", place);
  return TRUE;
}

static void
placard_status_line_dispose (GObject *object)
{
  PlacardStatusLine *self = PLACARD_STATUS_LINE (object);

  g_clear_object (&self->exchange);
  g_clear_pointer (&self->facts, g_free);
  g_clear_pointer (&self->running, g_free);
  G_OBJECT_CLASS (placard_status_line_parent_class)->dispose (object);
}

static void
placard_status_line_class_init (PlacardStatusLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_status_line_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardStatusLine, text);
  gtk_widget_class_bind_template_child (widget_class, PlacardStatusLine, url);
  gtk_widget_class_bind_template_child (widget_class, PlacardStatusLine, redirected);
  gtk_widget_class_bind_template_callback (widget_class, link_cb);
}

static void
placard_status_line_init (PlacardStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
