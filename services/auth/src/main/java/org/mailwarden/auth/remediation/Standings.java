// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.Bounds;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;

/** Asks Keycloak what may be done to a user. Blocking: for use outside of a transaction. Safe for many threads. */
@ApplicationScoped
public class Standings {

    private static final int AT_ONCE = 8;
    private static final Duration COUNT_HOLDS = Duration.ofSeconds(5);

    private final KeycloakGateway keycloak;
    private final GovernorSettings settings;
    private volatile @Nullable Counted counted;

    Standings(KeycloakGateway keycloak, GovernorSettings settings) {
        this.keycloak = keycloak;
        this.settings = settings;
    }

    private record Counted(int size, long at) {}

    /**
     * What Keycloak says about a subject.
     *
     * @param user the user
     * @param subject what the governor looks at
     */
    public record Standing(FleetUser user, Subject subject) {}

    /**
     * Asks by name.
     *
     * @param owner Keycloak user name
     * @return the standing
     */
    public Outcome<Standing> ofOwner(String owner) {
        return keycloak.findByUsername(owner).then(this::of);
    }

    /**
     * Asks by name for what the governor looks at, and no more.
     *
     * @param owner Keycloak user name
     * @return the subject
     */
    public Outcome<Subject> subjectOf(String owner) {
        return keycloak.standingOf(owner)
                .map(user -> subject(user.username(), user.protectedUser(), user.lastEnabledAdmin()));
    }

    /**
     * Asks about many at once, some at a time.
     *
     * @param owners Keycloak user names, each once
     * @return the standing of each
     */
    public Map<String, Outcome<Standing>> ofOwners(List<String> owners) {
        Map<String, Outcome<Standing>> known = new ConcurrentHashMap<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            owners.forEach(owner -> threads.execute(() -> {
                try {
                    known.put(owner, ofOwner(owner));
                } catch (RuntimeException e) {
                    known.put(owner, new Outcome.Unavailable<>("Keycloak could not be asked about " + owner));
                }
            }));
        }
        return known;
    }

    /**
     * Asks by id.
     *
     * @param userId Keycloak user id
     * @return the standing
     */
    public Outcome<Standing> ofUser(String userId) {
        return keycloak.read(userId).then(this::of);
    }

    /**
     * Counts the fleet, every few seconds at most: Keycloak counts one by one.
     *
     * @return people in the fleet
     */
    public Outcome<Integer> fleetSize() {
        Counted known = counted;
        if (known != null && System.nanoTime() - known.at() < COUNT_HOLDS.toNanos()) {
            return new Outcome.Done<>(known.size());
        }
        return keycloak.fleetSize().map(size -> {
            counted = new Counted(size, System.nanoTime());
            return size;
        });
    }

    private Outcome<Standing> of(FleetUser user) {
        return keycloak.isLastEnabledAdmin(user.id())
                .map(last -> new Standing(user, subject(user.username(), user.protectedUser(), last)));
    }

    private Subject subject(String username, boolean protectedUser, boolean lastEnabledAdmin) {
        return new Subject(
                username.toLowerCase(Locale.ROOT),
                protectedUser,
                Bounds.isBreakGlass(settings, username),
                lastEnabledAdmin);
    }
}
