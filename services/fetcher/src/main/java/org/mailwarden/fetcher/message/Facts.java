// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.fetcher.session.Limits;

/** Collects the facts of one message while it is read. */
final class Facts {

    private final SortedSet<String> truncated = new TreeSet<>();
    private final PartFacts parts;
    private final HeaderFacts header;
    private @Nullable QuarantineReason quarantine;

    Facts(Receiver receiver, byte[] buffer) {
        this.parts = new PartFacts(truncated, buffer);
        this.header = new HeaderFacts(receiver, truncated);
    }

    /** The first reason counts: what follows is only its echo. */
    void quarantine(QuarantineReason reason) {
        quarantine = quarantine == null ? reason : quarantine;
    }

    PartFacts parts() {
        return parts;
    }

    /** A field that breaks its parser costs only itself. */
    void field(Field field, boolean ofMessage) {
        try {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (ofMessage) {
                header.field(name, field);
            }
            parts.field(name, field);
            // What stands behind the bound may say how the content is to be read.
            if (name.startsWith("content-")
                    && field.getRaw() != null
                    && field.getRaw().length() > Limits.FIELD_BYTES) {
                quarantine(QuarantineReason.HEADER_TOO_LONG);
            }
        } catch (RuntimeException unreadable) {
            quarantine(QuarantineReason.UNREADABLE);
        }
    }

    ParsedMessage message(String fingerprint, long size, long headerSize, @Nullable String sha256) {
        if (header.hasTooManyAddresses()) {
            quarantine(QuarantineReason.TOO_MANY_ADDRESSES);
        }
        var envelope = header.envelope();
        var hop = header.firstExternalHop();
        var results = header.authenticationResults();
        return new ParsedMessage(
                fingerprint,
                size,
                headerSize,
                sha256,
                header.messageId(),
                header.inReplyTo(),
                envelope,
                header.subject(),
                header.date(),
                header.listId(),
                hop,
                results,
                parts.contentType(),
                parts.leaves(),
                parts.attachments(),
                parts.structure(),
                parts.files(),
                truncated,
                quarantine);
    }
}
