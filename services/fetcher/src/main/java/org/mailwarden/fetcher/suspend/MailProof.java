// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.OneSignIn;
import org.mailwarden.fetcher.supervise.Purpose;
import org.mailwarden.fetcher.suspend.MailTry.Reason;
import org.mailwarden.kit.secret.Secret;

/**
 * Tries the retired password once at the account's own mail server: over the protocol, host and port that it was given for,
 * and no others, since a stored password goes to no other place.
 *
 * <p>Why that locks nobody out. A mail server, and Keycloak's brute-force counter behind a Dovecot that signs in by {@code
 * passdb oauth2}, count a refusal against the <em>user</em>, whichever password was wrong. So
 *
 * <ul>
 *   <li>it is tried only after every step of the reset was done, and only while no newer password is known: neither here
 *       (the account still has the retired version) nor at Keycloak (auth is asked right before). Until then no password
 *       opens the account that a lockout could keep its owner from; a lockout that the owner's devices cause in that time
 *       ends in Keycloak when the new password is set, and this one refusal with it;
 *   <li>should the owner set the new password in the moment between that question and the sign-in, it is one refusal:
 *       servers lock after several, and Keycloak's check for quick successions needs two within a fifth of a second;
 *   <li>it is once for a remediation, in a row that is written in the same transaction as the sign-in attempt, before it:
 *       a fetcher that dies meanwhile does not repeat it, and the account is suspended, so no poll adds to it;
 *   <li>it is within the budgets of account and server that hold for polls, and its refusal counts in them;
 *   <li>it comes before the password is presented to auth, which from then on recognises it: our own try is no alarm.
 * </ul>
 */
@ApplicationScoped
public class MailProof {

    private final EntityManager entities;
    private final Fleet fleet;
    private final OneSignIn signIn;
    private final AuthGateway auth;
    private final boolean wanted;

    MailProof(EntityManager entities, Fleet fleet, OneSignIn signIn, AuthGateway auth, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.signIn = signIn;
        this.auth = auth;
        this.wanted = config.retiredPasswordAtMailServer();
    }

    /** What is known of the mail server. */
    sealed interface Known {
        /** What came of it; empty when there is no account any more. */
        record Tried(Optional<MailTry> outcome) implements Known {}

        /** auth has to be asked first and gave no answer. */
        record Later(String reason) implements Known {}
    }

    private record Row(
            @Nullable String protocol,
            @Nullable String outcome,
            @Nullable String reason,
            boolean begun) {}

    /**
     * Tries it, unless it was tried before.
     *
     * @param remediation the remediation to prove
     * @param accountId its account
     * @param version the retired credential version
     * @param retired the password, left open for the caller to close
     * @return what is known now
     */
    Known look(UUID remediation, UUID accountId, long version, Secret retired) {
        Row row = QuarkusTransaction.requiringNew().call(() -> row(remediation));
        if (row.outcome() != null && row.protocol() != null) {
            return new Known.Tried(Optional.of(new MailTry(
                    Protocol.valueOf(row.protocol()),
                    MailTry.Outcome.valueOf(row.outcome()),
                    row.reason() == null ? null : Reason.valueOf(row.reason()))));
        }
        Optional<Protocol> protocol = QuarkusTransaction.requiringNew()
                .call(() -> fleet.findByIdOptional(accountId).map(account -> account.protocol));
        if (protocol.isEmpty()) {
            return new Known.Tried(Optional.empty());
        }
        if (row.begun()) {
            return keep(remediation, MailTry.notChecked(protocol.get(), Reason.INTERRUPTED));
        }
        if (!wanted) {
            return keep(remediation, MailTry.notChecked(protocol.get(), Reason.SWITCHED_OFF));
        }
        return switch (auth.mayTry(remediation)) {
            case AuthGateway.Leave.Granted() -> {
                OneSignIn.Result result =
                        signIn.make(accountId, version, Purpose.PROOF, retired, () -> claim(remediation));
                yield keep(remediation, MailTry.of(protocol.get(), result));
            }
            case AuthGateway.Leave.Refused() ->
                keep(remediation, MailTry.notChecked(protocol.get(), Reason.NEW_PASSWORD));
            case AuthGateway.Leave.Unavailable(String reason) -> new Known.Later(reason);
        };
    }

    private Row row(UUID remediation) {
        Tuple row = (Tuple) entities.createNativeQuery(
                        "select mail_protocol, mail_outcome, mail_reason, mail_began_at is not null from proof_delivery"
                                + " where remediation_id = :id",
                        Tuple.class)
                .setParameter("id", remediation)
                .getSingleResult();
        return new Row(
                row.get(0, String.class),
                row.get(1, String.class),
                row.get(2, String.class),
                row.get(3, Boolean.class));
    }

    private boolean claim(UUID remediation) {
        return entities.createNativeQuery(
                                "update proof_delivery set mail_began_at = :now where remediation_id = :id and mail_began_at"
                                        + " is null")
                        .setParameter("now", fleet.now())
                        .setParameter("id", remediation)
                        .executeUpdate()
                == 1;
    }

    private Known keep(UUID remediation, MailTry seen) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update proof_delivery set mail_protocol = :protocol, mail_outcome = :outcome, mail_reason ="
                                        + " cast(:reason as text) where remediation_id = :id")
                        .setParameter("protocol", seen.protocol().name())
                        .setParameter("outcome", seen.outcome().name())
                        .setParameter(
                                "reason",
                                Optional.ofNullable(seen.reason())
                                        .map(Reason::name)
                                        .orElse(null))
                        .setParameter("id", remediation)
                        .executeUpdate());
        return new Known.Tried(Optional.of(seen));
    }
}
