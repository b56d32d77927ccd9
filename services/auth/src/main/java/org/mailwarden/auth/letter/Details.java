// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.RecoveryLink;

/**
 * What one letter says beside whom it is about.
 *
 * @param link the one-time link, left open for the caller to close; absent in a letter without one
 * @param when when it happened; absent where nothing has a time
 * @param count how many people it is about; 0 where that is not told
 */
public record Details(@Nullable RecoveryLink link, @Nullable Instant when, int count) {

    /** Nothing more to say. */
    public static final Details NONE = new Details(null, null, 0);

    /**
     * A letter with a link.
     *
     * @param link the link
     * @return the details
     */
    public static Details link(RecoveryLink link) {
        return new Details(link, null, 0);
    }

    /**
     * A letter about something that happened.
     *
     * @param when when
     * @return the details
     */
    public static Details at(Instant when) {
        return new Details(null, when, 0);
    }

    /**
     * A letter about several people.
     *
     * @param people how many
     * @return the details
     */
    public static Details count(int people) {
        return new Details(null, null, people);
    }
}
