// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is looked for in mails. */
public interface EvidenceConfig {

    /** Whether mails are looked through for what services tell of accounts there. */
    @WithDefault("true")
    boolean enabled();

    /** Folder with rules of your own, files named {@code *.yaml}, read again when they change. */
    Optional<Path> rules();

    /** Age from which a mail is history: it is recorded, and raises nothing. */
    @WithDefault("P7D")
    Duration newFor();

    /** Whether DKIM signatures are verified here where the receiving server says nothing. */
    @WithDefault("true")
    boolean verifiesDkim();

    /**
     * File with key records (RFC 6376 section 3.6.1) for networks that cannot ask the DNS for them: one a line,
     * {@code selector._domainkey.example.org v=DKIM1; p=...}. Names that are not in it are asked of the DNS.
     */
    Optional<Path> dkimKeys();

    /** Forwarders whose word is taken on what they had seen, when the receiving server says that their ARC chain is whole. */
    @WithDefault("google.com,microsoft.com")
    List<String> trustedForwarders();
}
