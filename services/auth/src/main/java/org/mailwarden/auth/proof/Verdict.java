// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.util.List;
import org.mailwarden.auth.Pure;

/** What the evidence amounts to. A door that is open outweighs one that nobody looked at. */
@Pure
public sealed interface Verdict {

    /** Every door was looked at and is shut. */
    record Holds() implements Verdict {}

    /**
     * A door is open: the reset does not hold.
     *
     * @param doors names of the checks that failed; at least one
     */
    record Broken(List<String> doors) implements Verdict {
        /** Copies the list. */
        public Broken {
            doors = List.copyOf(doors);
        }
    }

    /**
     * No door is known to be open, but not every one could be looked at. Never to be taken as fine.
     *
     * @param notAsked names of the checks that are missing; at least one
     */
    record Incomplete(List<String> notAsked) implements Verdict {
        /** Copies the list. */
        public Incomplete {
            notAsked = List.copyOf(notAsked);
        }
    }
}
