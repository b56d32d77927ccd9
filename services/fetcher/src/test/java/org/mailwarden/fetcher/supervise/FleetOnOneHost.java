// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;

/** Many accounts on one server, straight in the database. */
final class FleetOnOneHost {

    private final Fleet fleet = FetcherInstance.bean(Fleet.class);
    private final EntityManager entities = FetcherInstance.bean(EntityManager.class);
    private final CountingMailServer server;

    FleetOnOneHost(CountingMailServer server) {
        this.server = server;
    }

    /** Enrols accounts; a right password is one that begins so. */
    List<UUID> enrol(int accounts, String password) {
        CredentialVault vault = FetcherInstance.bean(CredentialVault.class);
        return QuarkusTransaction.requiringNew()
                .call(() -> IntStream.range(0, accounts)
                        .mapToObj(i -> {
                            Account account = account();
                            fleet.persistAndFlush(account);
                            try (Credential credential = new Credential.Password(
                                    Secret.ofUtf8(password.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
                                vault.store(account.id, 1, credential);
                            }
                            return account.id;
                        })
                        .toList());
    }

    private Account account() {
        Account account = new Account();
        account.id = UUID.randomUUID();
        account.address = "user-" + account.id + "@fleet.example";
        account.username = "user-" + account.id;
        account.protocol = Protocol.IMAP;
        account.host = server.host();
        account.port = server.port();
        account.security = Security.TLS;
        account.credentialType = CredentialType.PASSWORD;
        account.credentialVersion = 1;
        account.folders = List.of("INBOX");
        account.tags = List.of();
        account.retrieval = Retrieval.KEEP_ON_SERVER;
        account.state = AccountState.NEW;
        account.nextPollAt = fleet.now();
        account.changedAt = fleet.now();
        return account;
    }

    /** Every account reads these folders. */
    void reads(String... folders) {
        QuarkusTransaction.requiringNew()
                .run(() -> fleet.list("host", server.host()).forEach(account -> account.folders = List.of(folders)));
    }

    Stream<Account> accounts() {
        return QuarkusTransaction.requiringNew().call(() -> fleet.list("host", server.host())).stream();
    }

    long in(AccountState state) {
        return accounts().filter(account -> account.state == state).count();
    }

    boolean hasIncident() {
        return count("select count(*) from mail_host where incident_since is not null and host = :host") > 0;
    }

    /** Counts rows; the query may name the server as {@code :host}. */
    long count(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(sql)
                                .setParameter("host", server.host())
                                .getSingleResult())
                        .longValue());
    }

    /** The accounts are other tests' no more. */
    void remove() {
        QuarkusTransaction.requiringNew().run(() -> fleet.delete("host", server.host()));
    }
}
