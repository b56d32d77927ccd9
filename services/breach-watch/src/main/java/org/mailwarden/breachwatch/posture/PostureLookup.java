// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Tells what stands against an account. Safe for use by many threads. */
@ApplicationScoped
@Transactional
public class PostureLookup {

    /** Enough to see what it is about, too few to read the fleet's shared passwords off in one go. */
    private static final int MOST_ADDRESSES = 10;

    private final EntityManager entities;
    private final PostureReading reading;

    PostureLookup(EntityManager entities, PostureReading reading) {
        this.entities = entities;
        this.reading = reading;
    }

    /**
     * Something that is wrong with an account.
     *
     * @param kind what
     * @param severity how much it matters
     * @param summary one plain sentence
     * @param because why
     * @param since when it began
     * @param findingId the finding about it
     */
    public record Wrong(
            FindingKind kind, Severity severity, String summary, List<String> because, Instant since, UUID findingId) {

        /** Copies the list. */
        public Wrong {
            because = List.copyOf(because);
        }
    }

    /**
     * Who has the same password.
     *
     * @param accounts how many other accounts, those of the same mailbox included
     * @param addresses the first of their addresses in alphabetical order, at most 10
     */
    public record Sharers(long accounts, List<String> addresses) {

        /** Copies the list. */
        public Sharers {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Lists what stands.
     *
     * @param accountId the account
     * @return the worst first
     */
    public List<Wrong> standing(UUID accountId) {
        return reading.written(List.of(accountId)).getOrDefault(accountId, Map.of()).values().stream()
                .filter(Standing::standing)
                .sorted(Comparator.comparing(Standing::severity).reversed().thenComparing(Standing::kind))
                .map(issue -> new Wrong(
                        issue.kind(),
                        issue.severity(),
                        issue.summary(),
                        issue.reasons().lines().toList(),
                        issue.since(),
                        issue.findingId()))
                .toList();
    }

    /**
     * Names who has the same password as an account.
     *
     * @param accountId the account
     * @return empty when the fleet has no such account; nobody when no other account has it, or it is not known
     */
    @SuppressWarnings("unchecked")
    public Optional<Sharers> sharers(UUID accountId) {
        boolean there = (Boolean) entities.createNativeQuery(
                        "select exists (select 1 from account where account_id = :account and removed_at is null)")
                .setParameter("account", accountId)
                .getSingleResult();
        if (!there) {
            return Optional.empty();
        }
        List<String> addresses = entities.createNativeQuery("""
                        select lower(a.address) from credential mine
                        join credential c on c.reuse_tag = mine.reuse_tag and c.account_id <> mine.account_id
                        join account a on a.account_id = c.account_id and a.removed_at is null
                        where mine.account_id = :account order by 1""")
                .setParameter("account", accountId)
                .getResultList();
        return Optional.of(new Sharers(
                addresses.size(),
                addresses.stream().distinct().limit(MOST_ADDRESSES).toList()));
    }
}
