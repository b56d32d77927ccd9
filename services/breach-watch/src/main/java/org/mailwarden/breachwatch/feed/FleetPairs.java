// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.combolist.Pair;
import org.mailwarden.breachwatch.combolist.PasswordKind;
import org.mailwarden.breachwatch.combolist.RecordForm;
import org.mailwarden.breachwatch.combolist.ScanListener;
import org.mailwarden.breachwatch.credential.CurrentCredential;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.job.JobRun;
import org.mailwarden.breachwatch.livecheck.LiveCheck;
import org.mailwarden.kit.seal.SealBroken;

/**
 * Compares the pairs of a list with the fleet's current credentials, which are open in memory for as long as the list is
 * read. Of a pair nothing stays but its line number. Used by one thread.
 */
final class FleetPairs implements ScanListener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FleetPairs.class);

    private final JobRun run;
    /** Sites that are kept of an account: the first few prove the point. */
    static final int MOST_SITES = 20;

    private final Map<String, List<UUID>> accounts;
    private final Map<String, List<CurrentCredential>> credentials;
    private final Map<UUID, FleetAccount> people;
    private final LivePairs<Long> live;
    private final Map<UUID, PairTally> tallies = new HashMap<>();
    private final Map<UUID, Map<String, Long>> stolen = new HashMap<>();
    private long unknown;
    private final VariantTrial variants = new VariantTrial();

    private FleetPairs(
            JobRun run,
            Map<String, List<UUID>> accounts,
            Map<String, List<CurrentCredential>> credentials,
            Map<UUID, FleetAccount> people,
            LivePairs<Long> live) {
        this.run = run;
        this.accounts = accounts;
        this.credentials = credentials;
        this.people = people;
        this.live = live;
    }

    /** Opens every current credential of the fleet; within a transaction. */
    static FleetPairs open(CurrentCredentials store, JobRun run, LiveCheck check) {
        Map<String, List<CurrentCredential>> opened = new HashMap<>();
        Map<String, List<UUID>> accounts = store.accountsByAddress();
        Map<UUID, FleetAccount> people = new HashMap<>();
        accounts.forEach((address, ids) -> {
            List<CurrentCredential> known = new ArrayList<>();
            ids.forEach(id -> {
                try {
                    store.open(id)
                            .ifPresentOrElse(
                                    known::add,
                                    () -> store.account(id)
                                            .filter(account -> account.owner() != null)
                                            .ifPresent(account -> people.put(id, account)));
                } catch (SealBroken damaged) {
                    LOG.errorf("The sealed fingerprint of account %s does not open: its pairs are not compared", id);
                }
            });
            opened.put(address, known);
        });
        return new FleetPairs(run, accounts, opened, people, new LivePairs<>(check, run::cancelled));
    }

    Set<String> addresses() {
        return Set.copyOf(accounts.keySet());
    }

    Map<UUID, PairTally> tallies() {
        return tallies;
    }

    /** What stands in the form of stealer logs: by account, the line of each site; an empty site is one that has no name. */
    Map<UUID, Map<String, Long>> stolen() {
        return stolen;
    }

    /** The pairs that Keycloak was asked about. */
    LivePairs<Long> live() {
        return live;
    }

    /** Pairs of accounts whose password is not known here: neither current nor stale may be said of them. */
    long unknown() {
        return unknown;
    }

    @Override
    public void found(Pair pair) {
        List<CurrentCredential> known = credentials.getOrDefault(pair.address(), List.of());
        if (known.isEmpty()) {
            unknown++;
            accounts.getOrDefault(pair.address(), List.of()).forEach(id -> ask(id, pair));
        }
        if (pair.form() != RecordForm.EMAIL_PASSWORD) {
            accounts.getOrDefault(pair.address(), List.of()).forEach(id -> steal(id, pair));
        }
        for (CurrentCredential credential : known) {
            PairTally.Match match = match(pair, credential);
            if (match != PairTally.Match.OTHER || pair.kind() != PasswordKind.OTHER_HASH) {
                tallies.computeIfAbsent(credential.accountId(), id -> new PairTally(credential.version()))
                        .add(pair.line(), match);
            }
        }
    }

    private void ask(UUID accountId, Pair pair) {
        FleetAccount person = people.get(accountId);
        if (person == null || pair.kind() != PasswordKind.CLEAR) {
            live.passOver();
        } else {
            live.take(person, pair.candidates(), pair.line());
        }
    }

    private void steal(UUID accountId, Pair pair) {
        Map<String, Long> sites = stolen.computeIfAbsent(accountId, id -> new TreeMap<>());
        if (sites.size() < MOST_SITES) {
            sites.putIfAbsent(pair.site() == null ? "" : PlainText.of(pair.site()), pair.line());
        }
    }

    @Override
    public void progress(long done, long total) {
        run.progress(done, total);
    }

    @Override
    public boolean cancelled() {
        return run.cancelled();
    }

    @Override
    public void close() {
        live.close();
        credentials.values().forEach(list -> list.forEach(CurrentCredential::close));
    }

    private PairTally.Match match(Pair pair, CurrentCredential credential) {
        boolean current = false;
        for (byte[] candidate : pair.candidates()) {
            current |= VariantTrial.isSame(Fingerprint.ofPassword(candidate), credential);
        }
        for (byte[] hash : pair.hashes()) {
            current |= VariantTrial.isSame(Fingerprint.of(hash), credential);
        }
        if (current) {
            return PairTally.Match.CURRENT;
        }
        boolean variant = pair.kind() == PasswordKind.CLEAR
                && pair.candidates().stream().anyMatch(candidate -> variants.isVariant(candidate, credential));
        return variant ? PairTally.Match.VARIANT : PairTally.Match.OTHER;
    }
}
