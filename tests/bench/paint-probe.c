/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long from the start of a program until given colours stand at given points of the X screen:
 *
 *   paint-probe SECONDS X,Y,RRGGBB... -- COMMAND [ARGUMENT]...
 *
 * Looks once a millisecond at what is really on the screen, so that any viewer is measured alike. Prints
 * for each point the milliseconds (-1: not within SECONDS) and the peak of the proportional memory of the
 * program and all that it started, in KiB; then ends it. Exit status 0 when every point was reached. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#define MAX_POINTS 8
#define TOLERANCE 40
#define MEMORY_EVERY_MS 25

typedef struct {
  int x, y;
  unsigned color;
  double reached_ms;
} Point;

static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int
looks_like (unsigned seen, unsigned wanted)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (abs ((int) (seen >> shift & 0xff) - (int) (wanted >> shift & 0xff)) >= TOLERANCE)
      return 0;
  return 1;
}

static unsigned
color_at (Display *display, int x, int y)
{
  XImage *image = XGetImage (display, DefaultRootWindow (display), x, y, 1, 1, AllPlanes, ZPixmap);

  if (image == NULL)
    return 0;
  unsigned color = XGetPixel (image, 0, 0) & 0xffffff;
  XDestroyImage (image);
  return color;
}

static long
memory_of (int pid)
{
  char path[64], line[256];
  long kib = 0;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", pid);
  FILE *file = fopen (path, "r");
  while (file != NULL && kib == 0 && fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "Pss: %ld", &kib) != 1)
      kib = 0;
  if (file != NULL)
    fclose (file);
  return kib;
}

static long
memory_of_session (pid_t session)
{
  DIR *folder = opendir ("/proc");
  long sum = 0;

  for (struct dirent *entry; folder != NULL && (entry = readdir (folder)) != NULL;) {
    int pid = atoi (entry->d_name);
    if (pid > 0 && getsid (pid) == session)
      sum += memory_of (pid);
  }
  if (folder != NULL)
    closedir (folder);
  return sum;
}

static pid_t
start (char **command)
{
  pid_t child = fork ();

  if (child == 0) {
    setsid ();
    execvp (command[0], command);
    fprintf (stderr, "paint-probe: %s: %s\n", command[0], strerror (errno));
    _exit (127);
  }
  return child;
}

static void
end (pid_t child)
{
  kill (-child, SIGTERM);
  for (int tries = 0; tries < 50 && waitpid (child, NULL, WNOHANG) == 0; tries++)
    usleep (20000);
  kill (-child, SIGKILL);
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  Point points[MAX_POINTS];
  int n_points = 0, at = 2;

  for (; at < argc && strcmp (argv[at], "--") != 0 && n_points < MAX_POINTS; at++) {
    Point *point = &points[n_points++];
    point->reached_ms = -1;
    if (sscanf (argv[at], "%d,%d,%x", &point->x, &point->y, &point->color) != 3)
      n_points = 0;
  }
  if (display == NULL || n_points == 0 || at + 1 >= argc) {
    fprintf (stderr,
             "Usage: paint-probe SECONDS X,Y,RRGGBB... -- COMMAND...   (on an X display)\n");
    return 2;
  }

  double begin = now_ms (), limit = begin + atof (argv[1]) * 1e3, measured = begin;
  pid_t child = start (argv + at + 1);
  long peak = 0;
  int left = n_points;
  while (left > 0 && now_ms () < limit) {
    for (int i = 0; i < n_points; i++)
      if (points[i].reached_ms < 0 &&
          looks_like (color_at (display, points[i].x, points[i].y), points[i].color)) {
        points[i].reached_ms = now_ms () - begin;
        left--;
      }
    if (now_ms () - measured > MEMORY_EVERY_MS) {
      long memory = memory_of_session (child);
      peak = memory > peak ? memory : peak;
      measured = now_ms ();
    }
    usleep (1000);
  }
  for (int i = 0; i < n_points; i++)
    printf ("%.0f\n", points[i].reached_ms);
  printf ("%ld\n", peak);
  end (child);
  return left > 0;
}
