// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about the protection of one account. What is not known is absent, never a guess.
 *
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param removed whether it has left the fleet: then nothing can be wrong with it
 * @param password its current password; absent when it has none or it is not known
 * @param person its owner; absent when auth told nothing about the owner
 * @param transport its connection; absent before the first sign-in of the fetcher
 */
record AccountPosture(
        UUID accountId,
        String address,
        @Nullable String owner,
        boolean removed,
        @Nullable Password password,
        @Nullable Person person,
        @Nullable Transport transport) {

    /**
     * The current password, without anything it could be guessed from.
     *
     * @param version counts up from 1
     * @param strength zxcvbn score, 0 to 4
     * @param lengthBucket {@code <8}, {@code 8-11}, {@code 12-15} or {@code 16+}
     * @param changedAt when this version was first known
     * @param mailboxesOfOthers mailboxes of other people that have the same password
     * @param furtherMailboxes further mailboxes of the same person that have it
     */
    record Password(
            long version,
            int strength,
            String lengthBucket,
            Instant changedAt,
            long mailboxesOfOthers,
            long furtherMailboxes) {}

    /**
     * The owner in Keycloak.
     *
     * @param enabled whether the user may sign in
     * @param isProtected whether remediations never run automatically on this user
     * @param secondFactors credential types enrolled; empty when none
     * @param passwordChangedAt when the password in Keycloak was last set; absent when there is none
     */
    record Person(
            boolean enabled,
            boolean isProtected,
            List<String> secondFactors,
            @Nullable Instant passwordChangedAt) {

        /** Copies the list. */
        Person {
            secondFactors = List.copyOf(secondFactors);
        }
    }

    /**
     * The last sign-in of the fetcher.
     *
     * @param protocol {@code IMAP} or {@code POP3}
     * @param host mail server, lower case
     * @param tlsProtocol for instance {@code TLSv1.3}; absent when no connection was ever protected
     * @param cipherSuite its JSSE name; absent likewise
     * @param certificateNotAfter end of the certificate; absent when unknown
     * @param refusal {@code INSECURE} or {@code TLS} when protection was refused since; absent when the last one was good
     * @param refusals how many times in a row, counted to 2
     * @param imapThere whether the fleet reads other accounts of the same server over IMAP
     */
    record Transport(
            String protocol,
            String host,
            @Nullable String tlsProtocol,
            @Nullable String cipherSuite,
            @Nullable Instant certificateNotAfter,
            @Nullable String refusal,
            int refusals,
            boolean imapThere) {}
}
