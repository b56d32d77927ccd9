// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.finding.FindingLookup;
import org.mailwarden.breachwatch.finding.Triage;
import org.mailwarden.breachwatch.judging.Judged;
import org.mailwarden.breachwatch.signin.Topic;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.web.Problems;

/** Marks what findings tell as expected, and closes them. Each method is one transaction. Safe for many threads. */
@ApplicationScoped
@Transactional
class ExpectedFindings {

    /** Which marks silence a kind, as its detector asks for them; kinds that none silences are missing. */
    private static final Map<FindingKind, Set<MarkKind>> SILENCED_BY = Map.of(
            FindingKind.IMPOSSIBLE_TRAVEL, EnumSet.of(MarkKind.COUNTRY, MarkKind.NETWORK),
            FindingKind.NEW_COUNTRY, EnumSet.of(MarkKind.COUNTRY, MarkKind.NETWORK),
            FindingKind.NEW_NETWORK, EnumSet.of(MarkKind.NETWORK),
            FindingKind.NEW_CLIENT, EnumSet.of(MarkKind.CLIENT),
            FindingKind.SUCCESS_AFTER_FAILURES, EnumSet.of(MarkKind.NETWORK));

    /** Sign-ins around a finding that are looked at. */
    private static final int MOST = 1_000;

    private final EntityManager entities;
    private final FindingLookup findings;
    private final Triage triage;
    private final MarkRows rows;

    ExpectedFindings(EntityManager entities, FindingLookup findings, Triage triage, MarkRows rows) {
        this.entities = entities;
        this.findings = findings;
        this.triage = triage;
        this.rows = rows;
    }

    /** A sign-in around a finding. */
    private record Around(
            Instant at,
            @Nullable String country,
            @Nullable String network,
            @Nullable String client) {

        /** Whether a finding of this id is the story that this sign-in would begin. */
        private boolean began(UUID account, UUID finding) {
            for (String whence : whences()) {
                String key = new Topic.Stranger(account, whence).keys().getFirst();
                if (EventId.of("finding", key + "|" + LocalDate.ofInstant(at, ZoneOffset.UTC))
                        .equals(finding)) {
                    return true;
                }
            }
            return false;
        }

        private List<String> whences() {
            List<String> whences = new ArrayList<>();
            if (country != null) {
                whences.add(country);
            }
            if (network != null) {
                whences.add("network " + network);
            }
            return whences;
        }
    }

    /**
     * What could be marked of a finding, the newest first.
     *
     * @param id the finding
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without it; 409 when no mark would silence it, or when it is closed
     */
    List<MarkValue> choices(UUID id) {
        Finding finding = finding(id);
        Set<MarkValue> values = new LinkedHashSet<>();
        List<Around> around = around(finding);
        Set<String> whences = around.stream()
                .filter(one -> one.began(finding.accountId(), id))
                .flatMap(one -> one.whences().stream())
                .collect(Collectors.toSet());
        for (Around one : around) {
            // A finding names the country or network of its stranger in its key; where that does not show, all are
            // meant.
            if (whences.isEmpty() || one.whences().stream().anyMatch(whences::contains)) {
                add(values, MarkKind.COUNTRY, one.country());
                add(values, MarkKind.NETWORK, one.network());
                add(values, MarkKind.CLIENT, one.client());
            }
        }
        Set<MarkKind> silencing = silencing(finding);
        return values.stream().filter(value -> silencing.contains(value.kind())).toList();
    }

    private static void add(Set<MarkValue> values, MarkKind kind, @Nullable String text) {
        if (text != null) {
            values.add(MarkValue.of(kind, text));
        }
    }

    /**
     * Marks something of a finding for its account, and closes the finding.
     *
     * @param id the finding
     * @param kind what
     * @param value which; absent when there is one alone
     * @param reason why
     * @param until to when; absent for good
     * @param person who says so
     * @return the mark
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without the finding; 409 when such a mark would not silence it,
     *     when it is closed, or when it is not plain which value is meant
     */
    Mark mark(
            UUID id, MarkKind kind, @Nullable MarkValue value, String reason, @Nullable Instant until, String person) {
        Finding finding = finding(id);
        Set<MarkKind> silencing = silencing(finding);
        if (!silencing.contains(kind)) {
            throw Problems.of(
                    409,
                    "does-not-silence",
                    "A " + kind + " that is expected does not silence " + finding.kind() + ". Mark its "
                            + silencing.stream().map(MarkKind::name).collect(Collectors.joining(" or ")) + " instead.");
        }
        MarkValue meant = value == null ? only(id, kind) : value;
        Mark mark = rows.add(new NewMark(finding.accountId(), meant, reason, until, id), person);
        String why = "Expected: " + meant.words() + ". " + reason;
        triage.close(
                id,
                new Triage.Verdict(Disposition.FALSE_POSITIVE, why.substring(0, Math.min(500, why.length())), null),
                person);
        return mark;
    }

    private MarkValue only(UUID id, MarkKind kind) {
        List<MarkValue> choices =
                choices(id).stream().filter(choice -> choice.kind() == kind).toList();
        if (choices.size() != 1) {
            throw Problems.of(
                    409,
                    "value-missing",
                    choices.isEmpty()
                            ? "The history does not tell a " + kind
                                    + " of this finding. Say which is expected: {\"value\": \"...\"}."
                            : "It is not plain which " + kind + " is expected. Say {\"value\": \"...\"}, one of: "
                                    + choices.stream().map(MarkValue::text).collect(Collectors.joining(", ")) + ".");
        }
        return choices.getFirst();
    }

    private Finding finding(UUID id) {
        Finding finding = findings.find(id).orElseThrow(() -> Problems.notFound("finding", id));
        if (!SILENCED_BY.containsKey(finding.kind())) {
            throw Problems.of(
                    409,
                    "cannot-be-expected",
                    "A mark silences only what is new or far, and " + finding.kind()
                            + " is neither. Close the finding instead" + " (POST findings/" + id
                            + "/close), and change logins/settings when it comes too often.");
        }
        if (finding.state() != FindingState.OPEN) {
            throw Problems.of(
                    409,
                    "already-closed",
                    "The finding is closed already. Open it again first (POST findings/" + id
                            + "/reopen), or mark what is expected without it (POST logins/trusted).");
        }
        return finding;
    }

    private static Set<MarkKind> silencing(Finding finding) {
        return SILENCED_BY.getOrDefault(finding.kind(), Set.of());
    }

    @SuppressWarnings("unchecked")
    private List<Around> around(Finding finding) {
        List<Tuple> found = entities.createNativeQuery("""
                        select occurred_at, country, network, client_name from login
                        where account_id = :account and succeeded and\s""" + Judged.CONDITION + """

                          and occurred_at between :from and :to
                        order by occurred_at desc limit :most""", Tuple.class)
                .setParameter("account", finding.accountId())
                .setParameter("from", finding.raisedAt().minusSeconds(86_400))
                .setParameter("to", finding.changedAt().plusSeconds(60))
                .setParameter("most", MOST)
                .getResultList();
        return found.stream()
                .map(row -> new Around(
                        row.get("occurred_at", Instant.class),
                        row.get("country", String.class),
                        row.get("network", String.class),
                        row.get("client_name", String.class)))
                .toList();
    }
}
