// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

/**
 * A change in its place among the others.
 *
 * @param cursor where it stands: grows with every hint of a process
 * @param change what changed
 */
record Hint(Cursor cursor, Change change) {

    /** As an event of a stream (WHATWG HTML, section 9.2). */
    String asEvent() {
        return "id: " + cursor + "\nevent: change\ndata: " + change.json() + "\n\n";
    }

    /** As a line of NDJSON. */
    String asLine() {
        return "{\"cursor\":\"" + cursor + "\"," + change.json().substring(1) + "\n";
    }
}
