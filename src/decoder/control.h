/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder's end of the socket to Placard. */
#pragma once

#include "placard-protocol.h"

#include <glib.h>

/* Waits for one message: at most @timeout_ms, -1 for ever. %FALSE when the time is over. Ends the
 * process when Placard is gone or the message is none of the protocol's.
 * @fd: (out): what came along, -1 for nothing; the caller's. */
gboolean control_receive (PlacardMessage *message, int *fd, int timeout_ms);
/* Sends the struct of @message's kind. Ends the process when Placard is gone. */
void control_send (const PlacardMessage *message);
/* Sends an ERROR and ends the process. @text: (nullable) */
void control_fail (PlacardFault fault, int width, int height, int rows, const char *text)
    G_GNUC_NORETURN;
/* Ends the process at once: nothing is flushed or freed, since the kernel does it faster. */
void control_exit (int status) G_GNUC_NORETURN;
