// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

/** How it is known that a mail comes from the domain in its From header. */
public enum SenderProof {
    /** The receiving server says so in its Authentication-Results (RFC 8601). */
    RECEIVER,
    /** The fetcher verified the sender's DKIM signature (RFC 6376). */
    DKIM,
    /** The receiving server says that the chain of a trusted forwarder is whole (ARC, RFC 8617), and that one had seen proof. */
    ARC
}
