/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-toast.h"

/* One toast at a time for each overlay. libadwaita 1.2 frees a toast twice that is dismissed while it, or the
 * one before it, still moves; so a toast is dismissed only once it stands still, and what is said before that
 * takes the place of its text. Nobody else can dismiss it before that either: its buttons wait as well. */

/* Longer than one toast goes and the next one comes. */
#define SETTLES_MS 800

typedef struct {
  AdwToastOverlay *overlay; /* the owner */
  AdwToast *toast;          /* (nullable): weak */
  guint settling;           /* the source that ends it, 0 when the toast stands still */
  gboolean goes_then;       /* dismissed as soon as it stands still */
} Standing;

static void
standing_free (gpointer data)
{
  Standing *standing = data;

  g_clear_handle_id (&standing->settling, g_source_remove);
  g_clear_weak_pointer (&standing->toast);
  g_free (standing);
}

static Standing *
get_standing (AdwToastOverlay *overlay)
{
  Standing *standing = g_object_get_data (G_OBJECT (overlay), "placard-standing");

  if (!standing) {
    standing = g_new0 (Standing, 1);
    standing->overlay = overlay;
    g_object_set_data_full (G_OBJECT (overlay), "placard-standing", standing, standing_free);
  }
  return standing;
}

static void
gone_cb (AdwToastOverlay *overlay, AdwToast *toast)
{
  Standing *standing = get_standing (overlay);

  if (standing->toast == toast)
    g_clear_weak_pointer (&standing->toast);
}

/* The toasts of an overlay are its children behind its own. */
static void
let_press (AdwToastOverlay *overlay, gboolean let)
{
  GtkWidget *content = adw_toast_overlay_get_child (overlay);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (overlay)); child;
       child = gtk_widget_get_next_sibling (child))
    if (child != content) {
      gtk_widget_set_can_target (child, let);
      gtk_widget_set_can_focus (child, let);
    }
}

static gboolean
settled_cb (gpointer user_data)
{
  Standing *standing = user_data;

  standing->settling = 0;
  let_press (standing->overlay, TRUE);
  if (standing->goes_then && standing->toast)
    adw_toast_dismiss (standing->toast);
  return G_SOURCE_REMOVE;
}

static void
fill (AdwToast *toast, const char *text, const char *label, const char *action, GVariant *target)
{
  /* A toast's title is markup; names and messages are not. */
  g_autofree char *title = g_markup_escape_text (text, -1);

  adw_toast_set_title (toast, title);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
}

void
placard_toast_show (AdwToastOverlay *overlay,
                    const char *text,
                    const char *label,
                    const char *action,
                    GVariant *target)
{
  Standing *standing = get_standing (overlay);
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;
  AdwToast *toast;

  standing->goes_then = FALSE;
  if (standing->toast && standing->settling) {
    fill (standing->toast, text, label, action, kept);
    return;
  }
  if (standing->toast)
    adw_toast_dismiss (standing->toast);
  toast = adw_toast_new ("");
  fill (toast, text, label, action, kept);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (gone_cb), overlay, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&standing->toast, toast);
  /* After the frames that a busy main loop owes. */
  g_clear_handle_id (&standing->settling, g_source_remove);
  standing->settling = g_timeout_add_full (G_PRIORITY_LOW, SETTLES_MS, settled_cb, standing, NULL);
  adw_toast_overlay_add_toast (overlay, toast);
  let_press (overlay, FALSE);
}

void
placard_toast_dismiss (AdwToastOverlay *overlay)
{
  Standing *standing = get_standing (overlay);

  standing->goes_then = standing->settling != 0;
  if (standing->toast && !standing->settling)
    adw_toast_dismiss (standing->toast);
}
