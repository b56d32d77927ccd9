// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.util.Set;

/**
 * A folder as LIST described it (RFC 9051 section 7.3.1).
 *
 * @param name as people read it
 * @param delimiter between the levels of the name; empty when there are none
 * @param attributes in lower case, for instance {@code \junk} (RFC 6154) or {@code \noselect}
 */
public record ListedFolder(String name, String delimiter, Set<String> attributes) {

    /** Copies the attributes. */
    public ListedFolder {
        attributes = Set.copyOf(attributes);
    }

    /** Whether it holds messages, and is no mere level of the hierarchy. */
    public boolean isSelectable() {
        return !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent");
    }

    /** The last level of the name. */
    String leaf() {
        return delimiter.isEmpty() ? name : name.substring(name.lastIndexOf(delimiter) + delimiter.length());
    }

    /** Whether it lies below another folder. */
    boolean isBelow(ListedFolder other) {
        return !delimiter.isEmpty() && name.startsWith(other.name + delimiter);
    }
}
