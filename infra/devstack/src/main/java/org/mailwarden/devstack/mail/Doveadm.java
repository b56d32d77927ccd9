// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailwarden.devstack.process.FreePorts;

/**
 * The door by which a Dovecot is driven over HTTP: {@code who}, {@code kick}, {@code authCacheFlush}. Nothing else is
 * allowed there.
 *
 * @param port its loopback port
 * @param keyFile the file with the key that opens it
 */
public record Doveadm(int port, Path keyFile) {

    /**
     * Picks a free port.
     *
     * @param keyFile the file with the key, which is read when the server starts
     * @return the door
     */
    public static Doveadm free(Path keyFile) {
        return new Doveadm(FreePorts.next(), keyFile);
    }

    /** Its address; commands are posted to {@code /doveadm/v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Opens the door of a Dovecot.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMore(folder -> """
                doveadm_api_key = %s
                doveadm_allowed_commands = who,kick,auth cache flush
                service doveadm {
                  inet_listener http {
                    address = 127.0.0.1
                    port = %d
                  }
                }
                """.formatted(Files.readString(keyFile).strip(), port));
    }
}
