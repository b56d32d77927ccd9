// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.mailwarden.breachwatch.login.report.DovecotEvent;
import org.mailwarden.contracts.login.LoginSource;

/**
 * Holds exported events for a moment. Where the same server also uses the authentication policy, its report, which knows
 * more, comes at about the same time, before or after; then the event is a repeat. Safe for many threads.
 */
@ApplicationScoped
class HeldEvents {

    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final int MOST = 20_000;

    private final Vertx vertx;
    private final SessionsReported sessions;
    private final LoginEvents events;
    private final SourceLog log;
    private final Semaphore places = new Semaphore(MOST);

    HeldEvents(Vertx vertx, SessionsReported sessions, LoginEvents events, SourceLog log) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.events = events;
        this.log = log;
    }

    void take(LoginSources.Believed source, DovecotEvent event) {
        if (sessions.isReported(event.report().sessionId())) {
            return;
        }
        if (!places.tryAcquire()) {
            log.lost(source.name(), source.kind().name(), 1);
            return;
        }
        vertx.setTimer(MOMENT.toMillis(), timer -> Thread.ofVirtual().start(() -> release(source, event)));
    }

    private void release(LoginSources.Believed source, DovecotEvent event) {
        try {
            if (!sessions.isReported(event.report().sessionId())) {
                events.tell(
                        events.word(
                                LoginSource.DOVECOT,
                                source.name(),
                                event.report(),
                                new LoginEvents.Outcome(
                                        event.loginId(),
                                        event.failure(),
                                        event.failure() == null ? null : "Dovecot refused the sign-in.",
                                        event.occurredAt())),
                        source.name(),
                        source.kind().name());
            }
        } catch (RuntimeException e) {
            log.lost(source.name(), source.kind().name(), 1);
        } finally {
            places.release();
        }
    }
}
