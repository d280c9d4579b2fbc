/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A seccomp filter can refuse a call or kill for it, but it cannot see which file a call asks for. Calls
 * that name a file are therefore trapped: what libraries are known to probe for and to do without
 * fails, any other name ends the process as an attack would. Nothing is ever opened: a process that
 * replaced this handler has gained nothing. */
void trap_install (void);
