// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.mailserver.MailAnswer;
import org.mailwarden.auth.mailserver.MailServers;
import org.mailwarden.auth.mailserver.MailServers.Mailbox;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.proof.MailReading.Door;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;

/**
 * Shuts what a mail server holds open for a person: remembered sign-ins and open connections. Everything may be repeated;
 * nothing that asks a server runs in a transaction.
 */
@ApplicationScoped
class MailSteps {

    /** With the pauses between them a quarter of a minute: the recovery link does not wait for a mail server that is down. */
    private static final int MOST_TRIES = 5;

    private final MailServers servers;
    private final Accounts accounts;
    private final MailDoorRows rows;
    private final Ledger ledger;

    MailSteps(MailServers servers, Accounts accounts, MailDoorRows rows, Ledger ledger) {
        this.servers = servers;
        this.accounts = accounts;
        this.rows = rows;
        this.ledger = ledger;
    }

    /** What came of a try, and whether another one may come to more. */
    private record Tried(Door door, boolean worthAnother) {}

    private record Mailboxes(String place, Set<Mailbox> all, boolean readOn) {}

    /** The end of the step where no mail server is set; empty otherwise. */
    Optional<Progress> nothingToClose(Job job) {
        return servers.isEmpty() ? Optional.of(close(job)) : Optional.empty();
    }

    /** Tries a few times, then goes on with evidence that says what is open. */
    Progress close(Job job) {
        Mailboxes mailboxes = mailboxes(job.remediation());
        boolean mayBeBack = job.action() == RemediationAction.REVOKE_SESSIONS || mailboxes.readOn();
        List<Tried> tried = new ArrayList<>();
        Map<String, Tried> silent = new HashMap<>();
        for (Mailbox mailbox : mailboxes.all()) {
            // One wait for each server that does not answer, however many mailboxes the person has there.
            Tried known = silent.get(mailbox.server());
            Tried one = known == null ? close(job.remediation().remediationId(), mailbox) : known;
            if (one.door().problem() != null && one.worthAnother()) {
                silent.put(mailbox.server(), one);
            }
            tried.add(one);
        }
        Optional<String> again = tried.stream()
                .filter(Tried::worthAnother)
                .flatMap(one -> again(one.door(), mayBeBack).stream())
                .findFirst();
        if (again.isPresent() && job.attempts() + 1 < MOST_TRIES) {
            return new Progress.Later(again.get());
        }
        List<Evidence> evidence = new MailReading(
                        mailboxes.place(), tried.stream().map(Tried::door).toList(), mailboxes.readOn())
                .evidence(mayBeBack);
        return new Progress.Done(evidence.stream().map(Evidence::detail).collect(Collectors.joining(". ")), evidence);
    }

    private static Optional<String> again(Door door, boolean mayBeBack) {
        if (door.problem() != null) {
            return Optional.of("Mail server " + door.server() + ": " + door.problem());
        }
        if (door.left() > 0) {
            return Optional.of(
                    "Connections at mail server " + door.server() + " are open after their end: ended again");
        }
        return door.since() > 0 && !mayBeBack
                ? Optional.of("Somebody signed in again at mail server " + door.server() + ": ended again")
                : Optional.empty();
    }

    /**
     * Reads everything again for the proof. What could not be shut when its step ran is shut now, for the mail server may be
     * back.
     *
     * @param remediation whose mailboxes
     * @param startedAt when it was started
     * @return what the mail servers told
     */
    MailReading readAgain(Remediation remediation, Instant startedAt) {
        Mailboxes mailboxes = mailboxes(remediation);
        return new MailReading(
                mailboxes.place(),
                mailboxes.all().stream()
                        .map(mailbox -> readAgain(remediation.remediationId(), mailbox, startedAt))
                        .toList(),
                mailboxes.readOn());
    }

    /**
     * Tries again what its step had to leave open.
     *
     * @param job a remediation that waits for its proof
     * @return the better evidence; empty when there is none
     */
    List<Evidence> closeLate(Job job) {
        boolean open = job.remediation().evidence().stream()
                .anyMatch(entry -> MailReading.isCheck(entry.check()) && entry.outcome() != EvidenceOutcome.HOLDS);
        if (!open) {
            return List.of();
        }
        MailReading reading = readAgain(job.remediation(), job.started());
        return reading.isQuiet() ? reading.evidence(false) : List.of();
    }

    private Door readAgain(UUID remediation, Mailbox mailbox, Instant startedAt) {
        MailAnswer<Set<String>> answer = mailbox.gateway().connections(mailbox.user());
        Optional<Set<String>> ended = rows.ended(remediation, mailbox, startedAt);
        if (!(answer instanceof MailAnswer.Told<Set<String>>(Set<String> open))) {
            return new Door(mailbox.server(), problem(answer), ended.isPresent(), 0, 0);
        }
        int left = ended.map(before -> common(before, open)).orElse(0);
        if (ended.isPresent() && left == 0) {
            return new Door(mailbox.server(), null, true, 0, open.size());
        }
        if (mailbox.gateway().flushCache(mailbox.user()) instanceof MailAnswer.Refused<Integer>(String why)) {
            // Ending connections again and again would throw the owner out, and whoever is in the cache comes back.
            return new Door(mailbox.server(), why, false, left, 0);
        }
        // Before it is done: what cannot be written down is not done.
        QuarkusTransaction.requiringNew()
                .run(() -> ledger.record(
                        "auth",
                        "mail.closing",
                        remediation.toString(),
                        "The mail server could not be asked before; its sign-in cache is emptied and what is open is ended.",
                        Map.of("server", mailbox.server())));
        return close(remediation, mailbox).door();
    }

    /** First the cache, so that nobody whose connection is ended gets in again by it. */
    private Tried close(UUID remediation, Mailbox mailbox) {
        MailAnswer<Integer> emptied = mailbox.gateway().flushCache(mailbox.user());
        if (emptied instanceof MailAnswer.NotAsked<Integer>(String why)) {
            return new Tried(new Door(mailbox.server(), why, false, 0, 0), true);
        }
        boolean cacheEmptied = emptied instanceof MailAnswer.Told<Integer>;
        MailAnswer<Set<String>> before = mailbox.gateway().connections(mailbox.user());
        if (!(before instanceof MailAnswer.Told<Set<String>>(Set<String> open))) {
            return unanswered(mailbox, before, cacheEmptied);
        }
        if (cacheEmptied) {
            rows.emptied(remediation, mailbox, open);
        }
        MailAnswer<Set<String>> after = mailbox.gateway()
                .endConnections(mailbox.user())
                .then(any -> mailbox.gateway().connections(mailbox.user()));
        if (!(after instanceof MailAnswer.Told<Set<String>>(Set<String> still))) {
            return unanswered(mailbox, after, cacheEmptied);
        }
        int left = common(open, still);
        return new Tried(
                new Door(mailbox.server(), problem(emptied), cacheEmptied, left, still.size() - left), cacheEmptied);
    }

    private static Tried unanswered(Mailbox mailbox, MailAnswer<?> answer, boolean cacheEmptied) {
        return new Tried(
                new Door(mailbox.server(), problem(answer), cacheEmptied, 0, 0), answer instanceof MailAnswer.NotAsked);
    }

    private static @Nullable String problem(MailAnswer<?> answer) {
        return switch (answer) {
            case MailAnswer.Told<?> told -> null;
            case MailAnswer.Refused<?>(String why) -> why;
            case MailAnswer.NotAsked<?>(String why) -> why;
        };
    }

    private static int common(Set<String> before, Set<String> now) {
        return Math.toIntExact(now.stream().filter(before::contains).count());
    }

    /** The person has one password at Keycloak, so every account of theirs is meant. */
    private Mailboxes mailboxes(Remediation remediation) {
        String address = remediation.address();
        String place = address.substring(address.lastIndexOf('@') + 1);
        Set<Mailbox> found = new LinkedHashSet<>();
        if (servers.isEmpty()) {
            return new Mailboxes(place, found, false);
        }
        String host =
                accounts.find(remediation.accountId()).map(KnownAccount::host).orElse(null);
        found.addAll(servers.of(remediation.owner(), address, host));
        for (KnownAccount other : accounts.ownedBy(remediation.owner())) {
            found.addAll(servers.of(remediation.owner(), other.address(), other.host()));
        }
        boolean readOn = !accounts.withoutPassword(remediation.owner()).isEmpty();
        return new Mailboxes(host == null ? place : host, found, readOn);
    }
}
