// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

/** How a batch came about. */
public enum BatchKind {
    /** A person asked for exactly this list. */
    ASKED,
    /** The governor held it, and adds what it holds for the same sources. */
    HELD
}
