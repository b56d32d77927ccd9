// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows this fetcher's share of the fleet. One without a share is well: it stands by until another goes. */
@Readiness
@ApplicationScoped
public class ShareHealth implements HealthCheck {

    private final FleetMembership membership;

    ShareHealth(FleetMembership membership) {
        this.membership = membership;
    }

    @Override
    public HealthCheckResponse call() {
        Partitions mine = membership.mine();
        return HealthCheckResponse.named("share")
                .withData("partitions", mine.owned().stream().sorted().toList().toString())
                .withData("of", mine.count())
                .up()
                .build();
    }
}
