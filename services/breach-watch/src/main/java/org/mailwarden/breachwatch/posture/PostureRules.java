// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Decides what is wrong with an account. Pure: the same facts, policy and time give the same answer. */
final class PostureRules {

    private static final String POLICY = "posture policy";

    private PostureRules() {}

    /**
     * Judges an account.
     *
     * @param account what is known of it
     * @param policy what counts as a fault
     * @param now the time
     * @return at most one issue of each kind
     */
    static List<Issue> judge(AccountPosture account, PosturePolicy policy, Instant now) {
        if (account.removed()) {
            return List.of();
        }
        AccountPosture.Password password = account.password();
        AccountPosture.Person person = account.person();
        return Stream.of(
                        password == null ? Optional.<Issue>empty() : reused(password),
                        password == null ? Optional.<Issue>empty() : weak(password, policy),
                        expired(account, policy, now),
                        person == null ? Optional.<Issue>empty() : twoFactorMissing(account, person, policy),
                        account.transport() == null
                                ? Optional.<Issue>empty()
                                : TransportRules.judge(account.transport(), policy.certificateWarning(), now))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Issue> reused(AccountPosture.Password password) {
        String source = "comparison within the fleet";
        List<Fact> facts = new ArrayList<>();
        if (password.mailboxesOfOthers() > 0) {
            facts.add(new Fact(
                    "the password of this version is also that of " + some(password.mailboxesOfOthers())
                            + " of other people",
                    source));
        }
        if (password.furtherMailboxes() > 0) {
            facts.add(new Fact(
                    "the password of this version is also that of " + some(password.furtherMailboxes())
                            + " of the same person",
                    source));
        }
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        boolean others = password.mailboxesOfOthers() > 0;
        return Optional.of(new Issue(
                FindingKind.PASSWORD_REUSED,
                others ? Severity.HIGH : Severity.LOW,
                password.version(),
                others
                        ? "Other people of the fleet have the same password."
                        : "The same person uses this password for more than one mailbox.",
                facts));
    }

    /** Magnitudes, not numbers: they do not change with every account, and tell a guesser less. */
    private static String some(long mailboxes) {
        if (mailboxes == 1) {
            return "one mailbox";
        }
        return (mailboxes < 10 ? "2 to 9" : mailboxes < 100 ? "10 to 99" : "100 or more") + " mailboxes";
    }

    private static Optional<Issue> weak(AccountPosture.Password password, PosturePolicy policy) {
        List<Fact> facts = new ArrayList<>();
        boolean weak = password.strength() <= policy.weakUpTo();
        if (weak) {
            facts.add(new Fact(
                    password.strength() == 0
                            ? "guessing tools try it among the very first"
                            : "its estimated strength is not above the policy's limit",
                    "strength estimate of the fetcher (zxcvbn)"));
        }
        if (longest(password.lengthBucket()) < policy.minimumLength()) {
            facts.add(new Fact("it is shorter than the policy's minimum", POLICY));
        }
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Issue(
                        FindingKind.PASSWORD_WEAK,
                        weak && password.strength() == 0 ? Severity.HIGH : Severity.MEDIUM,
                        password.version(),
                        "The password is easy to guess.",
                        facts));
    }

    /** Characters of the longest password of a bucket; a bucket this version does not know is never too short. */
    private static int longest(String lengthBucket) {
        return switch (lengthBucket) {
            case "<8" -> 7;
            case "8-11" -> 11;
            case "12-15" -> 15;
            default -> Integer.MAX_VALUE;
        };
    }

    private static Optional<Issue> expired(AccountPosture account, PosturePolicy policy, Instant now) {
        if (policy.maxAge().isEmpty()) {
            return Optional.empty();
        }
        Duration maxAge = policy.maxAge().get();
        AccountPosture.Password password = account.password();
        AccountPosture.Person person = account.person();
        Instant mailbox = password == null ? null : password.changedAt();
        Instant keycloak = person == null || !person.enabled() ? null : person.passwordChangedAt();
        List<Fact> facts = new ArrayList<>();
        if (isOlder(mailbox, maxAge, now)) {
            facts.add(new Fact("the password of the mailbox is known since " + day(mailbox), POLICY));
        }
        boolean mailboxExpired = !facts.isEmpty();
        if (isOlder(keycloak, maxAge, now)) {
            facts.add(new Fact("the password in Keycloak was set on " + day(keycloak), POLICY));
        }
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Issue(
                FindingKind.PASSWORD_EXPIRED,
                Severity.LOW,
                mailboxExpired && password != null ? password.version() : null,
                "The password is older than the " + maxAge.toDays() + " days that the policy allows.",
                facts));
    }

    private static boolean isOlder(@Nullable Instant changedAt, Duration maxAge, Instant now) {
        return changedAt != null && !changedAt.plus(maxAge).isAfter(now);
    }

    private static LocalDate day(@Nullable Instant instant) {
        return LocalDate.ofInstant(instant == null ? Instant.EPOCH : instant, ZoneOffset.UTC);
    }

    private static Optional<Issue> twoFactorMissing(
            AccountPosture account, AccountPosture.Person person, PosturePolicy policy) {
        if (!person.enabled() || person.secondFactors().stream().anyMatch(policy.secondFactors()::contains)) {
            return Optional.empty();
        }
        return Optional.of(new Issue(
                FindingKind.TWO_FACTOR_MISSING,
                person.isProtected() ? Severity.HIGH : Severity.MEDIUM,
                null,
                "The owner can sign in with a password alone.",
                List.of(new Fact(
                        person.isProtected()
                                ? "no second factor is enrolled, and resets never run by themselves on this user"
                                : "no second factor is enrolled",
                        "Keycloak user " + account.owner()))));
    }
}
