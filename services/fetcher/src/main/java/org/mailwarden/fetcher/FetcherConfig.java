// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mailwarden.fetcher.archive.ArchiveConfig;
import org.mailwarden.fetcher.egress.Network;

/** How the fetcher behaves. Every value may be set by the operator. */
@ConfigMapping(prefix = "mailwarden.fetcher")
public interface FetcherConfig {

    /** Time between two polls of one account. */
    @WithDefault("30S")
    Duration pollInterval();

    /** Most sessions at once. */
    @WithDefault("64")
    int maxSessions();

    /** Most sessions at once with one mail server. */
    @WithDefault("10")
    int maxSessionsPerHost();

    /** Time before a refused password is tried the second and last time. */
    @WithDefault("15M")
    Duration retryRefusedAfter();

    /** Longest pause between two tries of an account that cannot be reached. */
    @WithDefault("5M")
    Duration longestBackOff();

    /** How long it is kept what happened to an account. */
    @WithDefault("P365D")
    Duration keepTimeline();

    /** Longest wait for news from a mail server without asking it anything; a dead connection is found soon after. */
    @WithDefault("9M")
    Duration idleReissue();

    /** PEM file with certificate authorities trusted beside the system's. */
    Optional<Path> trustedCa();

    /**
     * Networks that mail servers may be in beside the public Internet, as {@code 10.20.0.0/16,fd12::/16}; metadata
     * services, multicast and the like stay closed even when listed.
     */
    Optional<List<Network>> allowedNetworks();

    /** Where raw messages are kept. */
    ArchiveConfig archive();

    /** Name server, as address:port, for the records that tell where a domain's mail is read; absent for the system's. */
    Optional<String> dnsServer();

    /** Address of auth, where a retired password is presented for the proof. */
    String authUrl();
}
