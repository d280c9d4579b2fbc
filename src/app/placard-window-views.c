/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-window-views.h"

#include "placard-profile.h"
#include "placard-toast.h"
#include "placard-treat-menu.h"
#include "placard-treatment.h"

#include <glib/gi18n-lib.h>

/* --- treated as something else ----------------------------------------------------------------- */

static void
tell_treatment (PlacardWindow *self)
{
  gboolean is_auto = placard_exchange_get_treatment (self->exchange) == PLACARD_TREATMENT_AUTO;
  gboolean can_keep = placard_request_get_profile (self->request) != NULL;

  placard_toast_show (
      self->toasts,
      is_auto ? _ ("Taken for what it looks like from now on") : _ ("Taken for this from now on"),
      can_keep ? _ ("_Keep in Profile") : NULL, can_keep ? "win.keep-treatment" : NULL, NULL);
}

static void
treat_as_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  const char *word = g_variant_get_string (state, NULL);
  PlacardTreatment treatment;

  if (!placard_treatment_parse (word, &treatment, NULL, NULL))
    return;
  g_simple_action_set_state (action, state);
  placard_request_set_treat_as (self->request, treatment == PLACARD_TREATMENT_AUTO ? NULL : word);
  if (!self->exchange)
    return;
  placard_exchange_treat_as (self->exchange, word);
  tell_treatment (self);
  placard_window_update (self);
}

static void
keep_treatment_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (placard_profile_keep (placard_request_get_profile (self->request), self->request, "treat-as",
                            &error))
    placard_window_show_message (self, _ ("Kept in the profile"));
  else
    placard_window_show_message (self, error->message);
}

/* --- one of several ---------------------------------------------------------------------------- */

static void
choose (PlacardWindow *self, guint index)
{
  placard_exchange_choose (self->exchange, index,
                           placard_stage_get_listed_fetch (self->stage, index));
  placard_window_update (self);
}

static void
choose_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  PlacardListing *listing = placard_exchange_get_listing (self->exchange);
  guint index = g_variant_get_uint32 (parameter);

  if (listing && index < placard_listing_get_n_items (listing))
    choose (self, index);
}

static void
show_list_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  placard_exchange_show_list (self->exchange);
  placard_window_update (self);
}

static void
next_item_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  choose (self, (guint) placard_exchange_get_chosen (self->exchange) + 1);
}

static void
previous_item_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  choose (self, (guint) placard_exchange_get_chosen (self->exchange) - 1);
}

/* --- a window of its own ----------------------------------------------------------------------- */

/* The copy's request is the same; sending it there leaves this window as it is, and the other way round. */
static void
open_copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  PlacardWindow *window = placard_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                              self->session, self->demo_url);
  g_autoptr (PlacardRequest) request = placard_request_copy (self->request);

  placard_window_set_request (window, request);
  window->exchange = placard_exchange_new_copy (self->exchange);
  placard_progress_set_exchange (window->progress, window->exchange);
  placard_window_update (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* --- the inspector's places -------------------------------------------------------------------- */

static void
inspect_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gtk_window_unfullscreen (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->inspector_flap, TRUE);
  if (self->inspector)
    placard_inspector_show_place (self->inspector, g_variant_get_string (parameter, NULL));
}

/* --- what is possible -------------------------------------------------------------------------- */

static void
enable (PlacardWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static gboolean
has_bytes (PlacardExchange *exchange)
{
  PlacardSpool *spool =
      exchange ? placard_fetch_get_spool (placard_exchange_get_fetch (exchange)) : NULL;

  return spool && placard_exchange_is_finished (exchange) &&
         placard_exchange_get_response (exchange) && placard_spool_get_size (spool) > 0;
}

static gboolean
shows_something (PlacardExchange *exchange)
{
  PlacardExchangeState state =
      exchange ? placard_exchange_get_state (exchange) : PLACARD_EXCHANGE_IDLE;

  return has_bytes (exchange) &&
         (state == PLACARD_EXCHANGE_PICTURE || state == PLACARD_EXCHANGE_TEXT ||
          state == PLACARD_EXCHANGE_FILE || state == PLACARD_EXCHANGE_LIST);
}

void
placard_window_update_view_actions (PlacardWindow *self)
{
  PlacardExchange *exchange = self->exchange;
  PlacardListing *listing = exchange ? placard_exchange_get_listing (exchange) : NULL;
  int chosen = listing ? placard_exchange_get_chosen (exchange) : -1;
  const char *word = exchange ? placard_exchange_get_treatment_word (exchange) : "auto";
  GAction *treat = g_action_map_lookup_action (G_ACTION_MAP (self), "treat-as");

  g_simple_action_set_state (G_SIMPLE_ACTION (treat), g_variant_new_string (word));
  enable (self, "treat-as", has_bytes (exchange));
  enable (self, "keep-treatment", placard_request_get_profile (self->request) != NULL);
  enable (self, "choose", listing != NULL);
  enable (self, "show-list", listing && placard_exchange_get_outer_fetch (exchange));
  enable (self, "next-item",
          chosen >= 0 && (guint) chosen + 1 < placard_listing_get_n_items (listing));
  enable (self, "previous-item", chosen > 0);
  enable (self, "open-copy", shows_something (exchange));
  enable (self, "inspect", exchange != NULL);
}

static const GActionEntry actions[] = {
    {"treat-as", NULL, "s", "'auto'", treat_as_changed},
    {"keep-treatment", keep_treatment_action},
    {"choose", choose_action, "u"},
    {"show-list", show_list_action},
    {"next-item", next_item_action},
    {"previous-item", previous_item_action},
    {"open-copy", open_copy_action},
    {"inspect", inspect_action, "s"},
};

gboolean
placard_window_is_view_action (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      return TRUE;
  return FALSE;
}

void
placard_window_add_view_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_menu_append_submenu (self->view_menu, _ ("_Treat the Answer As"), placard_treat_menu_get ());
}
