// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailwarden.auth.Pure;

/**
 * A role that a key can have. Not {@code approver}: four eyes are two people's, and a program has none. What a role holds
 * besides itself is as in the realm. Pure.
 */
@Pure
enum KeyRole {
    VIEWER,
    ANALYST,
    ADMIN,
    AUDITOR;

    /** The name as the realm spells it. */
    String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a role.
     *
     * @param spelled a name as the realm spells it
     * @return the role; empty for one that no key can have
     */
    static Optional<KeyRole> of(String spelled) {
        return Arrays.stream(values())
                .filter(role -> role.spelled().equals(spelled))
                .findFirst();
    }

    /**
     * What keys with some roles may do at most.
     *
     * @param named the roles of the key
     * @return these and what they hold, as the realm spells them
     */
    static Set<String> heldBy(Collection<KeyRole> named) {
        Set<String> held = new TreeSet<>();
        named.forEach(role -> held.addAll(role.held()));
        return held;
    }

    private Set<String> held() {
        return switch (this) {
            case VIEWER -> Set.of("viewer");
            case ANALYST -> Set.of("analyst", "viewer");
            case ADMIN -> Set.of("admin", "analyst", "viewer");
            case AUDITOR -> Set.of("auditor", "viewer");
        };
    }

    /** Their names, in the order of what they may do. */
    static List<String> names(Collection<KeyRole> roles) {
        return Arrays.stream(values())
                .filter(roles::contains)
                .map(KeyRole::spelled)
                .toList();
    }
}
