// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;

/** Compares what is wrong with an account now with what was written down. Pure. */
final class PostureChanges {

    /** The kinds this room answers for. */
    static final List<FindingKind> KINDS = List.of(
            FindingKind.PASSWORD_REUSED,
            FindingKind.PASSWORD_WEAK,
            FindingKind.PASSWORD_EXPIRED,
            FindingKind.TWO_FACTOR_MISSING,
            FindingKind.TRANSPORT_INSECURE);

    private PostureChanges() {}

    /**
     * Finds the changes.
     *
     * @param account the account
     * @param issues what is wrong with it now
     * @param written what was written down, by kind
     * @return in the order they are to be made; empty when both agree
     */
    static List<Change> between(AccountPosture account, List<Issue> issues, Map<FindingKind, Standing> written) {
        Map<FindingKind, Issue> now = issues.stream().collect(Collectors.toMap(Issue::kind, Function.identity()));
        List<Change> changes = new ArrayList<>();
        for (FindingKind kind : KINDS) {
            between(account, now.get(kind), written.get(kind), changes);
        }
        return changes;
    }

    private static void between(
            AccountPosture account, @Nullable Issue issue, @Nullable Standing before, List<Change> changes) {
        int last = before == null ? 0 : before.episode();
        if (before == null || !before.standing()) {
            if (issue != null) {
                changes.add(new Change.Begin(account, issue, last));
            }
        } else if (issue == null) {
            changes.add(new Change.End(account, before, whyItEnded(account, before)));
        } else if (issue.severity() != before.severity()
                || !Objects.equals(issue.credentialVersion(), before.credentialVersion())) {
            changes.add(new Change.End(
                    account,
                    before,
                    replaced(account, before)
                            .orElse("It is now of severity " + issue.severity() + ": see the new finding.")));
            changes.add(new Change.Begin(account, issue, last));
        } else if (!issue.reasons().equals(before.reasons())) {
            changes.add(new Change.Confirm(account, issue, last));
        }
    }

    private static Optional<String> replaced(AccountPosture account, Standing before) {
        if (account.removed()) {
            return Optional.of("The account was removed from the fleet.");
        }
        if (before.credentialVersion() == null) {
            return Optional.empty();
        }
        AccountPosture.Password password = account.password();
        if (password == null) {
            return Optional.of("The account does not sign in with a password any more.");
        }
        return password.version() == before.credentialVersion()
                ? Optional.empty()
                : Optional.of("The credential was replaced: version " + password.version() + " is current.");
    }

    private static String whyItEnded(AccountPosture account, Standing before) {
        return replaced(account, before).orElseGet(() -> switch (before.kind()) {
            case PASSWORD_REUSED -> "No other mailbox has this password any more.";
            case PASSWORD_WEAK -> "The policy does not call this password weak any more.";
            case PASSWORD_EXPIRED -> "The password is not too old any more.";
            case TWO_FACTOR_MISSING -> whyTwoFactorEnded(account.person());
            default -> "Nothing is wrong with the connection any more.";
        });
    }

    private static String whyTwoFactorEnded(AccountPosture.@Nullable Person person) {
        if (person == null) {
            return "Nothing is known about the owner in Keycloak any more.";
        }
        return person.enabled() ? "A second factor is enrolled." : "The user is disabled.";
    }
}
