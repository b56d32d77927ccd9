// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.livecheck.RetiredCheck;
import org.mailwarden.breachwatch.login.answer.Answer;
import org.mailwarden.breachwatch.login.report.Report;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.event.EventPublisher;

/**
 * Publishes reported sign-ins. A mail server is never made to wait: what cannot be published is counted as lost and shown as
 * a gap, for a server that reports does not repeat itself. Safe for many threads.
 */
@ApplicationScoped
public class LoginEvents {

    private static final Logger LOG = Logger.getLogger(LoginEvents.class);
    /** On their way to the broker: 1 KB each. */
    private static final int MOST_WAITING = 20_000;
    /** A clock that goes wrong must not date what happens now years away. */
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private final EventPublisher publisher;
    private final KnownNames names;
    private final PasswordTags tags;
    private final SourceLog log;
    private final Clock clock;
    private final Counter lost;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    LoginEvents(
            EventPublisher publisher,
            KnownNames names,
            PasswordTags tags,
            SourceLog log,
            Clock clock,
            MeterRegistry meters) {
        this.publisher = publisher;
        this.names = names;
        this.tags = tags;
        this.log = log;
        this.clock = clock;
        this.lost = Counter.builder("mailwarden.logins.lost")
                .description("Reported sign-ins that could not be published")
                .register(meters);
    }

    /**
     * What came of a sign-in.
     *
     * @param loginId the attempt
     * @param failure why it failed; absent when it did not
     * @param detail plain words for a failure
     * @param retired whether the password was retired
     * @param answer what the server was answered before; absent when it did not ask
     * @param occurredAt when it happened
     */
    public record Outcome(
            UUID loginId,
            @Nullable LoginFailure failure,
            @Nullable String detail,
            RetiredCheck.Answer retired,
            @Nullable Answer answer,
            Instant occurredAt) {

        /** What a server tells of afterwards, that asked nothing before. */
        Outcome(UUID loginId, @Nullable LoginFailure failure, @Nullable String detail, Instant occurredAt) {
            this(loginId, failure, detail, new RetiredCheck.Answer.CouldNotAsk(), null, occurredAt);
        }
    }

    /**
     * Words a reported sign-in.
     *
     * @param source its product
     * @param reporter who reports it
     * @param report the sign-in
     * @param outcome what came of it
     * @return the event's data
     */
    public Login word(LoginSource source, String reporter, Report report, Outcome outcome) {
        String hash = report.policyHash();
        Answer answer = outcome.answer();
        Instant now = clock.instant();
        return new Login(
                outcome.loginId(),
                names.find(report.username()).accountId(),
                report.username(),
                source,
                report.protocol(),
                report.host(),
                report.port(),
                report.remoteAddress(),
                report.mechanism(),
                null,
                outcome.failure(),
                outcome.detail(),
                null,
                outcome.occurredAt().isAfter(now.plus(FUTURE)) ? now : outcome.occurredAt(),
                new LoginObservation(
                        reporter,
                        report.sessionId(),
                        report.client(),
                        report.secured(),
                        report.tlsProtocol(),
                        hash == null ? null : tags.of(report.username(), hash),
                        outcome.retired().isRetired(),
                        outcome.retired() instanceof RetiredCheck.Answer.Retired yes ? retiredOf(yes) : null,
                        answer == null ? null : answer.answer(),
                        answer == null ? null : answer.reason()));
    }

    /**
     * Publishes without waiting. What cannot be published is noted as lost.
     *
     * @param login the sign-in
     * @param reporter who reported it
     * @param kind its product
     */
    public void tell(Login login, String reporter, String kind) {
        tell(event(login), reporter, kind, 1);
    }

    /**
     * Publishes once more, without waiting, that the password of a sign-in turned out to be a retired one: in another event with
     * the same {@code loginId}. The source reported one sign-in all the same.
     *
     * @param login the sign-in as it was told
     * @param retired of which accounts
     * @param reporter who reported it
     * @param kind its product
     */
    void tellAsRetired(Login login, RetiredCheck.Answer.Retired retired, String reporter, String kind) {
        Event told = event(retired(login, retired));
        tell(
                new Event(EventId.of("retired", login.loginId()), told.type(), told.key(), told.time(), told.data()),
                reporter,
                kind,
                0);
    }

    private static @Nullable List<UUID> retiredOf(RetiredCheck.Answer.Retired retired) {
        return retired.accounts().isEmpty() ? null : retired.accounts();
    }

    private static Login retired(Login login, RetiredCheck.Answer.Retired retired) {
        LoginObservation seen = Objects.requireNonNull(login.observed());
        return new Login(
                login.loginId(),
                login.accountId(),
                login.username(),
                login.source(),
                login.protocol(),
                login.host(),
                login.port(),
                login.remoteAddress(),
                login.mechanism(),
                login.tls(),
                login.failure(),
                login.detail(),
                login.credentialVersion(),
                login.occurredAt(),
                new LoginObservation(
                        seen.reporter(),
                        seen.sessionId(),
                        seen.client(),
                        seen.secured(),
                        seen.tlsProtocol(),
                        seen.passwordTag(),
                        true,
                        retiredOf(retired),
                        seen.answer(),
                        seen.answerReason()));
    }

    private void tell(Event event, String reporter, String kind, int signIns) {
        if (!waiting.tryAcquire()) {
            lost(reporter, kind, "too many are waiting");
            return;
        }
        publisher
                .publish(event)
                .onTermination()
                .invoke(waiting::release)
                .subscribe()
                .with(
                        done -> log.heard(reporter, kind, signIns),
                        failure -> lost(reporter, kind, failure.getClass().getSimpleName()));
    }

    /**
     * Publishes and waits until the broker has all of them.
     *
     * @param logins the sign-ins
     * @param reporter who reported them
     * @param kind its product
     * @throws RuntimeException when the broker did not take them in 20 seconds; repeated later, they are the same
     */
    public void tellAndAwait(List<Login> logins, String reporter, String kind) {
        if (logins.isEmpty()) {
            return;
        }
        Uni.join()
                .all(logins.stream()
                        .map(login -> publisher.publish(event(login)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(20));
        log.heard(reporter, kind, logins.size());
    }

    private void lost(String reporter, String kind, String why) {
        lost.increment();
        log.lost(reporter, kind, 1);
        LOG.debugf("A sign-in reported by %s is lost: %s", reporter, why);
    }

    private static Event event(Login login) {
        UUID account = login.accountId();
        return new Event(
                login.loginId(),
                login.failure() == null ? EventType.LOGIN_SUCCEEDED : EventType.LOGIN_FAILED,
                account == null ? login.username() : account.toString(),
                login.occurredAt(),
                login);
    }
}
