// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/** Holds checkpoints against the key and against one another, in the order of their numbers. Pure; for one thread. */
@Pure
final class CheckpointChain {

    private final SignatureCheck signatures;
    private @Nullable Checkpoint last;

    CheckpointChain(SignatureCheck signatures) {
        this.signatures = signatures;
    }

    /** Tells whether a text was signed with the ledger's key. */
    @FunctionalInterface
    interface SignatureCheck {

        /**
         * Checks.
         *
         * @param checkpoint what is said to be signed
         * @return whether its signature holds
         */
        boolean holds(Checkpoint checkpoint);
    }

    /** Number of the last one that was right; 0 before the first. */
    long number() {
        Checkpoint before = last;
        return before == null ? 0 : before.number();
    }

    /**
     * Goes on with the next.
     *
     * @param next the checkpoint
     * @return what is wrong with it; empty when nothing is
     */
    Optional<String> accept(Checkpoint next) {
        Checkpoint before = last;
        if (!signatures.holds(next)) {
            return Optional.of("Checkpoint " + next.number() + " is not signed with the ledger's key: it was forged or"
                    + " changed, or the public key that was given is that of another install");
        }
        long expected = number() + 1;
        if (next.number() != expected) {
            return Optional.of("Checkpoint " + expected + " is missing: somebody removed it");
        }
        String previous = before == null ? LedgerChain.GENESIS : before.digest();
        if (!next.previous().equals(previous) || (before != null && next.seq() <= before.seq())) {
            return Optional.of("Checkpoint " + next.number() + " does not follow the one before it");
        }
        last = next;
        return Optional.empty();
    }
}
