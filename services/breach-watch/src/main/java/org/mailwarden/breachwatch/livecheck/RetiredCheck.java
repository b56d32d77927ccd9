// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

/** Recognises a password that a reset retired, by the hash in which a mail server presents it. */
public interface RetiredCheck {

    /** What came of the question. */
    enum Answer {
        /** It is one. */
        RETIRED,
        /** It is none that is known. */
        NOT_RETIRED,
        /** Nobody could be asked in time: it may be one. */
        COULD_NOT_ASK
    }

    /**
     * Asks. Blocks for a few milliseconds, and never much longer: a mail server waits for the answer.
     *
     * @param user name that was presented
     * @param policyHash the server's hash of name and password; not kept
     * @return the answer; never throws
     */
    Answer ask(String user, String policyHash);

    /**
     * Asks as {@link #ask} does, where nobody waits: blocks for up to 20 seconds.
     *
     * @param user name that was presented
     * @param policyHash the server's hash of name and password; not kept
     * @return the answer; never throws
     */
    Answer askAtLeisure(String user, String policyHash);
}
