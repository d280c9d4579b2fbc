/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-address-bar.h"
#include "placard-inspector.h"
#include "placard-method-menu.h"
#include "placard-progress.h"
#include "placard-request-editor.h"
#include "placard-saver.h"
#include "placard-send-button.h"
#include "placard-stage.h"
#include "placard-status-line.h"
#include "placard-window.h"

G_BEGIN_DECLS

/* For the window's own files: what it is made of (placard-window.c) and what can be done in it
 * (placard-window-actions.c). */
struct _PlacardWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  GtkToggleButton *panel_button;
  AdwSqueezer *squeezer;
  GtkWidget *wide_buttons;
  PlacardMethodMenu *method_menu;
  PlacardMethodMenu *bottom_method_menu;
  PlacardAddressBar *address_bar;
  PlacardSendButton *send_button;
  PlacardSendButton *bottom_send_button;
  GtkWidget *save_button;
  GtkWidget *bottom_save_button;
  GMenu *save_menu;
  AdwFlap *flap;
  AdwBin *panel;
  AdwFlap *inspector_flap;
  AdwBin *inspector_panel;
  PlacardStage *stage;
  GtkProgressBar *progress_bar;
  PlacardStatusLine *status_line;
  GtkWidget *bottom_bar;
  GMenu *view_menu;

  PlacardRequestEditor *editor; /* NULL before the panel is opened first */
  PlacardInspector *inspector;  /* the same */

  PlacardSession *session;
  PlacardRequest *request;
  PlacardExchange *exchange; /* NULL before anything was sent */
  PlacardProgress *progress;
  PlacardSaver *saver;
  char *demo_url;
  GHashTable *values; /* (nullable): of variables, name -> value, as they were asked for */

  PlacardCredentialStore *credentials; /* what was typed when servers asked */
  PlacardExchange *considered;         /* (nullable): the last one that a person was asked about */
  GtkWindow *sign_in_dialog;           /* weak */
  GHashTable *jars;                    /* (nullable): profile -> PlacardCookieJar */
};

/* Adds the actions to a new window. */
void placard_window_add_actions (PlacardWindow *self);
/* The one place that decides what can be done now. */
void placard_window_update_actions (PlacardWindow *self);
/* placard-window-sign-in.c: asks a person when the exchange has ended for want of credentials. */
void placard_window_consider_sign_in (PlacardWindow *self);
/* Takes the question back: something else goes on now. */
void placard_window_close_sign_in (PlacardWindow *self);
/* Shows the exchange as it is now. */
void placard_window_update (PlacardWindow *self);
/* placard-window-cookies.c: the cookies of each profile. */
void placard_window_lend_jar (PlacardWindow *self, PlacardRequest *request);
void placard_window_show_cookies (PlacardWindow *self);

/* placard-window-trust.c: certificates and a person's exceptions. */
/* Lock and title after what holds now. */
void placard_window_update_trust (PlacardWindow *self);
gboolean placard_window_has_certificate (PlacardWindow *self);
void placard_window_show_certificate (PlacardWindow *self);
void placard_window_show_exceptions (PlacardWindow *self);
/* A toast in place of the one before; @message is plain text. */
void placard_window_show_message (PlacardWindow *self, const char *message);

G_END_DECLS
