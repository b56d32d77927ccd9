// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.mailwarden.contracts.account.AccountState;

/** Shows how many accounts are in which state. Accounts that cannot be read are no reason to call the service down. */
@Readiness
@ApplicationScoped
public class FleetHealth implements HealthCheck {

    private final Fleet fleet;

    FleetHealth(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("fleet");
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                for (AccountState state : AccountState.values()) {
                    answer.withData(state.name(), fleet.count("state", state));
                }
            });
            return answer.up().build();
        } catch (RuntimeException e) {
            return answer.down().withData("database", "no answer").build();
        }
    }
}
