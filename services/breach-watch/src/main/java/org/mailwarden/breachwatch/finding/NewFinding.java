// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.event.EventId;

/**
 * What a detector has found about an account: about one credential of it, or about something else that has a name.
 *
 * @param kind what was found
 * @param severity how much it matters
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param credentialVersion the credential it speaks about; absent when it outlives a change of password
 * @param naturalKey what tells it from others of its kind at the account, for instance the name of a breach; absent when
 *     the credential version does, or there can be only one
 * @param summary one plain sentence
 * @param facts why; each source is one attribution
 * @param severityReasons why it matters that much, plain sentences; empty when it is as usual for its kind
 * @param accounts everybody it is about, {@code accountId} among them; empty when it is about that one alone
 * @param byNaturalKey whether the natural key alone tells it from others: kind and accounts may still change
 */
public record NewFinding(
        FindingKind kind,
        Severity severity,
        UUID accountId,
        String address,
        @Nullable String owner,
        @Nullable Long credentialVersion,
        @Nullable String naturalKey,
        String summary,
        List<Fact> facts,
        List<String> severityReasons,
        List<UUID> accounts,
        boolean byNaturalKey) {

    /** Copies the lists. */
    public NewFinding {
        facts = List.copyOf(facts);
        severityReasons = List.copyOf(severityReasons);
        accounts = List.copyOf(accounts);
    }

    /**
     * A finding about one account.
     *
     * @param kind what was found
     * @param severity how much it matters
     * @param accountId the account
     * @param address its mail address
     * @param owner Keycloak user name; absent when unknown
     * @param credentialVersion the credential it speaks about; absent when it outlives a change of password
     * @param naturalKey what tells it from others of its kind at the account; absent when there can be only one
     * @param summary one plain sentence
     * @param facts why; each source is one attribution
     * @param severityReasons why it matters that much, plain sentences; empty when it is as usual for its kind
     */
    public NewFinding(
            FindingKind kind,
            Severity severity,
            UUID accountId,
            String address,
            @Nullable String owner,
            @Nullable Long credentialVersion,
            @Nullable String naturalKey,
            String summary,
            List<Fact> facts,
            List<String> severityReasons) {
        this(
                kind,
                severity,
                accountId,
                address,
                owner,
                credentialVersion,
                naturalKey,
                summary,
                facts,
                severityReasons,
                List.of(),
                false);
    }

    /**
     * A finding that matters as findings of its kind do.
     *
     * @param kind what was found
     * @param severity how much it matters
     * @param accountId the account
     * @param address its mail address
     * @param owner Keycloak user name; absent when unknown
     * @param credentialVersion the credential it speaks about; absent when it outlives a change of password
     * @param naturalKey what tells it from others of its kind at the account; absent when there can be only one
     * @param summary one plain sentence
     * @param facts why; each source is one attribution
     */
    public NewFinding(
            FindingKind kind,
            Severity severity,
            UUID accountId,
            String address,
            @Nullable String owner,
            @Nullable Long credentialVersion,
            @Nullable String naturalKey,
            String summary,
            List<Fact> facts) {
        this(kind, severity, accountId, address, owner, credentialVersion, naturalKey, summary, facts, List.of());
    }

    /** The breach it is about, as its source calls it; absent when it is about none. */
    @Nullable
    String breach() {
        return kind == FindingKind.ADDRESS_IN_BREACH ? naturalKey : null;
    }

    /** How each of its sources rates it; one rating of our own when there is no fact. */
    List<SeverityRule.Rating> ratings() {
        Set<String> names = SourceName.of(facts);
        return (names.isEmpty() ? Set.of(FindingRows.ITSELF) : names)
                .stream()
                        .map(name -> new SeverityRule.Rating(name, severity, severityReasons))
                        .toList();
    }

    /**
     * The id of a finding that its natural key alone tells from others.
     *
     * @param naturalKey of the finding
     */
    public static UUID idOf(String naturalKey) {
        return EventId.of("finding", naturalKey);
    }

    /** The finding's id: the same however often and by whomever it is found. */
    public UUID id() {
        if (byNaturalKey && naturalKey != null) {
            return idOf(naturalKey);
        }
        List<Object> key = new ArrayList<>(List.of(kind, accountId));
        if (credentialVersion != null) {
            key.add(credentialVersion);
        }
        if (naturalKey != null) {
            key.add(naturalKey);
        }
        return EventId.of("finding", key.toArray());
    }
}
