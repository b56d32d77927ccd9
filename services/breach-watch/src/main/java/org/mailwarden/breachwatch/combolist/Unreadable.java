// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;

/** A file that is not read on, with the sentence for the person who asked. */
final class Unreadable extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a file.
     *
     * @param sentence what is wrong and what to do next
     */
    Unreadable(String sentence) {
        super(sentence);
    }
}
