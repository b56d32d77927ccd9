// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.net.URI;
import java.nio.file.Files;

/**
 * A Keycloak realm that says whether the passwords of a Dovecot's users are right: Dovecot asks it by the password grant
 * (RFC 6749 section 4.3) and has the token examined (RFC 7662). A right answer is kept for an hour, so that a password that is
 * gone goes on opening the mailbox until Dovecot is told to forget it.
 *
 * <p>The passwords of {@link DovecotServer#users} are tried first, and after them those of every passdb that stands before
 * this one in the options: what they do not know, Keycloak is asked about. Users need not be known to Dovecot.
 *
 * @param realm address of the realm, which is also its issuer
 * @param clientId Dovecot's name there: a confidential client with direct access grants, in the audience of its own tokens
 * @param clientSecret its secret
 * @param nameAttribute what the sign-in name must equal in Keycloak's answer: {@code username}, or {@code email} for mailboxes
 *     whose sign-in name is the address
 */
public record KeycloakSignIn(URI realm, String clientId, String clientSecret, String nameAttribute) {

    /** The client in Mailwarden's realm. */
    public static final String CLIENT = "mailwarden-dovecot";

    /**
     * Names Mailwarden's realm for mailboxes whose sign-in name is the user name.
     *
     * @param keycloak address of the server
     * @param clientSecret secret of {@link #CLIENT}
     * @return the realm
     */
    public static KeycloakSignIn byUsername(URI keycloak, String clientSecret) {
        return new KeycloakSignIn(keycloak.resolve("/realms/mailwarden"), CLIENT, clientSecret, "username");
    }

    /**
     * Names Mailwarden's realm for mailboxes whose sign-in name is the mail address.
     *
     * @param keycloak address of the server
     * @param clientSecret secret of {@link #CLIENT}
     * @return the realm
     */
    public static KeycloakSignIn byAddress(URI keycloak, String clientSecret) {
        return new KeycloakSignIn(keycloak.resolve("/realms/mailwarden"), CLIENT, clientSecret, "email");
    }

    /**
     * Sets a Dovecot up for these passwords, by PLAIN and LOGIN.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMore(folder -> """
                auth_cache_size = 10M
                auth_cache_ttl = 1 hour
                auth_cache_negative_ttl = 0
                passdb {
                  driver = oauth2
                  mechanisms = plain login
                  args = %s
                }
                """.formatted(Files.writeString(
                folder.resolve("password.ext"), """
                grant_url = %1$s/token
                use_grant_password = yes
                introspection_url = %1$s/token/introspect
                introspection_mode = post
                client_id = %2$s
                client_secret = %3$s
                username_attribute = %4$s
                active_attribute = active
                active_value = true
                scope = openid
                """.formatted(endpoints(), clientId, clientSecret, nameAttribute))));
    }

    /**
     * Names the same realm as the issuer of access tokens, which open mailboxes without a password. What a client needs for
     * it is the scope {@code mail}, or {@code mail-fleet} for every mailbox, with {@link #clientId} in the token's audience.
     *
     * @return the issuer
     */
    public TokenIssuer tokens() {
        return new TokenIssuer(
                URI.create(endpoints() + "/token/introspect"), clientId, clientSecret, "mail", "mail-fleet");
    }

    @Override
    public String toString() {
        return "KeycloakSignIn[" + realm + "]";
    }

    private String endpoints() {
        return realm + "/protocol/openid-connect";
    }
}
