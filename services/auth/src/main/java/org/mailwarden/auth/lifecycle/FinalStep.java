// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import org.mailwarden.auth.Pure;

/** What happens when a person did not use the link in time. */
@Pure
public enum FinalStep {
    /** Nothing: the account stays contained, and its remediation waits. */
    KEEP_WAITING,
    /** The remediation expires, so that somebody calls the person. The account stays contained. */
    EXPIRE,
    /** The user is disabled, and the remediation expires. */
    DISABLE
}
