// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.publish.MessageEvents;

/**
 * A message of which only part could be read.
 *
 * @param folder its folder
 * @param uidValidity 0 for POP3
 * @param uid 0 for POP3
 * @param uidl empty for IMAP
 * @param fingerprint recognises it in MessageReceived events
 * @param size bytes
 * @param messageId Message-ID; absent when none could be read
 * @param sender address of the first From mailbox; absent when none could be read
 * @param subject cleaned subject; absent when none could be read
 * @param reason which limit was hit
 * @param at when it was read
 */
public record Quarantined(
        String folder,
        long uidValidity,
        long uid,
        String uidl,
        String fingerprint,
        long size,
        @Nullable String messageId,
        @Nullable String sender,
        @Nullable String subject,
        QuarantineReason reason,
        Instant at) {

    /**
     * Of a message that hit a limit.
     *
     * @param folder its folder
     * @param id what the server calls it
     * @param message what could be read
     * @param reason which limit was hit
     * @param at when it was read
     * @return the row
     */
    public static Quarantined of(
            String folder, MessageId id, ParsedMessage message, QuarantineReason reason, Instant at) {
        var from = message.envelope().from();
        String sender = from.isEmpty() ? null : from.getFirst().address();
        return switch (id) {
            case MessageId.Imap(long uidValidity, long uid) ->
                new Quarantined(
                        folder,
                        uidValidity,
                        uid,
                        "",
                        message.fingerprint(),
                        message.size(),
                        message.messageId(),
                        sender,
                        message.subject(),
                        reason,
                        at);
            case MessageId.Pop3(int number, String uidl) ->
                new Quarantined(
                        MessageEvents.MAILDROP,
                        0,
                        0,
                        uidl,
                        message.fingerprint(),
                        message.size(),
                        message.messageId(),
                        sender,
                        message.subject(),
                        reason,
                        at);
        };
    }
}
