// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import org.mailwarden.auth.Pure;

/** What a mail server calls the user of an account. */
@Pure
public enum MailUserName {
    /** The owner's user name at Keycloak. */
    OWNER,
    /** The mail address. */
    ADDRESS,
    /** What is before the {@code @} of the mail address. */
    LOCAL_PART
}
