// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import java.util.List;

/**
 * How one part of the stack is.
 *
 * @param name the part
 * @param state how it is
 * @param components what it is made of; empty when it does not say
 */
public record PartStatus(String name, PartState state, List<Component> components) {

    /**
     * One health check of a part.
     *
     * @param name the check, for instance "Database connections health check"
     * @param state UP or DOWN
     */
    public record Component(String name, String state) {}
}
