// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

/** A row cannot be imported; the message is a sentence that says why, without a secret. */
final class UnusableRow extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableRow(String message) {
        super(message);
    }
}
