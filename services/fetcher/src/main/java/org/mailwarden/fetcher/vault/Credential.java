// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.kit.secret.Secret;

/** What an account signs in with. Closing it wipes its secrets. */
public sealed interface Credential extends AutoCloseable {

    /** Its kind, as REST and the events name it. */
    CredentialType type();

    @Override
    void close();

    /**
     * The password of a person.
     *
     * @param password the password
     */
    record Password(Secret password) implements Credential {

        @Override
        public CredentialType type() {
            return CredentialType.PASSWORD;
        }

        @Override
        public void close() {
            password.close();
        }
    }

    /**
     * A refresh token that a person gave (RFC 6749 section 6).
     *
     * @param client who presents it
     * @param refreshToken the token as it is now; the server may exchange it with each use
     */
    record RefreshGrant(TokenClient client, Secret refreshToken) implements Credential {

        @Override
        public CredentialType type() {
            return CredentialType.OAUTH2_REFRESH;
        }

        @Override
        public void close() {
            client.close();
            refreshToken.close();
        }
    }

    /**
     * A client that gets tokens in its own name (RFC 6749 section 4.4) and may open the mailbox.
     *
     * @param client the client
     * @param master the name that the mail server knows the client by, when it opens mailboxes as a master user; absent
     *     when the token itself gives access to the mailbox
     * @param separator between mailbox and master in the sign-in name; meaningless without a master
     */
    record ClientGrant(TokenClient client, @Nullable String master, String separator) implements Credential {

        @Override
        public CredentialType type() {
            return CredentialType.OAUTH2_CLIENT;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /**
     * A master user of the mail server, by password.
     *
     * @param master its name
     * @param separator between mailbox and master in the sign-in name; absent for SASL PLAIN with both names (RFC 4616)
     * @param password its password
     */
    record MasterUser(String master, @Nullable String separator, Secret password) implements Credential {

        @Override
        public CredentialType type() {
            return CredentialType.MASTER_USER;
        }

        @Override
        public void close() {
            password.close();
        }
    }

    /**
     * A client of a token endpoint.
     *
     * @param tokenUrl the endpoint
     * @param clientId its name there
     * @param clientSecret its secret; absent for a public client
     * @param scope scopes to ask for, separated by blanks; absent for the endpoint's usual ones
     */
    record TokenClient(
            URI tokenUrl,
            String clientId,
            @Nullable Secret clientSecret,
            @Nullable String scope) implements AutoCloseable {

        @Override
        public void close() {
            if (clientSecret != null) {
                clientSecret.close();
            }
        }
    }
}
