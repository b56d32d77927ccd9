// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import org.mailwarden.devstack.process.FreePorts;

/**
 * Loopback ports of a Dovecot for a load balancer, which says for whom it connects by the PROXY protocol (version 1 of
 * haproxy.org's proxy-protocol.txt). So a person may come from any address: Dovecot believes what the balancer says.
 *
 * @param imaps IMAP in TLS
 * @param pop3s POP3 in TLS
 */
public record ProxyPorts(int imaps, int pop3s) {

    /**
     * Picks two free ports.
     *
     * @return the ports
     */
    public static ProxyPorts free() {
        return new ProxyPorts(FreePorts.next(), FreePorts.next());
    }

    /**
     * Opens the ports of a Dovecot.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMore("""
                haproxy_trusted_networks = 127.0.0.0/8
                service imap-login {
                  inet_listener imaps_proxy {
                    port = %d
                    ssl = yes
                    haproxy = yes
                  }
                }
                service pop3-login {
                  inet_listener pop3s_proxy {
                    port = %d
                    ssl = yes
                    haproxy = yes
                  }
                }
                """.formatted(imaps, pop3s));
    }
}
