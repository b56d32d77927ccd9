// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

/** The protocol a mailbox is read with. */
public enum Protocol {
    IMAP,
    POP3
}
