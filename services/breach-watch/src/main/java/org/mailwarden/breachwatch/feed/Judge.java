// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** What an item of a feed means for an account. Pure. */
final class Judge {

    static final String STALE = "A password that is not the current one stands in a leaked list.";

    static final String NOT_CURRENT = "The leaked password is not the current one: nothing has to be changed.";

    static final String CURRENT = "The current password of this account stands in a leaked list.";

    private Judge() {}

    /** Which variant it is stays untold: that would be half of the password. */
    static final String VARIANT = "The current password of this account is a near variant of a leaked password.";

    static final String STANDS_WITH_A_VARIANT =
            "the address stands with a password of which the current one is a near variant";

    /** How a leaked password compares with the account's. */
    enum Comparison {
        SAME,
        /** The account's is a near variant of it. */
        VARIANT,
        OTHER,
        /** The account's password is not known, or the item has none. */
        NOT_KNOWN
    }

    /**
     * Judges.
     *
     * @param item what the source says
     * @param account whom it says it about
     * @param comparison how its password compares
     * @param firstSeen when the feed first said it, absent when this is the first time
     * @return empty when it means nothing: its password cannot be compared, or it is an old story that has no day
     */
    static Optional<Match> judge(
            FeedItem item, FleetAccount account, Comparison comparison, @Nullable Instant firstSeen) {
        return switch (item.exposure()) {
            case Exposure.Password password -> pair(item, account, comparison, password);
            case Exposure.Breach breach
            when breach.isOfDevices() ->
                stealer(
                        item,
                        account,
                        breach.on(),
                        firstSeen,
                        "the address stands in " + breach.title() + ", taken from infected devices");
            case Exposure.Breach breach -> Optional.of(breach(item, account, breach));
            case Exposure.StealerLog log ->
                stealer(
                        item,
                        account,
                        log.on(),
                        firstSeen,
                        "the address was taken from an infected device"
                                + (log.site() == null ? "" : ", together with its sign-in at " + log.site()));
        };
    }

    private static Optional<Match> pair(
            FeedItem item, FleetAccount account, Comparison comparison, Exposure.Password password) {
        String when = password.on() == null ? "" : ", leaked on " + password.on();
        return switch (comparison) {
            case NOT_KNOWN -> Optional.empty();
            case SAME ->
                Optional.of(match(
                        item,
                        account,
                        FindingKind.CREDENTIAL_LEAKED,
                        Severity.CRITICAL,
                        account.version(),
                        null,
                        CURRENT,
                        "address and current password stand together" + when,
                        null));
            case VARIANT ->
                Optional.of(match(
                        item,
                        account,
                        FindingKind.CREDENTIAL_LEAKED,
                        Severity.HIGH,
                        account.version(),
                        null,
                        VARIANT,
                        STANDS_WITH_A_VARIANT + when,
                        null));
            case OTHER ->
                Optional.of(match(
                        item,
                        account,
                        FindingKind.CREDENTIAL_LEAKED_STALE,
                        Severity.INFO,
                        account.version(),
                        null,
                        STALE,
                        "the address stands with another password" + when,
                        NOT_CURRENT));
        };
    }

    private static Match breach(FeedItem item, FleetAccount account, Exposure.Breach breach) {
        boolean doubtful = breach.marks().contains(Exposure.Mark.FABRICATED)
                || breach.marks().contains(Exposure.Mark.SPAM_LIST);
        boolean passwords = breach.data().contains("Passwords");
        String closed = olderThanThePassword(breach.on(), account);
        Severity severity = passwords && !doubtful && closed == null ? Severity.MEDIUM : Severity.LOW;
        StringBuilder fact = new StringBuilder("the address stands in the breach of ").append(breach.title());
        if (breach.on() != null) {
            fact.append(" of ").append(breach.on());
        }
        if (!breach.data().isEmpty()) {
            fact.append("; taken were ").append(String.join(", ", new TreeSet<>(breach.data())));
        }
        if (breach.marks().contains(Exposure.Mark.UNVERIFIED)) {
            fact.append("; nobody verified it");
        }
        if (doubtful) {
            fact.append(
                    breach.marks().contains(Exposure.Mark.SPAM_LIST)
                            ? "; it is a list of addresses to send spam to"
                            : "; it is thought to be made up");
        }
        return match(
                item,
                account,
                FindingKind.ADDRESS_IN_BREACH,
                severity,
                null,
                breach.name(),
                passwords
                        ? "This address stands in a breach that holds passwords: " + breach.title() + "."
                        : "This address stands in a breach: " + breach.title() + ".",
                fact.toString(),
                closed);
    }

    private static Optional<Match> stealer(
            FeedItem item, FleetAccount account, @Nullable LocalDate on, @Nullable Instant firstSeen, String fact) {
        if (on == null && firstSeen != null) {
            return Optional.empty();
        }
        String closed = olderThanThePassword(on, account);
        // A day after the last change leaves no doubt that what is used now was taken too.
        Severity severity =
                on != null && account.passwordChangedAt() != null && closed == null ? Severity.CRITICAL : Severity.HIGH;
        return Optional.of(match(
                item,
                account,
                FindingKind.STEALER_LOG,
                closed == null ? severity : Severity.LOW,
                account.version(),
                account.version() == null ? "no password" : null,
                "A device that this address signs in from was infected: end its sessions, then have the password changed"
                        + " from a clean device.",
                fact + (on == null ? "" : ", on " + on),
                closed));
    }

    private static @Nullable String olderThanThePassword(@Nullable LocalDate on, FleetAccount account) {
        Instant changed = account.passwordChangedAt();
        if (on == null || changed == null || !isOlder(on, changed)) {
            return null;
        }
        return changedSince(on, changed);
    }

    /** Whether a day lies before a change: what happens on the same day may have come after it. */
    static boolean isOlder(LocalDate on, Instant changed) {
        return on.isBefore(LocalDate.ofInstant(changed, ZoneOffset.UTC));
    }

    static String changedSince(LocalDate on, Instant changed) {
        return "The password was changed on " + LocalDate.ofInstant(changed, ZoneOffset.UTC) + ", after the leak of "
                + on + ".";
    }

    private static Match match(
            FeedItem item,
            FleetAccount account,
            FindingKind kind,
            Severity severity,
            @Nullable Long version,
            @Nullable String naturalKey,
            String summary,
            String fact,
            @Nullable String closedBecause) {
        return new Match(
                kind,
                severity,
                account.accountId(),
                account.address(),
                version,
                naturalKey,
                item.reference(),
                summary,
                new Fact(fact, item.source()),
                closedBecause,
                item.exposure().on());
    }
}
