// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.SimulationLog;

/** The default policy was simulated today: tests that are about something else switch it to AUTO. */
@ApplicationScoped
class SimulatedBefore {

    void start(@Observes StartupEvent started, Policies policies, SimulationLog log) {
        log.record(policies.orDefault(Policies.DEFAULT), null, "tests", Map.of());
    }
}
