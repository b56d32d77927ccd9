// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.credential.AccountNames;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.breachwatch.signin.DetectorSettings;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.HotHistories;
import org.mailwarden.breachwatch.signin.SignIn;
import org.mailwarden.breachwatch.signin.Stories;
import org.mailwarden.breachwatch.signin.Story;
import org.mailwarden.breachwatch.signin.StoryChange;
import org.mailwarden.breachwatch.signin.TrustedMarks;
import org.mailwarden.contracts.login.Login;

/**
 * Judges sign-ins a batch at a time: what is remembered, the findings and how far the topic was read are one transaction.
 *
 * <p>One judge at a time holds the row of {@link JudgeTables#lock}, whichever instance it is in and whichever partitions it
 * reads; so a spray over many partitions is counted once and whole. It remembers in memory what it wrote. When another one
 * wrote since, or a transaction failed, the tables say how it is.
 */
@ApplicationScoped
class SignInJudging {

    private static final Logger LOG = Logger.getLogger(SignInJudging.class);

    /** Accounts kept in memory, at some 700 bytes each; all the others are read when they sign in. */
    private static final int HOT = 100_000;

    private final JudgeTables tables;
    private final AccountNames accountNames;
    private final Circumstances circumstances;
    private final WatchedPlaces places;
    private final DetectorSettings settings;
    private final TrustedMarks marks;
    private final Findings findings;
    private final Clock clock;
    private final Counter judged;
    private final Counter failed;

    private Memory memory = new Memory(-1);

    SignInJudging(
            JudgeTables tables,
            AccountNames accountNames,
            Circumstances circumstances,
            WatchedPlaces places,
            DetectorSettings settings,
            TrustedMarks marks,
            Findings findings,
            Clock clock,
            MeterRegistry meters) {
        this.tables = tables;
        this.accountNames = accountNames;
        this.circumstances = circumstances;
        this.places = places;
        this.settings = settings;
        this.marks = marks;
        this.findings = findings;
        this.clock = clock;
        this.judged = Counter.builder("mailwarden.logins.judged")
                .description("Sign-ins that were judged")
                .register(meters);
        this.failed = Counter.builder("mailwarden.logins.unjudged")
                .description("Sign-ins that could not be judged")
                .register(meters);
    }

    /** What a judge remembers, as of a change. */
    private static final class Memory {

        private final FleetHistory fleet = new FleetHistory();
        private final Stories stories = new Stories();
        private HotHistories accounts = new HotHistories(fleet);
        private long change;

        private Memory(long change) {
            this.change = change;
        }
    }

    /**
     * Judges what was not judged yet.
     *
     * @param heard records in the order of their partitions
     * @throws RuntimeException when the database did not take it; nothing of it is then done
     */
    synchronized void judge(List<Heard> heard) {
        try {
            QuarkusTransaction.requiringNew().run(() -> within(heard));
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
    }

    /** Forgets what is in memory, as a restart does. */
    synchronized void forget() {
        memory = new Memory(-1);
    }

    private void within(List<Heard> heard) {
        catchUp(tables.lock());
        Positions positions = tables.positions();
        List<Heard> fresh = heard.stream().filter(positions::isNew).toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<Heard> logins = named(fresh);
        if (!logins.isEmpty()) {
            judgeAll(logins);
        }
        fresh.forEach(positions::add);
        tables.keep(positions);
        memory.change++;
        tables.changed(memory.change);
    }

    private List<Heard> named(List<Heard> heard) {
        AccountNames.Owners owners = accountNames.of(
                heard.stream().map(Heard::login).filter(Objects::nonNull).toList());
        return heard.stream()
                .filter(one -> one.login() != null)
                .flatMap(one -> one.at(owners).stream())
                .toList();
    }

    private void judgeAll(List<Heard> logins) {
        Set<UUID> ids = new LinkedHashSet<>();
        logins.forEach(one -> {
            if (one.login() != null && one.login().accountId() != null) {
                ids.add(one.login().accountId());
            }
        });
        Circumstances.Batch known = circumstances.of(ids);
        load(ids);
        Map<String, Story> told = new LinkedHashMap<>();
        Map<String, StoryChange.WentOn> untold = new LinkedHashMap<>();
        Map<UUID, String> names = new HashMap<>();
        Instant now = clock.instant();
        for (Heard one : logins) {
            Login login = one.login();
            if (login != null) {
                if (login.accountId() != null) {
                    names.put(login.accountId(), login.username() == null ? "" : login.username());
                }
                judge(one, login, one.writtenAt().isAfter(now) ? now : one.writtenAt(), known)
                        .forEach(change -> {
                            if (change instanceof StoryChange.WentOn wentOn) {
                                untold.put(wentOn.naturalKey(), wentOn);
                            } else {
                                told.put(change.story().naturalKey(), change.story());
                            }
                        });
            }
        }
        keep(ids, told.values());
        untold.keySet().removeAll(told.keySet());
        List<Story> raised = new ArrayList<>(told.values());
        raised.addAll(closedMeanwhile(untold));
        raise(raised, names);
    }

    /** Stories of which there is nothing new, but whose finding was closed: whoever closed it did not know of this. */
    private List<Story> closedMeanwhile(Map<String, StoryChange.WentOn> untold) {
        Map<UUID, StoryChange.WentOn> byFinding = new LinkedHashMap<>();
        untold.values().forEach(wentOn -> byFinding.put(NewFinding.idOf(wentOn.naturalKey()), wentOn));
        Set<UUID> closed = findings.mayOpenAgain(byFinding.keySet());
        return byFinding.entrySet().stream()
                .filter(one -> closed.contains(one.getKey()))
                .map(one -> one.getValue().story())
                .toList();
    }

    private void catchUp(long change) {
        if (memory.change == change) {
            return;
        }
        if (memory.change < 0) {
            LOG.debug("What is remembered of sign-ins is read");
        }
        tables.piecesSince(memory.change, memory.fleet);
        tables.storiesSince(memory.change, clock.instant(), Stories.OPEN).forEach(memory.stories::resume);
        memory.accounts = new HotHistories(memory.fleet);
        memory.change = change;
    }

    private void load(Set<UUID> ids) {
        if (memory.accounts.accounts() > HOT) {
            memory.accounts = new HotHistories(memory.fleet);
        }
        List<UUID> cold =
                ids.stream().filter(id -> memory.accounts.written(id) == null).toList();
        tables.histories(cold).forEach((id, written) -> {
            try {
                memory.accounts.restore(id, written);
            } catch (IllegalArgumentException damaged) {
                LOG.warnf("What was remembered of account %s is lost: %s", id, damaged.getMessage());
            }
        });
    }

    private List<StoryChange> judge(Heard heard, Login login, Instant received, Circumstances.Batch known) {
        try {
            if (!(SignIn.read(login, received, places.origins(), known.inputs(login))
                    instanceof SignIn.Read.Understood(SignIn read))) {
                failed.increment();
                return List.of();
            }
            judged.increment();
            SignIn signIn = heard.countsElsewhere() ? read.countingElsewhere() : read;
            return memory.stories.add(
                    signIn, memory.accounts.judge(settings.of(login.accountId()), marks.of(login.accountId()), signIn));
        } catch (RuntimeException e) {
            // One attempt that nobody thought of must not keep all others from being judged.
            failed.increment();
            LOG.errorf(e, "Sign-in %s could not be judged", login.loginId());
            return List.of();
        }
    }

    private void keep(Set<UUID> ids, Collection<Story> told) {
        Map<UUID, byte[]> written = new LinkedHashMap<>();
        for (UUID id : ids) {
            byte[] history = memory.accounts.written(id);
            if (history != null) {
                written.put(id, history);
            }
        }
        tables.keep(written);
        tables.keepPieces(memory.fleet.changes(), memory.change + 1);
        tables.keepStories(told, memory.change + 1);
    }

    private void raise(Collection<Story> told, Map<UUID, String> names) {
        // Names that nobody has are tried everywhere and always: a story is about nobody until it meets an account.
        List<Story> met =
                told.stream().filter(story -> !story.accounts().isEmpty()).toList();
        Map<UUID, Circumstances.Account> known = circumstances.accounts(met.stream()
                .map(story -> story.accounts().getFirst())
                .distinct()
                .toList());
        List<NewFinding> found = new ArrayList<>();
        for (Story story : met) {
            UUID first = story.accounts().getFirst();
            NewFinding one = StoryFinding.of(
                    story, known.getOrDefault(first, Circumstances.Account.UNKNOWN), names.getOrDefault(first, ""));
            if (one != null) {
                found.add(one);
            }
        }
        if (!found.isEmpty()) {
            findings.raiseAll(found);
        }
    }
}
