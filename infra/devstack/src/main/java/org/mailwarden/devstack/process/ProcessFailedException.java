// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.io.Serial;

/** A child process did not come up, or ended when it should not have; the message carries the end of its log. */
public final class ProcessFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what happened and the end of the log
     */
    public ProcessFailedException(String message) {
        super(message);
    }

    /**
     * Creates the failure.
     *
     * @param message what happened
     * @param cause why
     */
    public ProcessFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
