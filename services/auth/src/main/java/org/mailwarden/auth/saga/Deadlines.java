// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.apppassword.AppPasswords;
import org.mailwarden.auth.clock.SteadyClock;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.letter.Delivery;
import org.mailwarden.auth.letter.Details;
import org.mailwarden.auth.letter.Letter;
import org.mailwarden.auth.lifecycle.Expiry;
import org.mailwarden.auth.lifecycle.FinalStep;
import org.mailwarden.auth.lifecycle.Lifecycles;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Standings;
import org.mailwarden.auth.remediation.Standings.Standing;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;

/**
 * Waits for people: reminds whoever did not use the link, and does the policy's final step when the time is over. The wait
 * is a column, so that a restart forgets nothing; before anything is done the user is read, for the person may be through.
 */
@ApplicationScoped
public class Deadlines {

    private static final Logger LOG = Logger.getLogger(Deadlines.class);
    private static final Set<RemediationAction> WITH_LINK =
            Set.of(RemediationAction.FORCE_RESET, RemediationAction.REQUIRE_SECOND_FACTOR);
    private static final List<String> WAITING = List.of("APPLIED", "VERIFIED");
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final int AT_ONCE = 20;

    private final EntityManager entities;
    private final KeycloakGateway keycloak;
    private final Standings standings;
    private final Accounts accounts;
    private final Lifecycles lifecycles;
    private final Remediations remediations;
    private final AppPasswords appPasswords;
    private final MailSteps mail;
    private final Sender sender;
    private final Ledger ledger;
    private final SteadyClock steady;
    private final Clock clock;

    Deadlines(
            EntityManager entities,
            KeycloakGateway keycloak,
            Standings standings,
            Accounts accounts,
            Lifecycles lifecycles,
            Remediations remediations,
            AppPasswords appPasswords,
            MailSteps mail,
            Sender sender,
            Ledger ledger,
            SteadyClock steady,
            Clock clock) {
        this.entities = entities;
        this.keycloak = keycloak;
        this.standings = standings;
        this.accounts = accounts;
        this.lifecycles = lifecycles;
        this.remediations = remediations;
        this.appPasswords = appPasswords;
        this.mail = mail;
        this.sender = sender;
        this.ledger = ledger;
        this.steady = steady;
        this.clock = clock;
    }

    /** Somebody who is waited for, as read before Keycloak is asked. */
    record Waiting(Remediation remediation, String requester, Instant since, int reminders, Instant startedAt) {}

    /** When somebody looks first; absent for an action without a link. */
    @Nullable
    Instant first(RemediationRow row, RemediationAction action) {
        return WITH_LINK.contains(action)
                ? lifecycles.of(remediations.snapshot(row).policy()).expiry().next(clock.instant(), 0)
                : null;
    }

    /** Looks at whoever is due, unless the clock may be wrong. */
    @Scheduled(
            every = "${mailwarden.auth.deadlines-every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void look() {
        if (steady.isDoubtful()) {
            return;
        }
        for (UUID id : QuarkusTransaction.requiringNew().call(this::due)) {
            try {
                QuarkusTransaction.requiringNew().call(() -> waiting(id)).ifPresent(this::decide);
            } catch (RuntimeException cause) {
                LOG.warnf(cause, "The deadline of remediation %s is looked at again", id);
            }
        }
    }

    /**
     * Whoever is taken is due again later: a worker that dies loses nothing. Who was seen with a new password since does not
     * have to wait for the next reminder.
     */
    @SuppressWarnings("unchecked")
    private List<UUID> due() {
        return entities.createNativeQuery("""
                        update remediation set remind_at = :again where id in (
                          select id from remediation r where remind_at <= :now
                            or (remind_at > :again and action = 'FORCE_RESET' and exists (
                              select 1 from user_posture p where lower(p.username) = lower(r.owner)
                              and p.password_changed_at >= r.started_at))
                          order by remind_at limit :most for update skip locked)
                        returning id""")
                .setParameter("again", clock.instant().plus(AGAIN))
                .setParameter("now", clock.instant())
                .setParameter("most", AT_ONCE)
                .getResultList();
    }

    private Optional<Waiting> waiting(UUID id) {
        RemediationRow row = remediations.locked(id).orElseThrow();
        Instant since = row.appliedAt;
        Instant started = row.startedAt;
        if (!WAITING.contains(row.state) || row.cancelledBy != null || since == null || started == null) {
            row.remindAt = null;
            return Optional.empty();
        }
        return Optional.of(new Waiting(remediations.snapshot(row), row.requester, since, row.reminders, started));
    }

    private void decide(Waiting waiting) {
        Remediation remediation = waiting.remediation();
        String userId = remediation.userId();
        if (userId == null) {
            return;
        }
        Outcome<FleetUser> read = keycloak.read(userId);
        if (read instanceof Outcome.Done<FleetUser>(FleetUser user)) {
            Optional<String> through = through(waiting, user);
            if (through.isPresent()) {
                // Before the letter goes, and whatever the proof makes of the remediation meanwhile: it goes once.
                if (claim(remediation)) {
                    String said = through.get() + told(remediation, waiting, user);
                    QuarkusTransaction.requiringNew()
                            .run(() -> remediations
                                    .locked(remediation.remediationId())
                                    .ifPresent(row -> tell(row, "remediation.person-through", said)));
                }
                return;
            }
            Expiry expiry = lifecycles.of(remediation.policy()).expiry();
            switch (expiry.due(waiting.since(), waiting.reminders(), clock.instant())) {
                case Expiry.Due.Wait(Instant until) -> waitUntil(remediation, until);
                case Expiry.Due.Remind(int number) -> remind(waiting, user, expiry, number);
                case Expiry.Due.End() -> end(waiting, user, expiry.finalStep());
            }
        } else if (read instanceof Outcome.NoSuchUser<FleetUser>) {
            stop(remediation, "remediation.person-gone", "Keycloak shows no such user any more.");
        } else if (read instanceof Outcome.Denied<FleetUser>(String why)) {
            stop(
                    remediation,
                    "remediation.person-gone",
                    "Nobody is waited for any more, the user may not be read: " + why
                            + ". Check that the user is in the group fleet, then send a new link.");
        }
    }

    private Optional<String> through(Waiting waiting, FleetUser user) {
        Remediation remediation = waiting.remediation();
        if (remediation.action() == RemediationAction.REQUIRE_SECOND_FACTOR) {
            return user.secondFactors().isEmpty() ? Optional.empty() : Optional.of("A second factor is enrolled.");
        }
        boolean newPassword = user.hasPasswordSince(waiting.startedAt());
        boolean newCredential = accounts.find(remediation.accountId())
                .filter(account -> account.credentialVersion() > remediation.credentialVersion())
                .isPresent();
        return newPassword || newCredential ? Optional.of("The person has set a new password.") : Optional.empty();
    }

    /** Whoever set the password, the owner of the account hears of it. */
    private String told(Remediation remediation, Waiting waiting, FleetUser user) {
        if (remediation.action() != RemediationAction.FORCE_RESET) {
            return "";
        }
        return user.passwords().stream()
                .map(FleetUser.PasswordCredential::createdAt)
                .filter(created -> !created.isBefore(waiting.startedAt()))
                .max(Comparator.naturalOrder())
                .map(set ->
                        " " + Sender.said(sender.tell(remediation, user, Letter.RESET_COMPLETE, Details.at(set))) + ".")
                .orElse("");
    }

    private void remind(Waiting waiting, FleetUser user, Expiry expiry, int number) {
        Remediation remediation = waiting.remediation();
        Outcome<Delivery> sent = sender.link(remediation, user, Sender.reminder(remediation.action()));
        String said = switch (sent) {
            case Outcome.Done<Delivery>(Delivery.Accepted accepted) -> "Reminder " + number + " was mailed.";
            case Outcome.Done<Delivery>(Delivery.Refused(String why)) ->
                "Reminder " + number + " was not sent: " + why + ". Somebody has to reach the person in person.";
            case Outcome.Done<Delivery>(Delivery.Held(String why, Instant until, boolean soon))
            when !soon ->
                "Reminder " + number + " was not sent: " + why + ". Somebody has to reach the person in person.";
            case Outcome.Denied<Delivery>(String why) -> "Reminder " + number + " was not sent: " + why + ".";
            default -> "";
        };
        if (said.isEmpty()) {
            LOG.infof("Reminder %d of remediation %s is tried again", number, remediation.remediationId());
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> asRead(remediation).ifPresent(row -> {
                    row.reminders = number;
                    row.remindAt = expiry.next(waiting.since(), number);
                    tell(row, "remediation.reminded", said);
                }));
    }

    private void end(Waiting waiting, FleetUser user, FinalStep step) {
        Remediation remediation = waiting.remediation();
        String late = "The link was not used in time.";
        switch (step) {
            case KEEP_WAITING ->
                stop(remediation, "remediation.waits", late + " By the policy nothing more happens by itself.");
            case EXPIRE -> expire(remediation, late + " Reach the person in another way, then send a new link.");
            case DISABLE -> disable(waiting, user, late);
        }
    }

    void disable(Waiting waiting, FleetUser user, String late) {
        Remediation remediation = waiting.remediation();
        Outcome<Standing> asked = standings.ofUser(user.id());
        if (!(asked instanceof Outcome.Done<Standing>(Standing standing))) {
            return;
        }
        Optional<Governor.Decision.Hold> excluded = Governor.exclusion(standing.subject(), waiting.requester(), null);
        if (excluded.isPresent()) {
            expire(remediation, late + " Not disabled: " + excluded.get().reason());
            return;
        }
        // Before the change: what cannot be written down is not done.
        if (!QuarkusTransaction.requiringNew().call(() -> intends(remediation, late))) {
            return;
        }
        Outcome<FleetUser> off = keycloak.setEnabled(user.id(), false)
                .then(changed -> keycloak.logout(user.id()))
                .then(ended -> keycloak.read(user.id()));
        if (off instanceof Outcome.Done) {
            appPasswords.endAll(user.id(), remediation.owner(), clock.instant(), late);
        }
        switch (off) {
            case Outcome.Done<FleetUser>(FleetUser read)
            when !read.enabled() ->
                expire(
                        remediation,
                        late + " By the policy the user is disabled. " + atTheMailServers(remediation)
                                + Sender.said(sender.tell(remediation, user, Letter.DISABLED, Details.NONE))
                                + ". Enable the user with ENABLE_USER when the person calls, then send a new link.");
            case Outcome.Denied<FleetUser>(String why) -> expire(remediation, late + " Not disabled: " + why);
            default -> LOG.infof("Disabling for remediation %s is tried again", remediation.remediationId());
        }
    }

    /** What mail servers hold open would outlive it; each is shut as of now. */
    private String atTheMailServers(Remediation remediation) {
        return mail.readAgain(remediation, clock.instant()).evidence(false).stream()
                .filter(entry -> MailReading.isCheck(entry.check()))
                .map(entry -> entry.detail() + ". ")
                .collect(Collectors.joining());
    }

    private boolean intends(Remediation remediation, String late) {
        Optional<RemediationRow> row = asRead(remediation);
        row.ifPresent(found -> {
            entities.createNativeQuery("""
                            insert into step_intent (remediation_id, step, intended_at) values (:id, :step, :now)
                            on conflict (remediation_id, step) do update set attempts = step_intent.attempts + 1""")
                    .setParameter("id", found.id)
                    .setParameter("step", Step.DISABLE.name())
                    .setParameter("now", clock.instant())
                    .executeUpdate();
            tell(found, "remediation.disabling", late + " By the policy the user is disabled now.");
        });
        return row.isPresent();
    }

    void expire(Remediation remediation, String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> asRead(remediation).ifPresent(row -> {
                    row.remindAt = null;
                    row.step = null;
                    row.nextAt = null;
                    remediations.enter(row, RemediationState.EXPIRED, why, "auth");
                }));
    }

    void stop(Remediation remediation, String action, String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> asRead(remediation).ifPresent(row -> {
                    row.remindAt = null;
                    tell(row, action, why);
                }));
    }

    /** Waits for the person no more; false when somebody else saw to that, or it was cancelled. */
    private boolean claim(Remediation remediation) {
        return QuarkusTransaction.requiringNew()
                .call(() -> remediations
                        .locked(remediation.remediationId())
                        .filter(row -> WAITING.contains(row.state) && row.cancelledBy == null && row.remindAt != null)
                        .map(row -> {
                            row.remindAt = null;
                            return true;
                        })
                        .orElse(false));
    }

    private void waitUntil(Remediation remediation, Instant until) {
        QuarkusTransaction.requiringNew().run(() -> asRead(remediation).ifPresent(row -> row.remindAt = until));
    }

    /** Locks the row; empty when it was cancelled, or went on, while Keycloak was asked. */
    private Optional<RemediationRow> asRead(Remediation read) {
        return remediations
                .locked(read.remediationId())
                .filter(row ->
                        row.cancelledBy == null && row.state.equals(read.state().name()));
    }

    private void tell(RemediationRow row, String action, String why) {
        ledger.record("auth", action, row.id.toString(), why, Map.of("owner", row.owner));
    }
}
