// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows which corpus serves. A new install has none and is ready all the same. */
@Readiness
@ApplicationScoped
public class CorpusHealth implements HealthCheck {

    private final LiveCorpus live;

    CorpusHealth(LiveCorpus live) {
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("corpus")
                .up()
                .withData("generation", live.generation().orElse("none imported yet"))
                .build();
    }
}
