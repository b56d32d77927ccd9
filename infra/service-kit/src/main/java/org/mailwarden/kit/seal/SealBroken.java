// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

/** Sealed bytes that do not open: wrong key, wrong place, or changed. Says nothing about the content. */
public final class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was being opened, without any content
     * @param cause Tink's exception
     */
    public SealBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
