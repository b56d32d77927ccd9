// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/** Tells of each sign-in of the fetcher, good or bad. */
@ApplicationScoped
public class LoginEvents {

    private final Outbox outbox;

    LoginEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Tells of a sign-in.
     *
     * @param attempt the attempt
     * @param account the account as it was used
     * @param outcome how it turned out
     * @param at when
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(UUID attempt, AccountChanged account, OpenOutcome outcome, Instant at) {
        switch (outcome) {
            case OpenOutcome.Opened opened ->
                add(EventType.LOGIN_SUCCEEDED, login(attempt, account, at, opened.tls(), null));
            case OpenOutcome.Refused refused ->
                add(EventType.LOGIN_FAILED, login(attempt, account, at, refused.tls(), refused));
        }
    }

    private void add(EventType type, Login login) {
        outbox.add(new Event(
                EventId.of(type, login.loginId()), type, String.valueOf(login.accountId()), login.occurredAt(), login));
    }

    private static Login login(
            UUID attempt,
            AccountChanged account,
            Instant at,
            @Nullable TlsFacts tls,
            OpenOutcome.@Nullable Refused refused) {
        return new Login(
                attempt,
                account.accountId(),
                account.username(),
                LoginSource.FETCHER,
                account.protocol().name(),
                account.host(),
                account.port(),
                null,
                null,
                tls,
                refused == null ? null : refused.failure(),
                refused == null ? null : refused.detail(),
                account.credentialVersion(),
                at);
    }
}
