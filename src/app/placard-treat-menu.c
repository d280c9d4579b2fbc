/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-treat-menu.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *word;
  const char *label;
} choices[] = {
    {"auto", N_ ("_What It Looks Like")},
    {"picture", N_ ("_Picture")},
    {"text", N_ ("_Text")},
    {"json", N_ ("_JSON")},
    {"hex", N_ ("_Bytes")},
    {"file", N_ ("_File to Save")},
};

/* A format's name is the same in every language. */
static const struct {
  const char *word;
  const char *label;
} formats[] = {
    {"png", "PNG"}, {"jpeg", "JPEG"}, {"gif", "GIF"}, {"webp", "WebP"}, {"avif", "AVIF"},
    {"svg", "SVG"}, {"tiff", "TIFF"}, {"bmp", "BMP"}, {"pnm", "PNM"},   {"ico", "ICO"},
};

static void
append (GMenu *menu, const char *label, const char *word)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.treat-as", "s", word);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) kinds = g_menu_new ();
  g_autoptr (GMenu) pictures = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    append (kinds, _ (choices[i].label), choices[i].word);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    append (pictures, formats[i].label, formats[i].word);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (kinds));
  g_menu_append_submenu (more, _ ("Picture of a F_ormat"), G_MENU_MODEL (pictures));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  return G_MENU_MODEL (menu);
}

GMenuModel *
placard_treat_menu_get (void)
{
  static GMenuModel *menu;

  if (!menu)
    menu = make_menu ();
  return menu;
}

void
placard_treat_menu_fill_button (GtkMenuButton *button)
{
  gtk_menu_button_set_label (button, _ ("Treat _as"));
  gtk_menu_button_set_use_underline (button, TRUE);
  gtk_menu_button_set_menu_model (button, placard_treat_menu_get ());
  gtk_widget_set_tooltip_text (GTK_WIDGET (button),
                               _ ("Take the same bytes for something else, without asking again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Treat the answer as"), -1);
}

GtkWidget *
placard_treat_menu_new_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();

  placard_treat_menu_fill_button (GTK_MENU_BUTTON (button));
  return button;
}

static const char *
name_treatment (PlacardExchange *exchange)
{
  switch (placard_exchange_get_treatment (exchange)) {
  case PLACARD_TREATMENT_AUTO:
  case PLACARD_TREATMENT_PICTURE:
    return placard_media_type_to_name (placard_exchange_get_used_type (exchange));
  case PLACARD_TREATMENT_TEXT:
    return _ ("text");
  case PLACARD_TREATMENT_JSON:
    return "JSON";
  case PLACARD_TREATMENT_BYTES:
    return _ ("bytes");
  case PLACARD_TREATMENT_FILE:
    return _ ("a file");
  }
  return NULL;
}

char *
placard_treat_menu_describe (PlacardExchange *exchange)
{
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  const char *declared, *looks, *used;

  if (!verdict || placard_verdict_get_sniffed (verdict) == PLACARD_MEDIA_UNKNOWN ||
      placard_verdict_get_sniffed (verdict) == PLACARD_MEDIA_EMPTY)
    return NULL;
  declared = placard_verdict_get_declared (verdict);
  looks = placard_media_type_to_name (placard_verdict_get_sniffed (verdict));
  used = name_treatment (exchange);
  if (!declared)
    /* Translators: what the bytes are by themselves, and what they are used as: PNG, text, a file */
    return g_strdup_printf (_ ("No type declared, looks like %s, treated as %s"), looks, used);
  /* Translators: a media type; what the bytes are by themselves, what they are used as: PNG, text, a file */
  return g_strdup_printf (_ ("Declared %s, looks like %s, treated as %s"), declared, looks, used);
}
