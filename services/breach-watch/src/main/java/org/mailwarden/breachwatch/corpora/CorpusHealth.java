// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows which corpus serves. Without one, or with a damaged one, the service takes events and imports all the same. */
@Readiness
@ApplicationScoped
public class CorpusHealth implements HealthCheck {

    private final LiveCorpus live;

    CorpusHealth(LiveCorpus live) {
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("corpus").up();
        live.damage().ifPresent(damage -> answer.withData("damaged", damage.sentence()));
        return answer.withData("generation", live.generation().orElse("none serves"))
                .build();
    }
}
