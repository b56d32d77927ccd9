// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.mailwarden.auth.clock.SteadyClock;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;

/**
 * Ends app passwords whose time is over and those of people who are gone or have another name now, and holds the file to the
 * database: also when a disk was full, an account changed its owner, or somebody wrote into the file by hand.
 */
@ApplicationScoped
public class AppPasswordUpkeep {

    /** Longer than a look at the whole fleet takes to come around. */
    private static final Duration UNSEEN = Duration.ofMinutes(30);

    private final AppPasswords passwords;
    private final AppPasswordRows rows;
    private final AppPasswordFile file;
    private final KeycloakGateway keycloak;
    private final SteadyClock steady;
    private final Clock clock;

    AppPasswordUpkeep(
            AppPasswords passwords,
            AppPasswordRows rows,
            AppPasswordFile file,
            KeycloakGateway keycloak,
            SteadyClock steady,
            Clock clock) {
        this.passwords = passwords;
        this.rows = rows;
        this.file = file;
        this.keycloak = keycloak;
        this.steady = steady;
        this.clock = clock;
    }

    /** Looks once. */
    @Scheduled(
            every = "${mailwarden.auth.app-passwords.check-every:30S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void look() {
        if (!steady.isDoubtful()) {
            passwords.end(
                    () -> rows.expired(clock.instant()),
                    row -> true,
                    "auth",
                    "app-password.expired",
                    "Its time is over.");
        }
        QuarkusTransaction.requiringNew()
                .call(rows::renamed)
                .forEach(user -> end(user, "The user has another name now."));
        List<String> unseen = QuarkusTransaction.requiringNew()
                .call(() -> rows.unseen(clock.instant().minus(UNSEEN)));
        for (String user : unseen) {
            // Nobody vanishes because Keycloak could not be asked.
            Outcome<FleetUser> read = keycloak.read(user);
            if (read instanceof Outcome.NoSuchUser || read instanceof Outcome.Denied) {
                end(user, "Keycloak shows no such user in the fleet any more.");
            }
        }
        file.publish();
    }

    private void end(String userId, String why) {
        passwords.end(() -> rows.ofUser(userId), row -> true, "auth", "app-password.ended", why);
    }
}
