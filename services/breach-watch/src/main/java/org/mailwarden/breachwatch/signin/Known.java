// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

/** An answer from elsewhere about one sign-in. "Could not ask" is never "no". */
public enum Known {
    /** It is so. */
    YES,
    /** It is not so. */
    NO,
    /** Nobody could be asked, or nobody was. */
    COULD_NOT_ASK
}
