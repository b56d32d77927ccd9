// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose access tokens a Dovecot takes: it asks the issuer about each (RFC 7662).
 *
 * @param introspection the endpoint to ask
 * @param clientId Dovecot's name there; a token must be meant for it
 * @param clientSecret its secret
 * @param userScope scope that opens the user's own mailbox
 * @param fleetScope scope that opens every mailbox, by the sign-in name {@code mailbox*client}
 */
public record TokenIssuer(
        URI introspection, String clientId, String clientSecret, String userScope, String fleetScope) {

    /**
     * Sets a Dovecot up for these tokens, by XOAUTH2 and OAUTHBEARER, beside the passwords of its users.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMechanisms("plain", "login", "oauthbearer", "xoauth2").withMore(folder -> """
                auth_master_user_separator = *
                %s%s
                """.formatted(
                        passdb(folder.resolve("fleet.ext"), fleetScope, "  master = yes\n"),
                        passdb(folder.resolve("user.ext"), userScope, "")));
    }

    private String passdb(Path file, String scope, String more) throws IOException {
        Files.writeString(file, """
            introspection_url = %s
            introspection_mode = post
            client_id = %s
            client_secret = %s
            username_attribute = username
            active_attribute = active
            active_value = true
            scope = %s
            """.formatted(introspection, clientId, clientSecret, scope));
        return """
            passdb {
              driver = oauth2
              mechanisms = oauthbearer xoauth2
            %s  args = %s
            }
            """.formatted(more, file);
    }

    @Override
    public String toString() {
        return "TokenIssuer[" + introspection + "]";
    }
}
