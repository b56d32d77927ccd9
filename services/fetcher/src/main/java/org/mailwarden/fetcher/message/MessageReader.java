// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.mailwarden.fetcher.session.Limits;

/**
 * Reads the facts of a raw message in one pass and flat memory. Whatever a mail holds, it is read as far as the limits
 * allow and marked as quarantined; only a broken connection is an error, since that message must be read again.
 */
public final class MessageReader {

    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(Limits.MESSAGE_LINE_BYTES)
            .setMaxHeaderLen(Limits.HEADER_BYTES)
            .setMaxHeaderCount(Limits.HEADER_FIELDS)
            .setMalformedHeaderStartsBody(false)
            .build();

    private MessageReader() {}

    /**
     * Reads a message to its end. A message that is announced as larger than {@link Limits#MESSAGE_BYTES} is read as far
     * as the stream goes and keeps the announced size.
     *
     * @param raw the message; not closed
     * @param announced bytes according to the server
     * @return the facts
     * @throws IOException when the stream itself fails, never for what it holds
     */
    public static ParsedMessage read(InputStream raw, long announced) throws IOException {
        MeasuredInput input = new MeasuredInput(raw);
        Facts facts = new Facts();
        try {
            walk(input, facts);
        } catch (MimeException | IOException | RuntimeException | StackOverflowError hostile) {
            facts.quarantine();
        }
        input.drain();
        boolean onlyHeader = announced > Limits.MESSAGE_BYTES;
        if (onlyHeader || input.headerTooLong() || (input.count() == 0 && announced > 0)) {
            facts.quarantine();
        }
        long size = onlyHeader ? announced : input.count();
        return facts.message(input.fingerprint(size), size);
    }

    private static void walk(MeasuredInput input, Facts facts) throws MimeException, IOException {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG);
        tokens.parse(input);
        int depth = 0;
        int entities = 0;
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            switch (state) {
                case T_START_HEADER -> {
                    if (++entities > Limits.MIME_PARTS) {
                        facts.quarantine();
                        return;
                    }
                    facts.startEntity();
                }
                case T_FIELD -> {
                    if (entities == 1) {
                        facts.messageField(tokens.getField());
                    }
                    facts.entityField(tokens.getField());
                }
                case T_START_MULTIPART, T_START_MESSAGE -> {
                    if (state == EntityState.T_START_MULTIPART && entities == 1) {
                        facts.contentType(tokens.getBodyDescriptor().getMimeType());
                    }
                    if (++depth > Limits.MIME_DEPTH) {
                        facts.quarantine();
                        return;
                    }
                }
                case T_END_MULTIPART, T_END_MESSAGE -> depth--;
                case T_BODY -> {
                    if (entities == 1) {
                        facts.contentType(tokens.getBodyDescriptor().getMimeType());
                    }
                    facts.leaf();
                }
                default -> {}
            }
        }
    }
}
