// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recognises a password that a reset retired, by the hash in which a mail server presents it. */
public interface RetiredCheck {

    /** What came of the question. */
    sealed interface Answer {

        /**
         * It is one.
         *
         * @param accounts the accounts whose resets retired it, which need not be those that the name belongs to; empty when auth
         *     does not tell them
         */
        record Retired(List<UUID> accounts) implements Answer {

            /** Copies the list. */
            public Retired {
                accounts = List.copyOf(accounts);
            }
        }

        /** It is none that is known. */
        record NotRetired() implements Answer {}

        /** Nobody could be asked in time: it may be one. */
        record CouldNotAsk() implements Answer {}

        /** Whether it is one; absent when nobody could be asked. */
        default @Nullable Boolean isRetired() {
            return switch (this) {
                case Retired yes -> true;
                case NotRetired no -> false;
                case CouldNotAsk unknown -> null;
            };
        }
    }

    /**
     * Asks, and blocks for no longer than the limit.
     *
     * @param user name that was presented
     * @param policyHash the server's hash of name and password; not kept
     * @param limit longest wait
     * @return the answer; never throws
     */
    Answer ask(String user, String policyHash, Duration limit);
}
