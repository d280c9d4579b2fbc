/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - Everything is derived from the exchange in placard_stage_show(); nothing about an answer is remembered.
 * - Pages that a cold start to a picture does not need are made when they are shown first.
 */
#include "config.h"

#include "placard-stage.h"

#include "placard-banner.h"
#include "placard-error-page.h"
#include "placard-explain.h"
#include "placard-file-page.h"
#include "placard-presentation.h"
#include "placard-row-list.h"
#include "placard-rows-view.h"
#include "placard-start-page.h"
#include "placard-text-page.h"

#include <glib/gi18n-lib.h>

struct _PlacardStage {
  GtkBox parent_instance;

  PlacardBanner *banner;
  GtkStack *stack;
  PlacardPresentation *presentation;

  PlacardSession *session; /* for the demo; NULL without one */
  char *demo_url;
  gboolean showing_bytes;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardStage, placard_stage, GTK_TYPE_BOX)

static GtkWidget *
ensure_page (PlacardStage *self, const char *name, GType type)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page)
    return page;
  page = g_object_new (type, NULL);
  gtk_stack_add_named (self->stack, page, name);
  return page;
}

static void
chosen_cb (PlacardStage *self, PlacardRequest *request)
{
  g_signal_emit (self, signals[CHOSEN], 0, request);
}

static void
show_start_page (PlacardStage *self)
{
  gboolean is_new = !gtk_stack_get_child_by_name (self->stack, "start");
  GtkWidget *page = ensure_page (self, "start", PLACARD_TYPE_START_PAGE);

  if (is_new)
    g_signal_connect_object (page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  if (self->demo_url)
    placard_start_page_list_demo (PLACARD_START_PAGE (page), self->session, self->demo_url);
  gtk_stack_set_visible_child (self->stack, page);
}

static void
show_page (PlacardStage *self, PlacardExchange *exchange, PlacardExchangeState state)
{
  GtkWidget *page;

  switch (state) {
  case PLACARD_EXCHANGE_IDLE:
    show_start_page (self);
    break;
  case PLACARD_EXCHANGE_LOADING:
  case PLACARD_EXCHANGE_PICTURE:
    gtk_stack_set_visible_child_name (self->stack, "picture");
    break;
  case PLACARD_EXCHANGE_LIST:
  case PLACARD_EXCHANGE_TEXT:
    page = ensure_page (self, "text", PLACARD_TYPE_TEXT_PAGE);
    /* The body does not change any more: it is read once. */
    if (gtk_stack_get_visible_child (self->stack) != page)
      placard_text_page_show (PLACARD_TEXT_PAGE (page), exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  case PLACARD_EXCHANGE_FILE:
    page = ensure_page (self, "file", PLACARD_TYPE_FILE_PAGE);
    placard_file_page_show (PLACARD_FILE_PAGE (page), exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  case PLACARD_EXCHANGE_ERROR:
    page = ensure_page (self, "error", PLACARD_TYPE_ERROR_PAGE);
    placard_error_page_show (PLACARD_ERROR_PAGE (page), exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  }
}

/* The body byte by byte, whatever it is. */
static void
show_bytes (PlacardStage *self, PlacardExchange *exchange)
{
  GtkWidget *page = ensure_page (self, "bytes", PLACARD_TYPE_ROWS_VIEW);
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));

  if (gtk_stack_get_visible_child (self->stack) != page) {
    g_autoptr (PlacardRowList) rows = placard_row_list_new_bytes (spool);

    placard_rows_view_set_rows (PLACARD_ROWS_VIEW (page), G_LIST_MODEL (rows));
  }
  gtk_stack_set_visible_child (self->stack, page);
}

static gboolean
was_cut (PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));

  return placard_exchange_is_finished (exchange) && spool &&
         placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE;
}

/* What is to be known about a picture that is whole and true: its label lied, it was inside something.
 * (transfer full) (nullable) */
static char *
find_notice (PlacardExchange *exchange)
{
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardAnswer *answer = placard_exchange_get_answer (exchange);
  guint n_urls = answer ? placard_answer_get_urls (answer)->len : 0;

  if (answer && placard_answer_was_guessed (answer) && n_urls > 1)
    /* Translators: the last one is a place in the answer, such as json:/photos/0/url. */
    return g_strdup_printf (ngettext ("The first of %u picture that the answer names, found at %s",
                                      "The first of %u pictures that the answer names, found at %s",
                                      n_urls),
                            n_urls, placard_answer_get_place (answer));
  if (answer && placard_answer_was_guessed (answer))
    /* Translators: %s is a place in the answer, such as json:/data/img. */
    return g_strdup_printf (_ ("The picture was found inside the answer, at %s"),
                            placard_answer_get_place (answer));
  if (verdict && placard_verdict_is_mislabelled (verdict))
    return g_strdup (placard_verdict_get_reason (verdict));
  return NULL;
}

/* The one thing that helps, when it is not saving: there is a button for that. */
static void
offer_remedy (PlacardStage *self, PlacardExchange *exchange, const GError *error)
{
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardExplanation explanation =
      placard_explain (error, response ? placard_response_get_status (response) : 0, FALSE);

  placard_banner_set_action (self->banner, placard_remedy_to_label (explanation.remedy),
                             placard_remedy_to_action (explanation.remedy));
}

static void
show_banner (PlacardStage *self, PlacardExchange *exchange, PlacardExchangeState state)
{
  PlacardVerdict *verdict = exchange ? placard_exchange_get_verdict (exchange) : NULL;
  const GError *error = exchange ? placard_exchange_get_error (exchange) : NULL;
  gboolean has_content = state == PLACARD_EXCHANGE_PICTURE || state == PLACARD_EXCHANGE_TEXT ||
                         (state == PLACARD_EXCHANGE_FILE && was_cut (exchange));
  PlacardAnswer *answer = exchange ? placard_exchange_get_answer (exchange) : NULL;
  g_autofree char *notice = NULL;

  placard_banner_set_action (self->banner, NULL, NULL);
  if (has_content && error) {
    placard_banner_show (self->banner, PLACARD_BANNER_WARNING, error->message);
    offer_remedy (self, exchange, error);
    return;
  }
  if (state == PLACARD_EXCHANGE_PICTURE)
    notice = find_notice (exchange);
  if (state == PLACARD_EXCHANGE_PICTURE && answer && placard_answer_was_guessed (answer))
    placard_banner_set_action (self->banner, _ ("Always Look There"), "win.keep-place");
  else if (state == PLACARD_EXCHANGE_TEXT && verdict)
    notice = g_strdup (placard_verdict_get_reason (verdict));
  placard_banner_show (self->banner, PLACARD_BANNER_NOTICE, notice);
}

static void
update_banner_visibility (PlacardStage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->banner),
                          !placard_presentation_get_presenting (self->presentation) ||
                              placard_banner_is_warning (self->banner));
}

void
placard_stage_show (PlacardStage *self, PlacardExchange *exchange)
{
  PlacardExchangeState state =
      exchange ? placard_exchange_get_state (exchange) : PLACARD_EXCHANGE_IDLE;

  g_return_if_fail (PLACARD_IS_STAGE (self));

  placard_canvas_set_image (placard_presentation_get_canvas (self->presentation),
                            exchange ? placard_exchange_get_image (exchange) : NULL);
  if (self->showing_bytes && exchange && placard_exchange_is_finished (exchange) &&
      placard_fetch_get_spool (placard_exchange_get_fetch (exchange)))
    show_bytes (self, exchange);
  else
    show_page (self, exchange, state);
  show_banner (self, exchange, state);
  update_banner_visibility (self);
}

void
placard_stage_set_showing_bytes (PlacardStage *self, gboolean showing_bytes)
{
  g_return_if_fail (PLACARD_IS_STAGE (self));

  self->showing_bytes = showing_bytes;
}

void
placard_stage_set_presenting (PlacardStage *self, gboolean presenting)
{
  g_return_if_fail (PLACARD_IS_STAGE (self));

  placard_presentation_set_presenting (self->presentation, presenting);
  update_banner_visibility (self);
}

PlacardCanvas *
placard_stage_get_canvas (PlacardStage *self)
{
  g_return_val_if_fail (PLACARD_IS_STAGE (self), NULL);

  return placard_presentation_get_canvas (self->presentation);
}

void
placard_stage_start_search (PlacardStage *self)
{
  GtkWidget *page;

  g_return_if_fail (PLACARD_IS_STAGE (self));

  page = gtk_stack_get_visible_child (self->stack);
  if (PLACARD_IS_TEXT_PAGE (page))
    placard_text_page_start_search (PLACARD_TEXT_PAGE (page));
}

void
placard_stage_set_demo (PlacardStage *self, PlacardSession *session, const char *base_url)
{
  g_return_if_fail (PLACARD_IS_STAGE (self));

  g_set_object (&self->session, session);
  g_free (self->demo_url);
  self->demo_url = g_strdup (base_url);
}

static void
placard_stage_dispose (GObject *object)
{
  PlacardStage *self = PLACARD_STAGE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->demo_url, g_free);
  G_OBJECT_CLASS (placard_stage_parent_class)->dispose (object);
}

static void
placard_stage_class_init (PlacardStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_stage_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PLACARD_TYPE_REQUEST);

  g_type_ensure (PLACARD_TYPE_BANNER);
  g_type_ensure (PLACARD_TYPE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-stage.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardStage, banner);
  gtk_widget_class_bind_template_child (widget_class, PlacardStage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardStage, presentation);
}

static void
placard_stage_init (PlacardStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
