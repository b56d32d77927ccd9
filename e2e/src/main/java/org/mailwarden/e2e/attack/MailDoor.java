// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.LineClient;
import org.mailwarden.devstack.mail.ProxyPorts;

/**
 * A Dovecot over IMAP or POP3 in TLS.
 *
 * @param spoken how
 * @param ports its ports for a load balancer, which say where a client comes from
 * @param authority whose certificate it has
 */
public record MailDoor(Protocol spoken, ProxyPorts ports, CertificateAuthority authority) implements Door {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String protocol() {
        return spoken.name();
    }

    @Override
    public boolean opens(String address, String user, String password) {
        return answer(address, user, password).startsWith(spoken == Protocol.IMAP ? "OK" : "+OK");
    }

    /**
     * Tries a password, and tells in the server's words what came of it.
     *
     * @param address where the client comes from
     * @param user the sign-in name, without spaces
     * @param password the password, without quotes
     * @return the answer, over IMAP without its tag
     * @throws UncheckedIOException when the server does not answer
     */
    public String answer(String address, String user, String password) {
        int port = spoken == Protocol.IMAP ? ports.imaps() : ports.pop3s();
        try (LineClient client = LineClient.from(InetAddress.ofLiteral(address), port, authority, PATIENCE)) {
            if (spoken == Protocol.IMAP) {
                return client.imap("login " + user + " \"" + password + "\"");
            }
            client.say("USER " + user);
            return String.valueOf(client.say("PASS " + password));
        } catch (IOException cause) {
            throw new UncheckedIOException("Dovecot did not answer over " + spoken, cause);
        }
    }
}
