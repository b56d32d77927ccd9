// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

/** How waiting for news of a folder ended. A connection that died is neither, but a fault. */
public enum IdleEnd {
    /** Something arrived in the folder or went from it: read it. */
    CHANGED,
    /** The longest wait passed without news, and the connection is alive. */
    QUIET
}
