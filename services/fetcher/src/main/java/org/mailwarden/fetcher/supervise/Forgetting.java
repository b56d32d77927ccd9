// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets sign-ins that count no more, so that their table does not grow with time. */
@ApplicationScoped
public class Forgetting {

    private final SignInUse use;

    Forgetting(SignInUse use) {
        this.use = use;
    }

    /** Forgets. Harmless when several fetchers do it at once. */
    @Scheduled(every = "1h", delayed = "3m", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void forget() {
        QuarkusTransaction.requiringNew().run(use::forget);
    }
}
