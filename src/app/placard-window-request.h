/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-window-private.h"

G_BEGIN_DECLS

/* Where a window's request comes from and goes to besides the network: curl commands, profiles, what its
 * variables stand for. For the window's own files. */

/* Adds the actions of these files. */
void placard_window_add_request_actions (PlacardWindow *self);
/* What can be done now, after placard_window_update_actions() has decided about the rest. */
void placard_window_update_request_actions (PlacardWindow *self);

/* Words that are too many for a toast, in a dialog. @body: plain text */
void placard_window_tell (PlacardWindow *self, const char *heading, const char *body);
/* The same with a list under the sentence, a line each. @names: (element-type utf8) */
void placard_window_tell_list (PlacardWindow *self,
                               const char *heading,
                               const char *sentence,
                               GPtrArray *names);

/* placard-window-command.c */
void placard_window_add_command_actions (PlacardWindow *self);

/* The curl command becomes the request; what cannot be taken over is listed by name. Returns %FALSE, with
 * a message, when it cannot be read. */
gboolean placard_window_take_command (PlacardWindow *self, const char *text);
/* A curl command that is pasted into whatever has the focus becomes the request as well. */
void placard_window_catch_pastes (PlacardWindow *self);

/* placard-window-profile.c */
void placard_window_add_profile_actions (PlacardWindow *self);

/* Reads the profile and takes its request over; sends nothing. */
void placard_window_open_profile (PlacardWindow *self, GFile *file);
/* A profile's request was changed in one option, @name: asks nobody and keeps it there, in that one line.
 * Returns %FALSE when the request is of no profile, and then says nothing. */
gboolean placard_window_keep_setting (PlacardWindow *self, const char *name);

/* placard-window-variables.c */

/* A copy of the request with the values that were asked for in this window so far. (transfer full) */
PlacardRequest *placard_window_dup_filled (PlacardWindow *self);

/**
 * placard_window_fill_in:
 *
 * The request as it is to be sent now: with the values that were asked for in this window. %NULL when some
 * are missing: then a dialog asks for them, and sends the request itself afterwards. (transfer full)
 * (nullable)
 */
PlacardRequest *placard_window_fill_in (PlacardWindow *self);

G_END_DECLS
