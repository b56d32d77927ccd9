// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.FleetUser.PasswordCredential;
import org.mailwarden.auth.keycloak.LiveCheck;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserSessions;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/**
 * Whether a reset holds, and what was seen. Sessions count as harmless only when they began after a new password was set:
 * then it is the owner who came back.
 *
 * @param evidence one entry per check, always all of them
 * @param verdict what they amount to
 */
@Pure
public record Proof(List<Evidence> evidence, Verdict verdict) {

    /** The user is still there and still the one that was reset. */
    public static final String USER = "user";

    /** No retired password credential is left. */
    public static final String PASSWORD_CREDENTIAL = "password-credential";

    /** No online session from before is left. */
    public static final String SESSIONS = "sessions";

    /** No offline session or offline grant from before is left. */
    public static final String OFFLINE_GRANTS = "offline-grants";

    /** No consent is left with which a client could get new tokens. */
    public static final String CONSENTS = "consents";

    /** Keycloak's own hash check refuses the retired password. */
    public static final String OLD_PASSWORD = "old-password";

    /** Copies the list. */
    public Proof {
        evidence = List.copyOf(evidence);
    }

    /**
     * Decides.
     *
     * @param input what was read back
     * @return evidence and verdict
     */
    public static Proof of(ProofInput input) {
        Evidence credential = passwordCredential(input);
        List<Evidence> evidence = new ArrayList<>(List.of(
                user(input),
                credential,
                sessions(input),
                offlineGrants(input),
                consents(input),
                input.keycloakAlone() && input.oldPassword() == null
                        ? oldPasswordOf(credential, input.retiredPasswords().isEmpty())
                        : oldPassword(input.oldPassword())));
        evidence.addAll(input.mail().evidence(newPasswordSetAt(input).isPresent()));
        return new Proof(evidence, verdict(evidence));
    }

    /**
     * Looks at one more door.
     *
     * @param more what was seen of it
     * @return evidence and verdict with it: a door that is open breaks, one that nobody could look at is missing
     */
    public Proof also(Evidence more) {
        List<Evidence> all = new ArrayList<>(evidence);
        all.add(more);
        return new Proof(
                all,
                switch (more.outcome()) {
                    case HOLDS -> verdict;
                    case BROKEN -> new Verdict.Broken(named(all, EvidenceOutcome.BROKEN));
                    case NOT_CHECKED ->
                        switch (verdict) {
                            case Verdict.Broken broken -> broken;
                            case Verdict.Incomplete(List<String> missing) ->
                                new Verdict.Incomplete(Stream.concat(missing.stream(), Stream.of(more.check()))
                                        .toList());
                            case Verdict.Holds() -> new Verdict.Incomplete(List.of(more.check()));
                        };
                });
    }

    /**
     * Adds what was seen elsewhere: a door that is open there breaks it, one that nobody looked at does not.
     *
     * @param more other evidence
     * @return the proof with both
     */
    public Proof and(List<Evidence> more) {
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(more);
        return new Proof(all, verdict(all));
    }

    /**
     * Remembers what was seen of the retired password before, where it could not be tried again.
     *
     * @param before evidence of the same reset
     * @return the proof with what was seen then
     */
    public Proof remembering(List<Evidence> before) {
        List<Evidence> all = evidence.stream()
                .map(entry -> entry.check().equals(OLD_PASSWORD) && entry.outcome() == EvidenceOutcome.NOT_CHECKED
                        ? before.stream()
                                .filter(seen ->
                                        seen.check().equals(OLD_PASSWORD) && seen.outcome() == EvidenceOutcome.HOLDS)
                                .findFirst()
                                .orElse(entry)
                        : entry)
                .toList();
        return new Proof(all, verdict(all));
    }

    /**
     * Weighs evidence, also such as was gathered over time.
     *
     * @param evidence the entries, at most one per check
     * @return what they amount to; a check without an entry counts as not asked, but for those at a mail server, of which
     *     there need be none
     */
    public static Verdict verdict(List<Evidence> evidence) {
        List<String> broken = named(evidence, EvidenceOutcome.BROKEN);
        if (!broken.isEmpty()) {
            return new Verdict.Broken(broken);
        }
        List<String> holding = named(evidence, EvidenceOutcome.HOLDS);
        List<String> missing = Stream.concat(
                        Stream.of(USER, PASSWORD_CREDENTIAL, SESSIONS, OFFLINE_GRANTS, CONSENTS, OLD_PASSWORD),
                        named(evidence, EvidenceOutcome.NOT_CHECKED).stream().filter(MailReading::isCheck))
                .filter(check -> !holding.contains(check))
                .toList();
        return missing.isEmpty() ? new Verdict.Holds() : new Verdict.Incomplete(missing);
    }

    /**
     * Judges the live check of the retired password.
     *
     * @param answer the outcome; absent while nobody presented the password
     * @return the evidence
     */
    public static Evidence oldPassword(@Nullable Outcome<LiveCheck> answer) {
        return switch (answer) {
            case null -> missing(OLD_PASSWORD, "The retired password was not presented yet");
            case Outcome.Done<LiveCheck>(LiveCheck check)
            when check.matches() -> broken(OLD_PASSWORD, "Keycloak still takes the retired password");
            case Outcome.Done<LiveCheck>(LiveCheck check) ->
                holds(
                        OLD_PASSWORD,
                        check.hasPassword()
                                ? "Keycloak refuses the retired password; a new one is set"
                                : "Keycloak refuses the retired password; none is set");
            default -> missing(OLD_PASSWORD, why(answer));
        };
    }

    /** Nobody can present what Keycloak alone held: where its credential is gone, there is nothing that could take it. */
    private static Evidence oldPasswordOf(Evidence credential, boolean neverThere) {
        if (neverThere) {
            return missing(
                    OLD_PASSWORD,
                    "Keycloak held no password of this user: a directory or another identity provider may, reset it there");
        }
        return credential.outcome() == EvidenceOutcome.HOLDS
                ? holds(OLD_PASSWORD, "Keycloak alone held the retired password, and its credential is gone")
                : missing(OLD_PASSWORD, "Keycloak alone held the retired password, and nobody can present it");
    }

    private static Evidence user(ProofInput input) {
        if (!(input.user() instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return missing(USER, why(input.user()));
        }
        return user.id().equals(input.userId())
                ? holds(USER, "Keycloak has the user, read again after the last step")
                : broken(USER, "Keycloak answered with another user");
    }

    private static Evidence passwordCredential(ProofInput input) {
        if (!(input.user() instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return missing(PASSWORD_CREDENTIAL, why(input.user()));
        }
        boolean retiredLeft = user.passwords().stream()
                .anyMatch(password -> input.retiredPasswords().contains(password.id())
                        || password.createdAt().isBefore(input.startedAt()));
        if (retiredLeft) {
            return broken(PASSWORD_CREDENTIAL, "The password from before the reset is still there");
        }
        return holds(
                PASSWORD_CREDENTIAL,
                user.passwords().isEmpty() ? "No password is set" : "The only password was set after the reset began");
    }

    private static Evidence sessions(ProofInput input) {
        if (!(input.sessions() instanceof Outcome.Done<UserSessions>(UserSessions open))) {
            return missing(SESSIONS, why(input.sessions()));
        }
        if (open.online() == 0) {
            return holds(SESSIONS, "No online session is left");
        }
        return ownerCameBack(input, open)
                ? holds(SESSIONS, open.online() + " online sessions, all begun after the new password was set")
                : broken(SESSIONS, open.online() + " online sessions are left");
    }

    private static Evidence offlineGrants(ProofInput input) {
        if (!(input.sessions() instanceof Outcome.Done<UserSessions>(UserSessions open))) {
            return missing(OFFLINE_GRANTS, why(input.sessions()));
        }
        if (open.offlineByClient().isEmpty()) {
            return holds(OFFLINE_GRANTS, "No offline session or grant is left");
        }
        return ownerCameBack(input, open)
                ? holds(OFFLINE_GRANTS, "Offline sessions, all begun after the new password was set")
                : broken(
                        OFFLINE_GRANTS,
                        "Offline grants are left for "
                                + String.join(
                                        ", ",
                                        open.offlineByClient().keySet().stream()
                                                .sorted()
                                                .toList()));
    }

    private static Evidence consents(ProofInput input) {
        if (!(input.sessions() instanceof Outcome.Done<UserSessions>(UserSessions open))) {
            return missing(CONSENTS, why(input.sessions()));
        }
        return open.consents().isEmpty()
                ? holds(CONSENTS, "No consent is left")
                : broken(CONSENTS, "Consents are left for " + String.join(", ", open.consents()));
    }

    /** Session starts are whole seconds, so the password's time is cut to seconds as well. */
    private static boolean ownerCameBack(ProofInput input, UserSessions open) {
        Instant oldest = open.oldestStart();
        if (oldest == null) {
            return false;
        }
        return newPasswordSetAt(input)
                .map(createdAt -> !oldest.isBefore(createdAt.truncatedTo(ChronoUnit.SECONDS)))
                .orElse(false);
    }

    private static Optional<Instant> newPasswordSetAt(ProofInput input) {
        if (!(input.user() instanceof Outcome.Done<FleetUser>(FleetUser user))) {
            return Optional.empty();
        }
        return user.passwords().stream()
                .filter(password -> !input.retiredPasswords().contains(password.id()))
                .map(PasswordCredential::createdAt)
                .filter(createdAt -> !createdAt.isBefore(input.startedAt()))
                .min(Instant::compareTo);
    }

    private static List<String> named(List<Evidence> evidence, EvidenceOutcome outcome) {
        return evidence.stream()
                .filter(entry -> entry.outcome() == outcome)
                .map(Evidence::check)
                .toList();
    }

    private static String why(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> "Answered";
            case Outcome.NoSuchUser<?> gone -> "Keycloak shows no such user, so nothing can be proved";
            case Outcome.Denied<?>(String why) -> why;
            case Outcome.Unavailable<?>(String why) -> why;
        };
    }

    private static Evidence holds(String check, String detail) {
        return new Evidence(check, EvidenceOutcome.HOLDS, detail);
    }

    private static Evidence broken(String check, String detail) {
        return new Evidence(check, EvidenceOutcome.BROKEN, detail);
    }

    private static Evidence missing(String check, String detail) {
        return new Evidence(check, EvidenceOutcome.NOT_CHECKED, detail);
    }
}
