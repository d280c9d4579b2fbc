/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-sign-in.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SIGN_IN_DIALOG (placard_sign_in_dialog_get_type ())
/* Asks who is there, for one server or proxy, and says what becomes of the answer: who gets it, and whether
 * others on the way can read it. Signal "sign-in" (user, secret, keep): @keep: in the keyring. Closed without
 * it: the person does not want to. */
G_DECLARE_FINAL_TYPE (
    PlacardSignInDialog, placard_sign_in_dialog, PLACARD, SIGN_IN_DIALOG, AdwWindow)

/**
 * placard_sign_in_dialog_new:
 * @user: (nullable): who was tried, or is known
 * @can_keep: the keyring is offered
 */
PlacardSignInDialog *placard_sign_in_dialog_new (GtkWindow *parent,
                                                 const PlacardSignIn *sign_in,
                                                 const char *user,
                                                 gboolean can_keep);

/* What is asked and what happens to it, in words. Pure. (transfer full) */
char *placard_sign_in_dialog_describe (const PlacardSignIn *sign_in);

G_END_DECLS
