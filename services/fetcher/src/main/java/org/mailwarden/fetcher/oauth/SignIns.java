// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.fetcher.vault.CredentialVault;

/** Makes of an account's credential what the session room signs in with. Never one kind of secret in place of another. */
@ApplicationScoped
public class SignIns {

    private final CredentialVault vault;
    private final Tokens tokens;

    SignIns(CredentialVault vault, Tokens tokens) {
        this.vault = vault;
        this.tokens = tokens;
    }

    /** Whether there is something to sign in with. */
    public sealed interface Prepared {

        /**
         * There is.
         *
         * @param signIn what to sign in with; its secret is the caller's to close
         * @param grant whose token it is; absent when it is no token
         */
        record Ready(SignIn signIn, @Nullable String grant) implements Prepared {}

        /**
         * There is nothing until a person acts.
         *
         * @param sentence what to do next
         */
        record Held(String sentence) implements Prepared {}

        /**
         * There is nothing now.
         *
         * @param sentence why
         */
        record Later(String sentence) implements Prepared {}
    }

    /**
     * Prepares the sign-in of an account; may ask a token endpoint.
     *
     * @param account the account
     * @return what there is to sign in with
     * @throws IllegalStateException when no credential is kept for its version
     * @throws org.mailwarden.kit.seal.SealBroken when the credential does not open
     */
    public Prepared of(AccountChanged account) {
        UUID id = account.accountId();
        Credential credential = vault.open(id, account.credentialVersion(), "sign in to the mail server")
                .orElseThrow(() -> new IllegalStateException("no credential is kept for this version"));
        String mailbox = account.username();
        return switch (credential) {
            case Credential.Password password ->
                new Prepared.Ready(new SignIn.Password(mailbox, password.password()), null);
            case Credential.MasterUser master ->
                new Prepared.Ready(
                        master.separator() == null
                                ? new SignIn.MasterUser(mailbox, master.master(), master.password())
                                : new SignIn.Password(
                                        mailbox + master.separator() + master.master(), master.password()),
                        null);
            case Credential.RefreshGrant refresh -> {
                refresh.close();
                yield bearer(mailbox, tokens.ofAccount(id, account.credentialVersion()));
            }
            case Credential.ClientGrant client -> {
                try (client) {
                    String name = client.master() == null ? mailbox : mailbox + client.separator() + client.master();
                    yield bearer(name, tokens.ofClient(client.client()));
                }
            }
        };
    }

    /**
     * Takes note that a mail server refused what was prepared, so that the next try has another token.
     *
     * @param ready what was refused
     */
    public void refused(Prepared.Ready ready) {
        if (ready.grant() != null) {
            tokens.forget(ready.grant());
        }
    }

    private static Prepared bearer(String username, TokenOutcome outcome) {
        return switch (outcome) {
            case TokenOutcome.Token token ->
                new Prepared.Ready(new SignIn.Bearer(username, token.accessToken()), token.grant());
            case TokenOutcome.Held(String sentence) -> new Prepared.Held(sentence);
            case TokenOutcome.Later(String sentence) -> new Prepared.Later(sentence);
        };
    }
}
