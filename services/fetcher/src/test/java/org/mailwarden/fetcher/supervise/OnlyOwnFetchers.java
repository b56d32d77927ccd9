// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The service's own supervisor stands by, so that a test can run fetchers of its own on its own accounts. */
interface OnlyOwnFetchers {

    @BeforeAll
    static void standBy() {
        FetcherInstance.bean(Supervisor.class).stop();
    }

    @AfterAll
    static void goOn() {
        FetcherInstance.bean(Supervisor.class).start();
    }
}
