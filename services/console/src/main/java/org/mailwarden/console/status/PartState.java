// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

/** How one part of the stack is, as seen from the console. */
public enum PartState {
    /** It answers and says that it is ready. */
    UP,
    /** It answers and says that it is not ready. */
    DOWN,
    /** It does not answer. */
    UNREACHABLE,
    /** Nobody who could know has said; never to be shown as fine. */
    UNKNOWN
}
