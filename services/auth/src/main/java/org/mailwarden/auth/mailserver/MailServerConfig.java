// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which mail servers can be driven. */
@ConfigMapping(prefix = "mailwarden.auth.mail-servers")
public interface MailServerConfig {

    /** By a name of the operator's choice. */
    @WithParentName
    Map<String, Server> servers();

    /** One Dovecot. */
    interface Server {

        /** Base address of the http listener of its doveadm service; https, or http on loopback. */
        URI url();

        /** File with its {@code doveadm_api_key}, which its owner alone may read. */
        Path keyFile();

        /** Which accounts it serves, by the mail host that they are read from. */
        Optional<Set<String>> hosts();

        /** Which accounts it serves, by the domain of their address. */
        Optional<Set<String>> domains();

        /** What it calls a user. */
        @WithDefault("OWNER")
        MailUserName mailUser();

        /** PEM file of the authority that vouches for it; absent for those of the machine. */
        Optional<Path> trustedCa();

        /** Longest wait for one answer. */
        @WithDefault("3S")
        Duration timeout();
    }
}
