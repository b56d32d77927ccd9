// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mailwarden.fetcher.archive.ArchiveConfig;
import org.mailwarden.fetcher.evidence.EvidenceConfig;
import org.mailwarden.kit.egress.Network;

/** How the fetcher behaves. Every value may be set by the operator. */
@ConfigMapping(prefix = "mailwarden.fetcher")
public interface FetcherConfig {

    /** Time between two polls of one account. */
    @WithDefault("30S")
    Duration pollInterval();

    /**
     * Longest time over which the accounts are spread that a fetcher takes over, when it starts or another one ends; never
     * longer than the time between two polls. The bounds of each mail server hold besides.
     */
    @WithDefault("10M")
    Duration longestRamp();

    /** Most sessions that sign in or read at once. */
    @WithDefault("64")
    int maxSessions();

    /** Most sessions that sign in or read at once with one mail server. */
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

    /** How long a folder that the server renumbered may take to be filled again before what is missing in it counts as gone. */
    @WithDefault("1H")
    Duration renumberedRefill();

    /** Most connections of this instance that stay and wait for news (IDLE); the other accounts are polled. */
    @WithDefault("5000")
    int maxIdle();

    /**
     * Time after which the other folders of a mailbox are looked at while it waits for news: IDLE watches one, and not every
     * server has NOTIFY for the others. News in them is to be told within 11 minutes.
     */
    @WithDefault("5M")
    Duration idleOtherFolders();

    /** Time after which a mailbox is read although its server told of no news. */
    @WithDefault("15M")
    Duration idleReread();

    /** Time after which the grant behind a session that waits for news is asked for a token: one that was revoked ends it. */
    @WithDefault("5M")
    Duration idleGrantCheck();

    /** Whether this instance reads mailboxes; one that does not still answers REST. */
    @WithDefault("true")
    boolean reads();

    /** How long an account stays one instance's after that instance was last heard of. */
    @WithDefault("60S")
    Duration sessionLease();

    /** Refused sign-ins of one account within 24 hours, after which it waits. */
    @WithDefault("3")
    int refusalsPerDay();

    /** What one mail server is asked to bear, by all instances together. */
    Hosts hosts();

    /** What one mail server is asked to bear. */
    interface Hosts {

        /** Most sign-ins at once. */
        @WithDefault("10")
        int signInsAtOnce();

        /** New connections a second. */
        @WithDefault("2")
        double connectionsPerSecond();

        /** Most connections of one instance that stay and wait for news. */
        @WithDefault("1000")
        int idle();

        /** Refused sign-ins within {@link #refusalsWithin}; common bans (fail2ban, mailcow) begin at ten. */
        @WithDefault("5")
        int refusals();

        /** See {@link #refusals}. */
        @WithDefault("10M")
        Duration refusalsWithin();

        /** Accounts refused within {@link #incidentWithin} that make an incident of the server. */
        @WithDefault("3")
        int incidentAccounts();

        /** Share of the server's accounts, two at least, that does so too. */
        @WithDefault("0.2")
        double incidentShare();

        /** See {@link #incidentAccounts}. */
        @WithDefault("5M")
        Duration incidentWithin();

        /** Time between two tries of a server that refuses many accounts. */
        @WithDefault("15M")
        Duration probeEvery();
    }

    /** PEM file with certificate authorities trusted beside the system's. */
    Optional<Path> trustedCa();

    /**
     * Networks that mail servers may be in beside the public Internet, as {@code 10.20.0.0/16,fd12::/16}; metadata
     * services, multicast and the like stay closed even when listed.
     */
    Optional<List<Network>> allowedNetworks();

    /**
     * Receiving servers that are known to remove Authentication-Results in their own name from mail that comes in (RFC 8601
     * section 5). Results directly below the header in which such a server took the mail are believed.
     */
    @WithDefault("mx.google.com")
    List<String> trustedAuthservIds();

    /** Where raw messages are kept. */
    ArchiveConfig archive();

    /** What is looked for in mails. */
    EvidenceConfig evidence();

    /**
     * Name server, as address:port, for the records that tell where a domain's mail is read and with which keys it signs;
     * absent for the system's.
     */
    Optional<String> dnsServer();

    /**
     * Whether a retired password is tried once at the account's mail server, for the proof that it is refused there. Switch
     * it off where a mail server keeps passwords of its own that a reset is not meant to end.
     */
    @WithDefault("true")
    boolean retiredPasswordAtMailServer();

    /** How long an owner may use a link to give the new password of a mailbox. */
    @WithDefault("72H")
    Duration credentialLinkLifespan();

    /** Address of auth, where a retired password is presented for the proof. */
    String authUrl();
}
