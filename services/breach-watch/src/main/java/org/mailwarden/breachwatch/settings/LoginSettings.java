// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.settings;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.kit.egress.Network;

/** Who reports sign-ins, what servers that ask first are answered, and how long sign-ins are kept. */
public interface LoginSettings {

    /** What reports sign-ins. */
    enum SourceKind {
        /** Dovecot: its authentication policy, its event exporter, or both. */
        DOVECOT,
        /** Stalwart's webhooks. */
        STALWART
    }

    /** Whether answers only note what they would have said. */
    enum Answering {
        /** Every sign-in is allowed; what would have been refused or delayed is noted. */
        OBSERVE,
        /** Refuses and delays. */
        ENFORCE
    }

    /** What is done about a sign-in. */
    enum Treatment {
        ALLOW,
        DELAY,
        REFUSE
    }

    /** Servers that report, by the name under which people see them: letters, digits and hyphens. */
    Map<String, Source> sources();

    /** A server that reports. */
    interface Source {

        /** Its product. */
        SourceKind kind();

        /** File with the key that it sends, or signs with; one line, readable by its owner alone. Read again when it changes. */
        Path keyFile();

        /** Requests a second that are judged. What is above them is let in without a judgement and counted. */
        @WithDefault("4000")
        int perSecond();

        /** How long it may be silent, once it has spoken, before that is a fault. */
        @WithDefault("6h")
        Duration silentAfter();
    }

    /** Whether refusals and delays are only noted. */
    @WithDefault("OBSERVE")
    Answering answering();

    /** A sign-in to an account whose reset is under way. */
    @WithDefault("REFUSE")
    Treatment duringRemediation();

    /** A sign-in with a password that a reset retired. */
    @WithDefault("REFUSE")
    Treatment retiredPassword();

    /** A sign-in over a connection that nothing protects, from another machine. */
    @WithDefault("ALLOW")
    Treatment plaintext();

    /** A sign-in from an address that tries many accounts. */
    @WithDefault("DELAY")
    Treatment spraying();

    /**
     * Networks from which many people sign in, such as a webmail server or the office: nobody there sprays, and nothing
     * between them and the mail server is open.
     */
    Optional<List<Network>> trustedNetworks();

    /** How long a delayed sign-in waits. */
    @WithDefault("5s")
    Duration delay();

    /** How long sign-ins are kept. */
    @WithDefault("90d")
    Duration keep();

    /** How often what is older is deleted. */
    @WithDefault("1h")
    Duration forgetEvery();
}
