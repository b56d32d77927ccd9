// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote to whom according to the header (RFC 9051 section 7.5.2): claims of the sender. The counts hold for the whole
 * header, also where the list was cut.
 *
 * @param from From mailboxes, at most 10
 * @param fromCount how many there are
 * @param sender Sender mailbox; absent when none
 * @param replyTo Reply-To mailboxes, at most 10
 * @param replyToCount how many there are
 * @param to To mailboxes, members of groups among them, at most 50
 * @param toCount how many there are, as far as they were read
 * @param cc Cc mailboxes, at most 50
 * @param ccCount how many there are, as far as they were read
 */
public record Envelope(
        List<MailAddress> from,
        int fromCount,
        @Nullable MailAddress sender,
        List<MailAddress> replyTo,
        int replyToCount,
        List<MailAddress> to,
        int toCount,
        List<MailAddress> cc,
        int ccCount) {

    /** Copies the lists so that the event cannot change. */
    public Envelope {
        from = List.copyOf(from);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
    }
}
