// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailwarden.kit.egress.Network;

/** What an operator can set. Every path that is relative starts at the working directory. */
@ConfigMapping(prefix = "mailwarden.breach-watch")
public interface BreachWatchSettings {

    /** Where the corpus generations are kept. */
    @WithDefault(".mailwarden/breach-watch")
    Path dataDirectory();

    /** Where the keysets are kept; the fetcher reads the public one here. */
    @WithDefault("${mailwarden.keys.directory:.mailwarden/keys}")
    Path keysDirectory();

    /** Folders whose files may be imported; those below them too. */
    @WithDefault(".mailwarden/import,/var/lib/mailwarden/import")
    List<Path> importDirectories();

    /** Bytes of memory that a corpus may fill; a larger one is read from disk. */
    @WithDefault("1073741824")
    long corpusMemory();

    /** Networks that feeds may be read from beside the public Internet, for instance {@code 10.20.0.0/16}. */
    Optional<List<Network>> allowedNetworks();

    /** Mail domains of the organisation, beside those of its accounts that are no public provider's. */
    Optional<List<String>> ownDomains();

    /** How the corpus is downloaded. */
    PwnedPasswords pwnedPasswords();

    /** How often the whole corpus is read again, to find what a disk forgot. */
    Duration scrubEvery();

    /** How often findings are looked for whose acceptance has passed. */
    Duration acceptanceCheckEvery();

    /** How leaked passwords are compared with those that Keycloak alone holds. */
    LiveCheck liveCheck();

    /** How leaked passwords are compared with those that Keycloak alone holds. */
    interface LiveCheck {

        /** Address of auth, without a slash at its end. Absent, Keycloak is not asked. */
        Optional<String> authUrl();
    }

    /** Where sign-ins are reported from, and what is answered. */
    LoginSettings logins();

    /** What is known of the addresses that sign-ins come from. */
    PlaceSettings places();

    /** What counts as a fault of an account, apart from leaks. */
    Posture posture();

    /** What counts as a fault of an account, apart from leaks. */
    interface Posture {

        /** Passwords up to this strength (zxcvbn, 0 to 4) are weak; -1 calls none weak. */
        @WithDefault("1")
        int weakUpTo();

        /** Characters a password must have: 8 as NIST SP 800-63B-4 asks next to a second factor; 0 asks for none. */
        @WithDefault("8")
        int minimumLength();

        /** Age at which a password has expired. Absent, passwords do not expire, as NIST SP 800-63B-4 wants it. */
        Optional<Duration> maxAge();

        /** Credential types of Keycloak that count as a second factor; recovery codes alone are none. */
        @WithDefault("otp,webauthn,webauthn-passwordless")
        Set<String> secondFactors();

        /** How long before its end a mail server's certificate is a fault. */
        @WithDefault("21d")
        Duration certificateWarning();

        /** How often every account is looked at, for what no event tells: time that passes. */
        Duration sweepEvery();

        /** How long the scores of past days are kept. */
        @WithDefault("400d")
        Duration historyFor();
    }
}
