// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;

/**
 * Reads the fleet at Keycloak and tells what changed. Somebody is forgotten only after a look at everybody that came to its
 * end, and after asking for that one person once more: a Keycloak that cannot be asked makes nobody vanish.
 */
@ApplicationScoped
public class PostureScan {

    private static final Logger LOG = Logger.getLogger(PostureScan.class);
    private static final int PAGE = 100;

    private final KeycloakGateway keycloak;
    private final People people;
    private final Duration tellEvery;
    private final Clock clock;

    PostureScan(
            KeycloakGateway keycloak,
            People people,
            @ConfigProperty(name = "mailwarden.auth.posture.tell-every", defaultValue = "24H") Duration tellEvery,
            Clock clock) {
        this.keycloak = keycloak;
        this.people = people;
        this.tellEvery = tellEvery;
        this.clock = clock;
    }

    /** Looks at everybody. */
    @Scheduled(
            every = "${mailwarden.auth.posture.scan-every:5m}",
            delayed = "${mailwarden.auth.posture.first-scan-after:20s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void scan() {
        Set<String> seen = new HashSet<>();
        boolean whole = true;
        int first = 0;
        for (List<String> page = page(first); page != null; page = page(first)) {
            for (String userId : page) {
                whole &= look(userId);
                seen.add(userId);
            }
            if (page.size() < PAGE) {
                forgetOthers(whole, seen);
                return;
            }
            first += page.size();
        }
    }

    private @Nullable List<String> page(int first) {
        Outcome<List<String>> page = keycloak.users(first, PAGE);
        if (page instanceof Outcome.Done<List<String>>(List<String> ids)) {
            return ids;
        }
        LOG.infof("The fleet is looked at again later: %s", page);
        return null;
    }

    /**
     * Looks at one person, and tells what changed.
     *
     * @param userId Keycloak user id
     * @return whether Keycloak could be asked
     */
    public boolean look(String userId) {
        Outcome<FleetUser> read = keycloak.read(userId);
        if (read instanceof Outcome.Done<FleetUser>(FleetUser user)) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            people.observe(person(user, now), now.minus(tellEvery));
        }
        return !(read instanceof Outcome.Unavailable);
    }

    private void forgetOthers(boolean whole, Set<String> seen) {
        if (!whole) {
            return;
        }
        for (Person person : people.all()) {
            if (!seen.contains(person.userId())) {
                Outcome<FleetUser> read = keycloak.read(person.userId());
                if (read instanceof Outcome.NoSuchUser || read instanceof Outcome.Denied) {
                    people.forget(person.userId(), clock.instant().truncatedTo(ChronoUnit.MICROS));
                }
            }
        }
    }

    private static Person person(FleetUser user, Instant now) {
        return new Person(
                user.id(),
                user.username(),
                user.enabled(),
                user.protectedUser(),
                user.secondFactors().stream().distinct().sorted().toList(),
                user.groups().stream().sorted().toList(),
                user.recoveryAddress() != null,
                user.passwords().stream()
                        .map(FleetUser.PasswordCredential::createdAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                now);
    }
}
