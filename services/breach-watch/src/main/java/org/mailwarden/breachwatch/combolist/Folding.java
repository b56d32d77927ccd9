// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/**
 * Which addresses count as another spelling of an address of the fleet.
 *
 * @param tags whether {@code ada+shop@dom} is {@code ada@dom}; most servers deliver it there
 * @param subdomains whether {@code ada@mail.dom} is {@code ada@dom}; then every at sign has to be looked at more closely, and
 *     a scan takes longer
 */
public record Folding(boolean tags, boolean subdomains) {

    /** Tags are folded, sub-domains are not: people of different departments may have one name. */
    public static final Folding TAGS = new Folding(true, false);
}
