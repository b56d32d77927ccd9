// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

/**
 * A message in a mailbox of the sample server, as a person would read it.
 *
 * @param uid its IMAP UID
 * @param subject the decoded subject, empty when it has none
 * @param from the From header as written, empty when it has none
 * @param text the decoded text parts, plain before HTML, joined by line feeds
 */
public record ReceivedMail(long uid, String subject, String from, String text) {}
