// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.fetcher.session.Limits;

/**
 * Reads the facts of a raw message in one pass and flat memory. Whatever a mail holds, it is read as far as the limits
 * allow and marked as quarantined; only a broken connection is an error, since that message must be read again.
 *
 * <p>Every byte is taken from the stream exactly once and in order, also behind a limit: a caller may tee the stream, for
 * instance into an archive. Without state; safe for many threads, one stream each.
 */
public final class MessageReader {

    private static final int BUFFER_BYTES = 8 * 1024;

    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(Limits.MESSAGE_LINE_BYTES)
            .setMaxHeaderLen(Limits.HEADER_BYTES)
            .setMaxHeaderCount(Limits.HEADER_FIELDS)
            .setMalformedHeaderStartsBody(false)
            .build();

    private MessageReader() {}

    /**
     * Reads a message of which nothing is known beforehand; see {@link #read(InputStream, long, Receiver)}.
     *
     * @param raw the message; not closed
     * @param announced bytes according to the server
     * @return the facts
     * @throws IOException when the stream itself fails, never for what it holds
     */
    public static ParsedMessage read(InputStream raw, long announced) throws IOException {
        return read(raw, announced, Receiver.UNKNOWN);
    }

    /**
     * Reads a message to its end. A message that is announced as larger than {@link Limits#MESSAGE_BYTES} is read as far
     * as the stream goes and keeps the announced size.
     *
     * @param raw the message; not closed
     * @param announced bytes according to the server
     * @param receiver who received it; says which of its headers can be believed
     * @return the facts
     * @throws IOException when the stream itself fails, never for what it holds
     */
    public static ParsedMessage read(InputStream raw, long announced, Receiver receiver) throws IOException {
        MeasuredInput input = new MeasuredInput(raw);
        byte[] buffer = new byte[BUFFER_BYTES];
        Facts facts = new Facts(receiver, buffer);
        try {
            walk(input, facts);
        } catch (MimeException | IOException | RuntimeException | StackOverflowError hostile) {
            facts.quarantine(reason(hostile));
        }
        input.drain(buffer);
        boolean onlyBeginning = announced > Limits.MESSAGE_BYTES;
        if (onlyBeginning) {
            facts.quarantine(QuarantineReason.MESSAGE_TOO_LARGE);
        }
        if (input.headerTooLong()) {
            facts.quarantine(QuarantineReason.HEADER_TOO_LONG);
        }
        if (input.count() == 0 && announced > 0) {
            facts.quarantine(QuarantineReason.NOTHING_RECEIVED);
        }
        long size = onlyBeginning ? announced : input.count();
        return facts.message(input.fingerprint(size), size, input.headerBytes(), onlyBeginning ? null : input.hash());
    }

    private static QuarantineReason reason(Throwable hostile) {
        return switch (hostile instanceof MimeException && hostile.getCause() != null ? hostile.getCause() : hostile) {
            case MaxHeaderLengthLimitException e -> QuarantineReason.HEADER_TOO_LONG;
            case MaxHeaderLimitException e -> QuarantineReason.TOO_MANY_FIELDS;
            case MaxLineLimitException e -> QuarantineReason.LINE_TOO_LONG;
            default -> QuarantineReason.UNREADABLE;
        };
    }

    private static void walk(MeasuredInput input, Facts facts) throws MimeException, IOException {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG, new EntityDescription.Builder());
        tokens.parse(input);
        int depth = -1;
        int entities = 0;
        long headerBytes = 0;
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            switch (state) {
                case T_START_HEADER -> {
                    if (++entities > Limits.MIME_PARTS) {
                        facts.quarantine(QuarantineReason.TOO_MANY_PARTS);
                        return;
                    }
                    facts.parts().start();
                }
                case T_FIELD -> {
                    Field field = tokens.getField();
                    headerBytes += field.getRaw() == null ? 0 : field.getRaw().length();
                    if (headerBytes > (entities == 1 ? Limits.HEADER_BYTES : Limits.ALL_HEADERS_BYTES)) {
                        facts.quarantine(QuarantineReason.HEADER_TOO_LONG);
                        return;
                    }
                    facts.field(field, entities == 1);
                }
                case T_START_MULTIPART, T_START_MESSAGE -> {
                    if (state == EntityState.T_START_MULTIPART) {
                        facts.parts().multipart(described(tokens, facts), depth);
                    } else if (entities > 0) {
                        facts.parts().message(depth);
                    }
                    if (++depth >= Limits.MIME_DEPTH) {
                        facts.quarantine(QuarantineReason.NESTED_TOO_DEEP);
                        return;
                    }
                }
                case T_END_MULTIPART, T_END_MESSAGE -> depth--;
                case T_BODY -> facts.parts().leaf(described(tokens, facts), depth, tokens.getInputStream());
                default -> {}
            }
        }
    }

    private static EntityDescription described(MimeTokenStream tokens, Facts facts) {
        EntityDescription description = (EntityDescription) tokens.getBodyDescriptor();
        if (description.undivided()) {
            facts.quarantine(QuarantineReason.UNREADABLE);
        }
        return description;
    }
}
