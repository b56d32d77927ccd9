// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/**
 * What the fetcher saw when it tried the retired password once at the account's own mail server, after the reset. Pure.
 *
 * <p>Only a refusal holds, and only an open mailbox is broken. A server that was not asked, or did not answer the question,
 * is shown and holds nothing up: the live check at Keycloak was made all the same.
 *
 * @param protocol over which
 * @param seen what was seen
 * @param reason why it was not checked, as the fetcher names it; absent otherwise
 */
public record MailServerCheck(
        Protocol protocol, Seen seen, @Nullable String reason) {

    /** What was seen. */
    public enum Seen {
        /** The mail server named the password as wrong, or no longer valid. */
        REFUSED,
        /** The mail server took the password. */
        ACCEPTED,
        /** It was not asked, or gave no answer to the question. */
        NOT_CHECKED
    }

    /** The reason of accounts that the fetcher reads without their owner's password. */
    public static final String NO_PASSWORD = "NO_PASSWORD";

    private static final String PREFIX = "old-password-";

    /** What an operator reads, by the fetcher's reason. */
    private static final Map<String, String> REASONS = Map.of(
            "NETWORK",
            "no sound connection to the mail server came about",
            "BUDGET",
            "as many sign-ins were refused lately as the account and its mail server are asked to bear, so that nobody is locked"
                    + " out or banned. It is not tried later by itself: for a mail server of your own raise"
                    + " mailwarden.fetcher.hosts.refusals before you reset many at once",
            "THROTTLED",
            "the mail server did not allow it",
            "TEMPORARY",
            "the mail server could not answer just then",
            "POLICY",
            "the mail server refused by a rule of its own, or without saying why, which proves nothing about the password",
            "NEW_PASSWORD",
            "a new password is set, and a refusal could count against it",
            "SWITCHED_OFF",
            "it is switched off (mailwarden.fetcher.retired-password-at-mail-server)",
            "INTERRUPTED",
            "the fetcher stopped meanwhile, and it is tried no second time",
            NO_PASSWORD,
            "the fetcher holds no password of this account that could be tried");

    /** The evidence of accounts that are read without a password: there is none to try, by design. */
    public static List<Evidence> withoutPassword() {
        return List.of(
                new MailServerCheck(Protocol.IMAP, Seen.NOT_CHECKED, NO_PASSWORD).evidence(),
                new MailServerCheck(Protocol.POP3, Seen.NOT_CHECKED, NO_PASSWORD).evidence());
    }

    /** As evidence, {@code old-password-imap} or {@code old-password-pop3}. */
    public Evidence evidence() {
        String check = PREFIX + protocol.name().toLowerCase(Locale.ROOT);
        return switch (seen) {
            case REFUSED ->
                new Evidence(
                        check, EvidenceOutcome.HOLDS, "The mail server refuses the retired password over " + protocol);
            case ACCEPTED ->
                new Evidence(
                        check,
                        EvidenceOutcome.BROKEN,
                        "The mail server still takes the retired password over " + protocol);
            case NOT_CHECKED ->
                new Evidence(
                        check,
                        EvidenceOutcome.NOT_CHECKED,
                        "Not tried over " + protocol + ": "
                                + REASONS.getOrDefault(
                                        reason == null ? "" : reason, "the fetcher gave no reason that is known here"));
        };
    }

    /**
     * What a person does about open doors.
     *
     * @param doors names of the checks that failed
     * @return sentences
     */
    public static String advice(List<String> doors) {
        boolean mail = doors.stream().anyMatch(door -> door.startsWith(PREFIX));
        boolean others = doors.stream().anyMatch(door -> !door.startsWith(PREFIX));
        String atMailServer = "The mail server still takes the old password. If it has passwords of its own, change it"
                + " there; if it asks Keycloak, its sign-in cache may still hold the old one: flush it (doveadm auth cache"
                + " flush USER) and end open connections (doveadm kick USER). Then plan it again.";
        return (others ? "Close " + (mail ? "the others" : "it") + " by hand in Keycloak, then plan it again." : "")
                + (others && mail ? " " : "")
                + (mail ? atMailServer : "");
    }
}
