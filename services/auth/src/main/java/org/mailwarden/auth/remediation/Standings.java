// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final KeycloakGateway keycloak;
    private final GovernorSettings settings;

    Standings(KeycloakGateway keycloak, GovernorSettings settings) {
        this.keycloak = keycloak;
        this.settings = settings;
    }

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
     * Counts the fleet.
     *
     * @return people in the fleet
     */
    public Outcome<Integer> fleetSize() {
        return keycloak.fleetSize();
    }

    private Outcome<Standing> of(FleetUser user) {
        return keycloak.isLastEnabledAdmin(user.id())
                .map(last -> new Standing(
                        user,
                        new Subject(
                                user.username().toLowerCase(Locale.ROOT),
                                user.protectedUser(),
                                Bounds.isBreakGlass(settings, user.username()),
                                last)));
    }
}
