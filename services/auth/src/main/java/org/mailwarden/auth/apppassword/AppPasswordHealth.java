// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether Dovecot's file is what the database says. Everything else goes on when it is not. */
@Readiness
@ApplicationScoped
class AppPasswordHealth implements HealthCheck {

    private final AppPasswordFile file;

    AppPasswordHealth(AppPasswordFile file) {
        this.file = file;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("app-passwords")
                .up()
                .withData(
                        "file",
                        switch (file.state()) {
                            case FileState.Off() -> "not in use";
                            case FileState.Current() -> "as the database says";
                            case FileState.Behind(String why) -> why;
                        })
                .build();
    }
}
