// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What is done beside the requests of the server. */
final class Background {

    private static final int IDLE_SECONDS = 30;

    private Background() {}

    /**
     * Makes an executor of one thread that ends when it has nothing to do and never keeps the server from stopping.
     *
     * @param name of the thread
     * @param mostWaiting tasks that may wait; one more is rejected
     * @return for the caller to shut down
     */
    static ThreadPoolExecutor oneThread(String name, int mostWaiting) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(mostWaiting), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    // Libraries look classes and word lists up by this loader; the default does not see the provider.
                    thread.setContextClassLoader(Background.class.getClassLoader());
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
