// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;

/** The archive could not keep or give a message. Its message is a plain sentence that says what to do next. */
public final class ArchiveFault extends IOException {

    private static final long serialVersionUID = 1L;

    ArchiveFault(String message, Throwable cause) {
        super(message, cause);
    }
}
