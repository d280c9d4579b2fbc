/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-banner.h"

#include "placard-treat-menu.h"

struct _PlacardBanner {
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
  PlacardBannerKind kind;
};

G_DEFINE_FINAL_TYPE (PlacardBanner, placard_banner, ADW_TYPE_BIN)

void
placard_banner_show (PlacardBanner *self, PlacardBannerKind kind, const char *text)
{
  g_return_if_fail (PLACARD_IS_BANNER (self));

  self->kind = kind;
  if (text) {
    gtk_label_set_text (self->label, text);
    gtk_image_set_from_icon_name (self->icon, kind == PLACARD_BANNER_WARNING
                                                  ? "dialog-warning-symbolic"
                                                  : "dialog-information-symbolic");
  }
  if (kind == PLACARD_BANNER_WARNING)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

void
placard_banner_set_action (PlacardBanner *self, const char *label, const char *action)
{
  g_return_if_fail (PLACARD_IS_BANNER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->button), action != NULL);
  if (label)
    gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

gboolean
placard_banner_is_warning (PlacardBanner *self)
{
  g_return_val_if_fail (PLACARD_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer) && self->kind == PLACARD_BANNER_WARNING;
}

static void
placard_banner_class_init (PlacardBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_css_name (widget_class, "placard-banner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

/* An icon: on a narrow window there is little room beside the words. */
static GtkWidget *
make_menu_button (void)
{
  GtkWidget *button = placard_treat_menu_new_button ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
placard_banner_init (PlacardBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->button, TRUE);
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (self->label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (self->label, 5);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_selectable (self->label, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "",
                                  -1);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "banner-content");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (box), make_menu_button ());
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}
