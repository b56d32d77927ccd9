// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * Decides how much a finding matters, and why. Each source that confirms it rates it, the newest rating of each counts, and
 * the highest decides: a weaker source does not make light of what a stronger one knows. The same ratings give the same
 * answer in whatever order they came.
 */
final class SeverityRule {

    private SeverityRule() {}

    /**
     * How a source rates a finding.
     *
     * @param source its name
     * @param severity how much the finding matters by what it knows
     * @param reasons why, plain sentences; empty when it is the rule of the kind
     */
    record Rating(String source, Severity severity, List<String> reasons) {}

    /**
     * How much a finding matters.
     *
     * @param severity how much
     * @param reasons why, plain sentences, at least one
     */
    record Decision(Severity severity, List<String> reasons) {}

    /**
     * Decides.
     *
     * @param kind what was found
     * @param ratings one of each source, at least one
     * @return the severity with its reasons
     */
    static Decision decide(FindingKind kind, List<Rating> ratings) {
        Severity highest = ratings.stream()
                .map(Rating::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Set<String> reasons = new LinkedHashSet<>();
        List<String> weaker = new ArrayList<>();
        for (Rating rating :
                ratings.stream().sorted(Comparator.comparing(Rating::source)).toList()) {
            if (rating.severity() == highest) {
                reasons.addAll(rating.reasons().isEmpty() ? List.of(rule(kind)) : rating.reasons());
            } else {
                weaker.add(rating.source() + " alone would make it " + rating.severity() + ".");
            }
        }
        reasons.addAll(weaker);
        return new Decision(highest, List.copyOf(reasons));
    }

    /** The sentences as they are kept: one a line. */
    static String lines(List<String> sentences) {
        return String.join(
                "\n",
                sentences.stream().map(sentence -> sentence.replace('\n', ' ')).toList());
    }

    /** What makes findings of a kind matter, where nobody gave a reason of its own. */
    static String rule(FindingKind kind) {
        return switch (kind) {
            case CREDENTIAL_LEAKED -> "Address and current password are known to others: they can sign in now.";
            case CREDENTIAL_LEAKED_STALE -> "The leaked password is not the current one: nobody can sign in with it.";
            case STEALER_LOG -> "A device of this person was infected: whatever was typed or stored there is known.";
            case PASSWORD_PWNED -> "The password is in a list that guessing tools try first.";
            case ADDRESS_IN_BREACH ->
                "The address was in a breach; which data went with it decides how much it matters.";
            case PASSWORD_REUSED -> "Whoever gets one of these accounts gets the others with the same password.";
            case PASSWORD_WEAK -> "The password can be guessed with little effort.";
            case PASSWORD_EXPIRED -> "The password is older than the policy allows.";
            case TWO_FACTOR_MISSING -> "The password is all that stands between a thief and this account.";
            case TRANSPORT_INSECURE -> "The password can be read or diverted on its way to the mail server.";
            case IMPOSSIBLE_TRAVEL -> "Nobody travels that fast: two people use this account.";
            case NEW_COUNTRY, NEW_NETWORK, NEW_CLIENT -> "The sign-in differs from what is usual for this person.";
            case BRUTE_FORCE, PASSWORD_SPRAY -> "Somebody is guessing passwords.";
            case SUCCESS_AFTER_FAILURES -> "A sign-in succeeded after many that failed: the guess may have been right.";
            case DORMANT_LOGIN -> "Nobody used this account for long: its owner would hardly notice a thief.";
            case PLAINTEXT_LOGIN -> "The password went over the network in clear.";
            case LEGACY_LOGIN -> "The connection is of a kind that can be attacked, or that the policy counts out.";
            case BREACHED_LOGIN -> "A password that is known to attackers opens this account.";
            case LOGIN_DURING_REMEDIATION ->
                "Somebody got in while the account was being taken out of a thief's hands.";
            case RETIRED_PASSWORD_USED -> "Somebody holds a password that was reset because it leaked, and tries it.";
            case MAILBOX_EVIDENCE -> "A verified mail tells of a change at another service.";
        };
    }
}
