// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.kit.seal.SealBroken;

/**
 * Hears the items of one import. What is not the fleet's is wiped on the spot; what is waits in memory, some hundred items
 * at most, until it is judged and kept without its secret. Used by one thread.
 */
final class FeedReader implements ItemListener, AutoCloseable {

    /** Items judged in one transaction; also the most secrets in memory. */
    private static final int BATCH = 500;

    private static final int LONGEST_ADDRESS = 320;
    private static final int MOST_REMARKS = 5;

    private final JobRun run;
    private final String feedId;
    private final Map<String, List<UUID>> accounts;
    private final Set<String> domains;
    private final CurrentCredentials credentials;
    private final FeedRuns runs;
    private final UnknownAddresses unknownAddresses;
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<FeedItem> waiting = new ArrayList<>();
    private final Map<String, Integer> unknown = new HashMap<>();
    private long total;
    private long items;
    private long unmatched;

    FeedReader(
            JobRun run,
            String feedId,
            long itemsBefore,
            Map<String, List<UUID>> accounts,
            Set<String> domains,
            CurrentCredentials credentials,
            FeedRuns runs,
            UnknownAddresses unknownAddresses) {
        this.run = run;
        this.feedId = feedId;
        this.total = itemsBefore;
        this.accounts = accounts;
        this.domains = domains;
        this.credentials = credentials;
        this.runs = runs;
        this.unknownAddresses = unknownAddresses;
    }

    @Override
    public void item(FeedItem item) {
        items++;
        run.progress(++total, 0);
        if (accounts.containsKey(item.address())) {
            waiting.add(item);
            if (waiting.size() >= BATCH) {
                keep(null);
            }
            return;
        }
        item.close();
        if (domains.contains(OwnDomains.domain(item.address())) && isKeepable(item.address())) {
            unknown.merge(item.address(), 1, Integer::sum);
            if (unknown.size() >= BATCH) {
                keep(null);
            }
        }
    }

    @Override
    public void remark(String sentence) {
        if (remarks.size() < MOST_REMARKS) {
            remarks.add(sentence);
        }
    }

    /** What people should know of the source, each once. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public boolean cancelled() {
        return run.cancelled();
    }

    /** Judges what waits, and keeps it together with how far the import came. */
    void keep(@Nullable String cursor) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                List<Match> matches = new ArrayList<>();
                unmatched = 0;
                waiting.stream()
                        .flatMap(item -> accounts.getOrDefault(item.address(), List.of()).stream()
                                .map(account -> Map.entry(account, item)))
                        // In the order of accounts, so that two imports cannot wait for each other.
                        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                        .forEach(
                                entry -> judge(entry.getKey(), entry.getValue()).ifPresent(matches::add));
                unknownAddresses.saw(feedId, unknown);
                runs.keep(
                        run.id(),
                        matches,
                        new FeedRuns.Progress(
                                cursor,
                                items,
                                unmatched,
                                unknown.values().stream().mapToLong(n -> n).sum()));
            });
        } finally {
            close();
        }
        items = 0;
        unknown.clear();
    }

    private Optional<Match> judge(UUID accountId, FeedItem item) {
        FleetAccount account = credentials.account(accountId).orElse(null);
        if (account == null) {
            return Optional.empty();
        }
        Judge.Comparison comparison = item.exposure() instanceof Exposure.Password password
                ? compare(accountId, password)
                : Judge.Comparison.NOT_KNOWN;
        if (item.exposure() instanceof Exposure.Password && comparison == Judge.Comparison.NOT_KNOWN) {
            unmatched++;
        }
        return Judge.judge(
                item,
                account,
                comparison,
                runs.firstSeen(run.id(), feedId, accountId, item.reference()).orElse(null));
    }

    private Judge.Comparison compare(UUID accountId, Exposure.Password password) {
        try (CurrentCredential credential = credentials.open(accountId).orElse(null)) {
            if (credential == null) {
                return Judge.Comparison.NOT_KNOWN;
            }
            return credential.fingerprint().matches(password.fingerprint())
                    ? Judge.Comparison.SAME
                    : Judge.Comparison.OTHER;
        } catch (SealBroken e) {
            return Judge.Comparison.NOT_KNOWN;
        }
    }

    /** An address as people write it: what else stands before the domain is no mailbox that somebody forgot. */
    private static boolean isKeepable(String address) {
        return address.length() <= LONGEST_ADDRESS
                && address.indexOf('@') > 0
                && address.chars().allMatch(c -> c > ' ' && c < 127 && "\"'<>(),;:\\[]`".indexOf(c) < 0);
    }

    /** Wipes what waits. */
    @Override
    public void close() {
        waiting.forEach(FeedItem::close);
        waiting.clear();
    }
}
