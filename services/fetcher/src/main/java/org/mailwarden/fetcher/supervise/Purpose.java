// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

/** What a sign-in is made for. */
public enum Purpose {
    /** Reading the mailbox with the stored credential. */
    POLL,
    /** Showing whether the mail server still takes a retired password. */
    PROOF,
    /** Checking a new password that its owner gives. */
    OWNER
}
