// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** The form of the record that an address stands in. */
public enum RecordForm {
    /** An address and a password, as lists of one site's users have them. */
    EMAIL_PASSWORD,
    /** An address of a page, a login and a password on one line: the form of stealer logs. */
    URL_LOGIN_PASSWORD,
    /** Site, login and password on lines of their own: the form of stealer logs too. */
    BLOCK
}
