// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.breachwatch.credential.AccountTouched;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;

/** Keeps what protected the last sign-in of each account. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Connections {

    private static final Set<LoginFailure> REFUSALS = Set.of(LoginFailure.INSECURE, LoginFailure.TLS);

    private final EntityManager entities;
    private final Event<AccountTouched> touches;

    Connections(EntityManager entities, Event<AccountTouched> touches) {
        this.entities = entities;
        this.touches = touches;
    }

    /**
     * Takes a sign-in. One that says nothing about protection, for instance of a server that was away, changes nothing.
     *
     * @param accountId the account
     * @param login the sign-in of the fetcher
     */
    void accept(UUID accountId, Login login) {
        LoginFailure failure = login.failure();
        String refusal = failure != null && REFUSALS.contains(failure) ? failure.name() : null;
        TlsFacts tls = refusal == null ? login.tls() : null;
        if (refusal == null && tls == null) {
            return;
        }
        Instant notAfter = tls == null ? null : tls.certificateNotAfter();
        int changed = entities.createNativeQuery("""
                        insert into account_transport as t (account_id, protocol, host, tls_protocol, cipher_suite,
                            certificate_not_after, refusal, refusals, occurred_at)
                        values (:account, :protocol, :host, cast(:tls as text), cast(:cipher as text),
                            cast(:notAfter as timestamptz), cast(:refusal as text),
                            case when cast(:refusal as text) is null then 0 else 1 end, :at)
                        on conflict (account_id) do update set protocol = excluded.protocol, host = excluded.host,
                            tls_protocol = case when excluded.refusal is null or t.host <> excluded.host
                                then excluded.tls_protocol else t.tls_protocol end,
                            cipher_suite = case when excluded.refusal is null or t.host <> excluded.host
                                then excluded.cipher_suite else t.cipher_suite end,
                            certificate_not_after = case when excluded.refusal is null or t.host <> excluded.host
                                then excluded.certificate_not_after else t.certificate_not_after end,
                            refusal = excluded.refusal,
                            refusals = case when excluded.refusal is null then 0 else least(t.refusals + 1, 2) end,
                            occurred_at = excluded.occurred_at
                        where t.occurred_at <= excluded.occurred_at
                            and case when excluded.refusal is null
                                then (t.protocol, t.host, t.tls_protocol, t.cipher_suite, t.certificate_not_after,
                                        t.refusal)
                                    is distinct from (excluded.protocol, excluded.host, excluded.tls_protocol,
                                        excluded.cipher_suite, excluded.certificate_not_after, excluded.refusal)
                                else t.refusals < 2 or (t.protocol, t.host, t.refusal)
                                    is distinct from (excluded.protocol, excluded.host, excluded.refusal) end""")
                .setParameter("account", accountId)
                .setParameter("protocol", login.protocol().toUpperCase(Locale.ROOT))
                .setParameter("host", login.host().toLowerCase(Locale.ROOT))
                .setParameter("tls", tls == null ? null : tls.protocol())
                .setParameter("cipher", tls == null ? null : tls.cipherSuite())
                .setParameter("notAfter", notAfter)
                .setParameter("refusal", refusal)
                .setParameter("at", login.occurredAt())
                .executeUpdate();
        if (changed == 1) {
            touches.fire(new AccountTouched(accountId));
        }
    }
}
