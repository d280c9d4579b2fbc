/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - Everything is derived from the exchange in placard_stage_show(); nothing about an answer is remembered.
 * - Pages that a cold start to a picture does not need are made when they are shown first.
 */
#include "config.h"

#include "placard-stage.h"

#include "placard-banner.h"
#include "placard-hex-page.h"
#include "placard-error-page.h"
#include "placard-error.h"
#include "placard-explain.h"
#include "placard-file-page.h"
#include "placard-list-page.h"
#include "placard-presentation.h"
#include "placard-start-page.h"
#include "placard-mask.h"
#include "placard-response-type.h"
#include "placard-text-page.h"
#include "placard-treat-menu.h"

#include <glib/gi18n-lib.h>

struct _PlacardStage {
  GtkBox parent_instance;

  PlacardBanner *banner;
  GtkStack *stack;
  PlacardPresentation *presentation;

  PlacardSession *session; /* for the demo; NULL without one */
  char *demo_url;
  gboolean showing_bytes;
  gboolean takes_any;
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

/* The body byte by byte, whatever it is. */
static void
show_bytes (PlacardStage *self, PlacardExchange *exchange)
{
  GtkWidget *page = ensure_page (self, "bytes", PLACARD_TYPE_HEX_PAGE);

  placard_hex_page_show (PLACARD_HEX_PAGE (page),
                         placard_fetch_get_spool (placard_exchange_get_fetch (exchange)));
  gtk_stack_set_visible_child (self->stack, page);
}

static void
show_text (PlacardStage *self, PlacardExchange *exchange)
{
  GtkWidget *page;

  if (placard_exchange_get_treatment (exchange) == PLACARD_TREATMENT_BYTES) {
    show_bytes (self, exchange);
    return;
  }
  page = ensure_page (self, "text", PLACARD_TYPE_TEXT_PAGE);
  placard_text_page_show (PLACARD_TEXT_PAGE (page), exchange);
  gtk_stack_set_visible_child (self->stack, page);
}

/* What is on its way for the list is stopped when something else is looked at. */
static void
leave_list (PlacardStage *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "list");

  if (page)
    placard_list_page_leave (PLACARD_LIST_PAGE (page));
}

static void
show_page (PlacardStage *self, PlacardExchange *exchange, PlacardExchangeState state)
{
  GtkWidget *page;

  if (state != PLACARD_EXCHANGE_LIST)
    leave_list (self);
  switch (state) {
  case PLACARD_EXCHANGE_IDLE:
    show_start_page (self);
    break;
  case PLACARD_EXCHANGE_LOADING:
  case PLACARD_EXCHANGE_PICTURE:
    gtk_stack_set_visible_child_name (self->stack, "picture");
    break;
  case PLACARD_EXCHANGE_LIST:
    page = ensure_page (self, "list", PLACARD_TYPE_LIST_PAGE);
    placard_list_page_show (PLACARD_LIST_PAGE (page), exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  case PLACARD_EXCHANGE_TEXT:
    show_text (self, exchange);
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

static gboolean
was_cut (PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));

  return placard_exchange_is_finished (exchange) && spool &&
         placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE;
}

/* "3 of 10: name" for one that was chosen from several. */
static char *
describe_choice (PlacardExchange *exchange)
{
  PlacardListing *listing = placard_exchange_get_listing (exchange);
  int chosen = placard_exchange_get_chosen (exchange);
  const PlacardListingItem *item;

  if (!listing || chosen < 0)
    return NULL;
  item = placard_listing_get_item (listing, (guint) chosen);
  /* Translators: a number, how many there are, a name: "3 of 10: photo.jpg". */
  return g_strdup_printf (_ ("%d of %u: %s"), chosen + 1, placard_listing_get_n_items (listing),
                          item->name && *item->name ? item->name : "–");
}

/* What is to be known about a picture that is whole and true: its label or its coding lied, it was inside
 * something. (transfer full) (nullable) */
static char *
find_notice (PlacardExchange *exchange, PlacardExchangeState state)
{
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardAnswer *answer = placard_exchange_get_answer (exchange);

  if (placard_exchange_get_treatment (exchange) != PLACARD_TREATMENT_AUTO)
    return placard_treat_menu_describe (exchange);
  if (placard_exchange_get_chosen (exchange) >= 0)
    return describe_choice (exchange);
  if (state == PLACARD_EXCHANGE_LIST)
    return g_strdup (_ ("The answer names these pictures: choose one"));
  if (answer && placard_answer_was_guessed (answer))
    /* Translators: %s is a place in the answer, such as json:/data/img. */
    return g_strdup_printf (_ ("The picture was found inside the answer, at %s"),
                            placard_answer_get_place (answer));
  if (verdict && (placard_verdict_is_mislabelled (verdict) || state == PLACARD_EXCHANGE_TEXT ||
                  placard_exchange_is_finished (exchange)))
    return g_strdup (placard_verdict_get_reason (verdict));
  return NULL;
}

/* The one thing that helps, when it is not saving: there is a button for that. Else another try (fault row
 * 1). */
static void
offer_remedy (PlacardStage *self, PlacardExchange *exchange, const GError *error)
{
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardExplanation explanation =
      placard_explain (error, response ? placard_response_get_status (response) : 0, FALSE);
  const char *action = placard_remedy_to_action (explanation.remedy);

  placard_banner_set_action (
      self->banner, action ? placard_remedy_to_label (explanation.remedy) : _ ("_Try Again"),
      action ? action : "win.send");
}

static void
offer_place (PlacardStage *self, PlacardExchange *exchange)
{
  PlacardAnswer *answer = placard_exchange_get_answer (exchange);

  if (answer && placard_answer_was_guessed (answer) &&
      placard_exchange_get_treatment (exchange) == PLACARD_TREATMENT_AUTO)
    placard_banner_set_action (self->banner, _ ("Always Look There"), "win.keep-place");
}

static void
offer_list (PlacardStage *self, PlacardExchange *exchange)
{
  if (placard_exchange_get_listing (exchange) && placard_exchange_get_chosen (exchange) >= 0)
    placard_banner_set_action (self->banner, _ ("Back to the _List"), "win.show-list");
}

/* A redirect is the answer: where it leads is a press away (SPEC IN37). */
static gboolean
offer_hop (PlacardStage *self, PlacardExchange *exchange)
{
  PlacardResponse *response = exchange ? placard_exchange_get_response (exchange) : NULL;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (!response || !placard_exchange_is_finished (exchange) ||
      !g_str_equal (
          placard_response_type_get (
              placard_fetch_get_request (placard_exchange_get_fetch (exchange)), response, NULL),
          "opaqueredirect"))
    return FALSE;
  place = placard_mask_url (placard_response_get_header (response, "Location"));
  text = g_strdup_printf (_ ("The answer is a redirect to %s"), place);
  placard_banner_show (self->banner, PLACARD_BANNER_NOTICE, text);
  placard_banner_set_action (self->banner, _ ("Follow This Hop"), "win.follow-hop");
  return TRUE;
}

/* Who takes the forwarded need not send a picture back: its answer is no failure then, unless it says so. */
static const GError *
find_error (PlacardStage *self, PlacardExchange *exchange)
{
  const GError *error = exchange ? placard_exchange_get_error (exchange) : NULL;
  PlacardVerdict *verdict = exchange ? placard_exchange_get_verdict (exchange) : NULL;

  if (self->takes_any && g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE) &&
      !(verdict && placard_verdict_get_server_message (verdict)))
    return NULL;
  return error;
}

static void
show_banner (PlacardStage *self, PlacardExchange *exchange, PlacardExchangeState state)
{
  const GError *error = find_error (self, exchange);
  gboolean has_content = state == PLACARD_EXCHANGE_PICTURE || state == PLACARD_EXCHANGE_TEXT ||
                         state == PLACARD_EXCHANGE_LIST ||
                         (state == PLACARD_EXCHANGE_FILE && was_cut (exchange));
  g_autofree char *notice = NULL;

  placard_banner_set_action (self->banner, NULL, NULL);
  if (offer_hop (self, exchange))
    return;
  if (has_content && error) {
    placard_banner_show (self->banner, PLACARD_BANNER_WARNING, error->message);
    offer_remedy (self, exchange, error);
    offer_list (self, exchange);
    return;
  }
  if (has_content && !(self->takes_any && placard_exchange_get_error (exchange))) {
    notice = find_notice (exchange, state);
    offer_place (self, exchange);
    offer_list (self, exchange);
  }
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
placard_stage_set_takes_any (PlacardStage *self, gboolean takes_any)
{
  g_return_if_fail (PLACARD_IS_STAGE (self));

  self->takes_any = takes_any;
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

PlacardFetch *
placard_stage_get_listed_fetch (PlacardStage *self, guint index)
{
  GtkWidget *page;

  g_return_val_if_fail (PLACARD_IS_STAGE (self), NULL);

  page = gtk_stack_get_child_by_name (self->stack, "list");
  return page ? placard_list_page_get_fetch (PLACARD_LIST_PAGE (page), index) : NULL;
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
