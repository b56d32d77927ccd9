// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

/** What happens to a row whose mailbox is enrolled already. */
public enum Existing {
    /** It is left as it is: an old file must not bring back an old password. */
    SKIP,
    /** It becomes what the row says. */
    CHANGE
}
