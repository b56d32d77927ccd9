// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.clock.SteadyClock;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.account.AccountState;

/**
 * Notices who has set a new password after a reset: when the fetcher still holds the old one, the link is sent. From rows: a
 * restart forgets nobody, and nobody is written to twice for one reset.
 */
@ApplicationScoped
public class NewPasswords {

    private static final Logger LOG = Logger.getLogger(NewPasswords.class);
    private static final int AT_ONCE = 50;
    private static final int TOO_MANY = 429;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final EntityManager entities;
    private final Remediations remediations;
    private final Accounts accounts;
    private final KeycloakGateway keycloak;
    private final CredentialLinks links;
    private final CredentialLinkSettings settings;
    private final SteadyClock steady;
    private final Clock clock;

    NewPasswords(
            EntityManager entities,
            Remediations remediations,
            Accounts accounts,
            KeycloakGateway keycloak,
            CredentialLinks links,
            CredentialLinkSettings settings,
            SteadyClock steady,
            Clock clock) {
        this.entities = entities;
        this.remediations = remediations;
        this.accounts = accounts;
        this.keycloak = keycloak;
        this.links = links;
        this.settings = settings;
        this.steady = steady;
        this.clock = clock;
    }

    private record Waiting(UUID remediation, Instant startedAt) {}

    private record Subject(String userId, Optional<KnownAccount> waiting) {}

    /** Looks at whoever is due. */
    @Scheduled(
            every = "${mailwarden.auth.credential-link.every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void look() {
        QuarkusTransaction.requiringNew().run(this::begin);
        for (Waiting waiting : QuarkusTransaction.requiringNew().call(this::due)) {
            try {
                decide(waiting).ifPresent(outcome -> end(waiting, outcome));
            } catch (RuntimeException cause) {
                LOG.warnf(cause, "The new password after remediation %s is looked for again", waiting.remediation());
            }
        }
    }

    /** Takes up what was applied since; a reset that is over in any other way may still end with a new password. */
    private void begin() {
        entities.createNativeQuery("""
                        insert into awaited_password (remediation_id, started_at, next_at)
                        select r.id, r.started_at, :first from remediation r
                        where r.action = 'FORCE_RESET' and r.state in ('APPLIED', 'VERIFIED', 'FAILED', 'EXPIRED')
                          and r.started_at > :since and r.cancelled_by is null
                          and not exists (select 1 from awaited_password l
                            where l.remediation_id = r.id and l.started_at >= r.started_at)
                        on conflict (remediation_id) do update set
                          started_at = excluded.started_at, next_at = excluded.next_at, outcome = null""")
                .setParameter("first", clock.instant().plus(settings.every()))
                .setParameter("since", clock.instant().minus(settings.until()))
                .executeUpdate();
    }

    /** Whoever is taken is due again later: a worker that dies loses nothing. */
    @SuppressWarnings("unchecked")
    private List<Waiting> due() {
        Instant now = clock.instant();
        List<Tuple> rows = entities.createNativeQuery("""
                        update awaited_password set next_at = cast(:now as timestamptz)
                            + least(greatest((cast(:now as timestamptz) - started_at) / 10,
                                cast(:shortest as interval)), cast(:longest as interval))
                        where remediation_id in (
                          select remediation_id from awaited_password where next_at <= :now order by next_at limit :most
                          for update skip locked)
                        returning remediation_id, started_at""", Tuple.class)
                .setParameter("now", now)
                .setParameter("shortest", settings.every().toSeconds() + " seconds")
                .setParameter("longest", LONGEST_PAUSE.toSeconds() + " seconds")
                .setParameter("most", AT_ONCE)
                .getResultList();
        return rows.stream()
                .map(row -> new Waiting(row.get(0, UUID.class), row.get(1, Instant.class)))
                .toList();
    }

    /** What it came to; empty when it is looked at again. */
    private Optional<String> decide(Waiting waiting) {
        Optional<Subject> found = QuarkusTransaction.requiringNew().call(() -> subject(waiting));
        if (found.isEmpty()) {
            return Optional.of("NOT_NEEDED");
        }
        Subject subject = found.get();
        return switch (withNewPassword(subject.userId(), waiting.startedAt())) {
            case Outcome.Done<Optional<FleetUser>>(Optional<FleetUser> user) ->
                user.map(owner -> through(waiting, subject, owner)).orElseGet(() -> tooLate(waiting));
            case Outcome.NoSuchUser<Optional<FleetUser>> gone -> Optional.of("PERSON_GONE");
            case Outcome.Denied<Optional<FleetUser>> denied -> Optional.of("NOT_IN_FLEET");
            case Outcome.Unavailable<Optional<FleetUser>> unavailable -> Optional.empty();
        };
    }

    /** The user, once there is a password that was set since. Many are looked at again and again, and few have one. */
    private Outcome<Optional<FleetUser>> withNewPassword(String userId, Instant since) {
        return keycloak.passwords(userId)
                .then(passwords -> passwords.stream().anyMatch(password -> password.isSetSince(since))
                        ? keycloak.read(userId).map(Optional::of)
                        : new Outcome.Done<>(Optional.empty()));
    }

    private Optional<String> tooLate(Waiting waiting) {
        return waiting.startedAt().plus(settings.until()).isBefore(clock.instant()) && !steady.isDoubtful()
                ? Optional.of("TOO_LATE")
                : Optional.empty();
    }

    private Optional<String> through(Waiting waiting, Subject subject, FleetUser user) {
        return subject.waiting()
                .map(account -> sent(links.send(account, user, "auth", "The owner has set a new password."))
                        .or(() -> tooLate(waiting)))
                .orElse(Optional.of("NO_LINK_NEEDED"));
    }

    private static Optional<String> sent(CredentialLinks.Sent sent) {
        return switch (sent) {
            case CredentialLinks.Sent.Mailed mailed -> Optional.of("MAILED");
            case CredentialLinks.Sent.Refused(int status, String code, String why)
            when status == TOO_MANY -> Optional.empty();
            case CredentialLinks.Sent.Refused(int status, String code, String why) -> Optional.of("REFUSED_" + code);
            case CredentialLinks.Sent.Unavailable(String why) -> {
                LOG.infof("A link for a new password waits: %s", why);
                yield Optional.empty();
            }
        };
    }

    private Optional<Subject> subject(Waiting waiting) {
        RemediationRow row = remediations.find(waiting.remediation()).orElseThrow();
        String userId = remediations.snapshot(row).userId();
        boolean same = row.cancelledBy == null && isSame(row.startedAt, waiting.startedAt());
        return same && userId != null ? Optional.of(new Subject(userId, waiting(row))) : Optional.empty();
    }

    /** The account, when the fetcher stands aside with the password that was retired. */
    private Optional<KnownAccount> waiting(RemediationRow row) {
        return accounts.find(row.accountId)
                .filter(account -> account.credentialVersion() == row.credentialVersion)
                .filter(account -> account.state() == AccountState.SUSPENDED
                        || account.state() == AccountState.CREDENTIAL_REFUSED);
    }

    private static boolean isSame(@Nullable Instant run, Instant waitedFor) {
        return run != null && !run.isAfter(waitedFor);
    }

    private void end(Waiting waiting, String outcome) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update awaited_password set next_at = null, outcome = :outcome"
                                + " where remediation_id = :id and started_at = :started")
                        .setParameter("outcome", outcome)
                        .setParameter("id", waiting.remediation())
                        .setParameter("started", waiting.startedAt())
                        .executeUpdate());
    }
}
