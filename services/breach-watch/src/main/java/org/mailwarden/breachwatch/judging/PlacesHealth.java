// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows how the files about addresses are. Without them the service takes sign-ins and judges what it can all the same. */
@Readiness
@ApplicationScoped
public class PlacesHealth implements HealthCheck {

    private final WatchedPlaces places;

    PlacesHealth(WatchedPlaces places) {
        this.places = places;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("places").up();
        places.files().forEach(file -> answer.withData(file.file(), file.text()));
        return answer.build();
    }
}
