// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import java.util.List;

/**
 * A part that the console does not talk to itself: how it is, is what the services say that do. Pure.
 */
enum SharedPart {
    /** The broker. */
    KAFKA("kafka", "SmallRye Reactive Messaging"),
    /** The database server. */
    POSTGRESQL("postgresql", "Database connections");

    private final String label;
    private final String check;

    SharedPart(String label, String check) {
        this.label = label;
        this.check = check;
    }

    /**
     * Hears the services: one that misses the part is enough to call it down, and silence is no good news.
     *
     * @param services how the services are
     * @return how the part is
     */
    PartStatus heardFrom(List<PartStatus> services) {
        List<String> said = services.stream()
                .flatMap(service -> service.components().stream())
                .filter(component -> component.name().startsWith(check))
                .map(PartStatus.Component::state)
                .toList();
        return new PartStatus(label, state(said), List.of());
    }

    private static PartState state(List<String> said) {
        if (said.isEmpty()) {
            return PartState.UNKNOWN;
        }
        return said.stream().allMatch("UP"::equals) ? PartState.UP : PartState.DOWN;
    }
}
