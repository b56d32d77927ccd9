// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.mailwarden.breachwatch.corpus.HashKind;

/** Shows which corpus serves. Without one, or with a damaged one, the service takes events and imports all the same. */
@Readiness
@ApplicationScoped
public class CorpusHealth implements HealthCheck {

    private final LiveCorpus live;
    private final CorpusStores stores;

    CorpusHealth(LiveCorpus live, CorpusStores stores) {
        this.live = live;
        this.stores = stores;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("corpus").up();
        live.damage().ifPresent(damage -> answer.withData("damaged", damage.sentence()));
        stores.of(HashKind.NTLM)
                .store()
                .damage()
                .ifPresent(damage -> answer.withData("ntlmDamaged", damage.sentence()));
        return answer.withData("generation", live.generation().orElse("none serves"))
                .build();
    }
}
