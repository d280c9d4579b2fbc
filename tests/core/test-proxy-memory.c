/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-proxy-memory.h"

/* A resolver that answers when it is told to, and counts how often it was asked. */
#define TYPE_ORACLE (oracle_get_type ())
G_DECLARE_FINAL_TYPE (Oracle, oracle, TEST, ORACLE, GObject)

struct _Oracle {
  GObject parent_instance;
  guint n_asked;
  GTask *pending; /* (nullable) */
};

static void
oracle_lookup_async (GProxyResolver *resolver,
                     const char *uri,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  Oracle *self = (Oracle *) resolver;

  self->n_asked++;
  self->pending = g_task_new (self, cancellable, callback, user_data);
}

static char **
oracle_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
oracle_resolver_init (GProxyResolverInterface *interface)
{
  interface->lookup_async = oracle_lookup_async;
  interface->lookup_finish = oracle_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Oracle,
                               oracle,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, oracle_resolver_init))

static void
oracle_class_init (OracleClass *class)
{
}

static void
oracle_init (Oracle *self)
{
}

static void
oracle_answer (Oracle *self, const char *proxy)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->pending);
  const char *const proxies[] = {proxy, NULL};

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_strdupv ((char **) proxies), (GDestroyNotify) g_strfreev);
}

typedef struct {
  guint n_ended;
  guint n_cancelled;
} Log;

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Log *log = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) proxies =
      g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  log->n_ended++;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    log->n_cancelled++;
  else
    g_assert_cmpstr (proxies[0], ==, "http://proxy:3128");
}

static void
run (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* NW11, P9: connections of one host are one question, whatever the path; another port is another. */
static void
test_one_question (void)
{
  g_autoptr (Oracle) oracle = g_object_new (TYPE_ORACLE, NULL);
  g_autoptr (GProxyResolver) memory = placard_proxy_memory_new (G_PROXY_RESOLVER (oracle));
  Log log = {0};

  for (int i = 0; i < 50; i++) {
    g_autofree char *uri = g_strdup_printf ("http://host:81/%d.png", i);

    g_proxy_resolver_lookup_async (memory, uri, NULL, looked_up_cb, &log);
  }
  run ();
  g_assert_cmpuint (oracle->n_asked, ==, 1);
  g_assert_cmpuint (log.n_ended, ==, 0);
  oracle_answer (oracle, "http://proxy:3128");
  run ();
  g_assert_cmpuint (log.n_ended, ==, 50);

  g_proxy_resolver_lookup_async (memory, "http://host:81/later", NULL, looked_up_cb, &log);
  run ();
  g_assert_cmpuint (log.n_ended, ==, 51);
  g_proxy_resolver_lookup_async (memory, "http://host:82/", NULL, looked_up_cb, &log);
  g_assert_cmpuint (oracle->n_asked, ==, 2);
  oracle_answer (oracle, "http://proxy:3128");
  run ();
  g_assert_cmpuint (log.n_ended, ==, 52);
}

/* CA2: one who leaves takes nothing from the others; the last one takes the question along. */
static void
test_cancel (void)
{
  g_autoptr (Oracle) oracle = g_object_new (TYPE_ORACLE, NULL);
  g_autoptr (GProxyResolver) memory = placard_proxy_memory_new (G_PROXY_RESOLVER (oracle));
  g_autoptr (GCancellable) first = g_cancellable_new (), second = g_cancellable_new ();
  Log log = {0};

  g_proxy_resolver_lookup_async (memory, "http://host/", first, looked_up_cb, &log);
  g_proxy_resolver_lookup_async (memory, "http://host/", second, looked_up_cb, &log);
  g_cancellable_cancel (first);
  run ();
  g_assert_cmpuint (log.n_cancelled, ==, 1);
  g_assert_false (g_cancellable_is_cancelled (g_task_get_cancellable (oracle->pending)));
  g_cancellable_cancel (second);
  run ();
  g_assert_cmpuint (log.n_cancelled, ==, 2);
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (oracle->pending)));

  /* Somebody comes before the question has ended: it is asked again. */
  g_proxy_resolver_lookup_async (memory, "http://host/", NULL, looked_up_cb, &log);
  oracle_answer (oracle, "http://proxy:3128");
  run ();
  g_assert_cmpuint (oracle->n_asked, ==, 2);
  oracle_answer (oracle, "http://proxy:3128");
  run ();
  g_assert_cmpuint (log.n_ended, ==, 3);
  g_assert_cmpuint (log.n_cancelled, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy-memory/one-question", test_one_question);
  g_test_add_func ("/proxy-memory/cancel", test_cancel);
  return g_test_run ();
}
