// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;

/**
 * A signed-in connection failed. The message is scrubbed and safe for logs, and there is deliberately no cause: the
 * library's exceptions quote the server.
 */
public final class MailFault extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What to do about it. */
    public enum Kind {
        /** The connection broke or timed out: open a new one later. */
        CONNECTION,
        /** The server broke the protocol or a limit: hold the account and tell a person. */
        HOSTILE,
        /** The server refused the command, for instance because the folder does not exist. */
        REFUSED
    }

    /**
     * Describes a fault.
     *
     * @param kind what to do about it
     * @param message scrubbed sentence
     */
    public MailFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }
}
