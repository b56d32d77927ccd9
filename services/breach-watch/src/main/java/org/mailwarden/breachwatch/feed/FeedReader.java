// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.livecheck.LiveCheck;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

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
    private final Breaches breaches;
    private final LivePairs<FeedItem> live;
    private final VariantTrial variants = new VariantTrial();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final Set<String> described = new HashSet<>();
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
            UnknownAddresses unknownAddresses,
            Breaches breaches,
            LiveCheck liveCheck) {
        this.run = run;
        this.live = new LivePairs<>(liveCheck, run::cancelled);
        this.feedId = feedId;
        this.total = itemsBefore;
        this.accounts = accounts;
        this.domains = domains;
        this.credentials = credentials;
        this.runs = runs;
        this.unknownAddresses = unknownAddresses;
        this.breaches = breaches;
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
        List<String> all = new ArrayList<>(remarks);
        if (!live.told().isEmpty()) {
            all.add(live.told().strip());
        }
        return all;
    }

    @Override
    public boolean cancelled() {
        return run.cancelled();
    }

    /** Judges what waits, and keeps it together with how far the import came. */
    void keep(@Nullable String cursor) {
        try {
            Map<Asked, Long> current = askKeycloak();
            QuarkusTransaction.requiringNew().run(() -> {
                List<Match> matches = new ArrayList<>();
                unmatched = 0;
                waiting.stream()
                        .flatMap(item -> accounts.getOrDefault(item.address(), List.of()).stream()
                                .map(account -> Map.entry(account, item)))
                        // In the order of accounts, so that two imports cannot wait for each other.
                        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                        .forEach(entry ->
                                judge(entry.getKey(), entry.getValue(), current).ifPresent(matches::add));
                unknownAddresses.saw(feedId, unknown);
                breaches.saw(feedId, seenBreaches());
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

    /** Each once in an import: a large one names the same breach for thousands of addresses. */
    private List<Exposure.Breach> seenBreaches() {
        return waiting.stream()
                .map(FeedItem::exposure)
                .filter(Exposure.Breach.class::isInstance)
                .map(Exposure.Breach.class::cast)
                .filter(breach -> described.add(breach.name()))
                .toList();
    }

    /** An item, and the account it was asked about. */
    private record Asked(UUID accountId, FeedItem item) {}

    /** Outside of a transaction, for it takes seconds. Gives the version of each password that is Keycloak's current one. */
    private Map<Asked, Long> askKeycloak() {
        for (FeedItem item : waiting) {
            if (item.exposure() instanceof Exposure.Password leaked) {
                strangers(item)
                        .forEach(person -> leaked.password()
                                .clear()
                                .ifPresentOrElse(clear -> ask(person, clear, item), live::passOver));
            }
        }
        live.askAll();
        return live.drain().stream()
                .collect(Collectors.toMap(
                        hit -> new Asked(hit.account().accountId(), hit.where()), LivePairs.Hit::version, Math::max));
    }

    /** Accounts whose password only Keycloak may know. */
    private List<FleetAccount> strangers(FeedItem item) {
        return QuarkusTransaction.requiringNew()
                .call(() -> accounts.getOrDefault(item.address(), List.of()).stream()
                        .flatMap(id -> credentials.account(id).stream())
                        .filter(account -> account.version() == null && account.owner() != null)
                        .toList());
    }

    private void ask(FleetAccount person, Secret clear, FeedItem item) {
        byte[] candidate = clear.revealUtf8(SecretAccess.because("ask Keycloak about a leaked password"));
        try {
            live.take(person, List.of(candidate), item);
        } finally {
            Arrays.fill(candidate, (byte) 0);
        }
    }

    private Optional<Match> judge(UUID accountId, FeedItem item, Map<Asked, Long> current) {
        FleetAccount account = credentials.account(accountId).orElse(null);
        if (account == null) {
            return Optional.empty();
        }
        Long version = current.get(new Asked(accountId, item));
        if (version != null && account.version() == null) {
            return Judge.judge(
                    new FeedItem(item.address(), item.exposure(), item.reference(), LivePairs.SOURCE + item.source()),
                    new FleetAccount(accountId, account.address(), account.owner(), version, null),
                    Judge.Comparison.SAME,
                    null);
        }
        Judge.Comparison comparison = item.exposure() instanceof Exposure.Password leaked
                ? compare(accountId, leaked.password())
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

    private Judge.Comparison compare(UUID accountId, LeakedPassword leaked) {
        try (CurrentCredential credential = credentials.open(accountId).orElse(null)) {
            if (credential == null) {
                return Judge.Comparison.NOT_KNOWN;
            }
            if (credential.fingerprint().matches(leaked.fingerprint())) {
                return Judge.Comparison.SAME;
            }
            return leaked.clear().filter(clear -> isVariant(clear, credential)).isPresent()
                    ? Judge.Comparison.VARIANT
                    : Judge.Comparison.OTHER;
        } catch (SealBroken e) {
            return Judge.Comparison.NOT_KNOWN;
        }
    }

    private boolean isVariant(Secret clear, CurrentCredential credential) {
        byte[] leaked = clear.revealUtf8(SecretAccess.because("try near variants of a leaked password"));
        try {
            return variants.isVariant(leaked, credential);
        } finally {
            Arrays.fill(leaked, (byte) 0);
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
        live.close();
        waiting.forEach(FeedItem::close);
        waiting.clear();
    }
}
