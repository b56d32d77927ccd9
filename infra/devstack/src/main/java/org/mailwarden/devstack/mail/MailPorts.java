// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import org.mailwarden.devstack.process.FreePorts;

/**
 * The loopback ports of a sample mail server.
 *
 * @param imaps IMAP in TLS
 * @param pop3s POP3 in TLS
 * @param smtp SMTP without TLS
 * @param imap IMAP without any TLS, to see it refused
 * @param pop3 POP3 without any TLS, to see it refused
 */
public record MailPorts(int imaps, int pop3s, int smtp, int imap, int pop3) {

    /**
     * Picks five free ports.
     *
     * @return the ports
     */
    public static MailPorts free() {
        return new MailPorts(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
    }
}
