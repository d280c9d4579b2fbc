/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-window-actions.h"

/* There are bytes, and it is known what they are, so that their name tells the truth. */
static gboolean
can_save (PlacardExchange *exchange)
{
  PlacardImage *image = exchange ? placard_exchange_get_image (exchange) : NULL;

  if (!image || !placard_exchange_get_response (exchange))
    return FALSE;
  if (placard_spool_get_size (placard_fetch_get_spool (placard_exchange_get_fetch (exchange))) <= 0)
    return FALSE;
  return placard_image_get_media_type (image) != PLACARD_MEDIA_UNKNOWN ||
         placard_exchange_get_verdict (exchange) != NULL;
}

static gboolean
can_stop (PlacardExchange *exchange)
{
  return exchange && placard_exchange_get_state (exchange) != PLACARD_EXCHANGE_IDLE &&
         !placard_exchange_is_finished (exchange);
}

static gboolean
can_copy (PlacardExchange *exchange)
{
  return exchange && placard_exchange_get_state (exchange) == PLACARD_EXCHANGE_PICTURE &&
         placard_image_get_state (placard_exchange_get_image (exchange)) == PLACARD_IMAGE_DONE;
}

/* Whole bytes of whatever kind. */
static gboolean
can_forward (PlacardExchange *exchange)
{
  return can_save (exchange) && placard_exchange_is_finished (exchange) &&
         placard_spool_get_state (placard_fetch_get_spool (
             placard_exchange_get_fetch (exchange))) == PLACARD_SPOOL_COMPLETE;
}

gboolean
placard_window_facts_allow (const PlacardWindowFacts *facts, const char *name)
{
  if (g_str_equal (name, "send"))
    return facts->has_address;
  if (g_str_equal (name, "stop"))
    return can_stop (facts->exchange);
  if (g_str_equal (name, "send-or-stop"))
    return facts->has_address || can_stop (facts->exchange);
  if (g_str_equal (name, "save") || g_str_equal (name, "save-as"))
    return can_save (facts->exchange);
  if (g_str_equal (name, "forward"))
    return can_forward (facts->exchange);
  if (g_str_equal (name, "copy"))
    return can_copy (facts->exchange);
  if (g_str_equal (name, "find"))
    return facts->exchange && placard_exchange_get_state (facts->exchange) == PLACARD_EXCHANGE_TEXT;
  if (g_str_equal (name, "leave-fullscreen"))
    return facts->fullscreen;
  if (g_str_equal (name, "start-page"))
    return facts->has_demo;
  return TRUE;
}

void
placard_window_facts_apply (const PlacardWindowFacts *facts, GActionMap *map)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (map));

  for (char **name = names; *name; name++) {
    GAction *action = g_action_map_lookup_action (map, *name);

    if (G_IS_SIMPLE_ACTION (action))
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   placard_window_facts_allow (facts, *name));
  }
}
