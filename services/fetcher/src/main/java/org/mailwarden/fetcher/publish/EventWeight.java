// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AttachedFile;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.BodyPart;
import org.mailwarden.contracts.mail.Envelope;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.contracts.mail.ReceivedHop;

/** How many bytes an event takes as JSON in UTF-8, never too few. Pure. */
final class EventWeight {

    /** Names and numbers of the event itself and of its records that are there once. */
    private static final int FRAME = 2_500;

    /** Names, numbers and punctuation of one record in a list. */
    private static final int ENTRY = 100;

    private EventWeight() {}

    static int of(MessageReceived event) {
        return FRAME
                + of(event.folder())
                + of(event.uidl())
                + of(event.messageId())
                + of(event.inReplyTo())
                + of(event.from())
                + of(event.to(), EventWeight::of)
                + of(event.subject())
                + of(event.contentType())
                + of(event.listId())
                + of(event.envelope())
                + of(event.structure(), EventWeight::of)
                + of(event.attachedFiles(), EventWeight::of)
                + of(event.firstExternalHop())
                + of(event.authenticationResults(), EventWeight::of)
                + of(event.truncated(), EventWeight::of);
    }

    private static <T> int of(@Nullable List<T> list, ToIntFunction<T> weight) {
        return list == null ? 0 : list.stream().mapToInt(weight).sum();
    }

    private static int of(@Nullable Envelope envelope) {
        return envelope == null
                ? 0
                : of(envelope.from(), EventWeight::of)
                        + of(envelope.sender())
                        + of(envelope.replyTo(), EventWeight::of)
                        + of(envelope.to(), EventWeight::of)
                        + of(envelope.cc(), EventWeight::of);
    }

    static int of(@Nullable MailAddress address) {
        return address == null ? 0 : ENTRY + of(address.name()) + of(address.address());
    }

    static int of(BodyPart part) {
        return ENTRY + of(part.contentType()) + of(part.charset()) + of(part.encoding());
    }

    static int of(AttachedFile file) {
        return ENTRY + of(file.name()) + of(file.contentType()) + of(file.sha256());
    }

    static int of(AuthenticationResult result) {
        return ENTRY
                + of(result.authservId())
                + of(result.method())
                + of(result.result())
                + of(result.reason())
                + of(result.properties(), property -> ENTRY + of(property.name()) + of(property.value()));
    }

    private static int of(@Nullable ReceivedHop hop) {
        return hop == null
                ? 0
                : of(hop.helo()) + of(hop.host()) + of(hop.address()) + of(hop.by()) + of(hop.protocol());
    }

    /** Quoted, escaped, and with its comma. */
    static int of(@Nullable String text) {
        int bytes = 4;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}
