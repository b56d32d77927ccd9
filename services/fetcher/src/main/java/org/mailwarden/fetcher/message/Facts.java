// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one message while it is read. The first of a repeated field counts, as mail programs show it. */
final class Facts {

    private static final int MESSAGE_ID_CHARACTERS = 250;
    private static final int SUBJECT_CHARACTERS = 200;
    private static final int RECIPIENTS = 50;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,49}/[a-z0-9!#$&^_.+-]{1,50}");

    private @Nullable String messageId;
    private @Nullable String inReplyTo;
    private @Nullable String from;
    private @Nullable String subject;
    private @Nullable Instant date;
    private final List<String> to = new ArrayList<>();
    private String contentType = "text/plain";
    private int parts;
    private int attachments;
    private boolean attachment;
    private boolean quarantined;

    void quarantine() {
        quarantined = true;
    }

    void startEntity() {
        attachment = false;
    }

    void messageField(Field field) {
        switch (field.getName().toLowerCase(Locale.ROOT)) {
            case "message-id" -> messageId = messageId == null ? identifier(field) : messageId;
            case "in-reply-to" -> inReplyTo = inReplyTo == null ? identifier(field) : inReplyTo;
            case "subject" -> subject = subject == null ? subject(field) : subject;
            case "date" -> date = date == null ? MailDate.read(HeaderText.raw(field)) : date;
            case "from" -> {
                if (from == null) {
                    List<String> senders = addresses(field);
                    from = senders.isEmpty() ? null : senders.getFirst();
                }
            }
            case "to", "cc" ->
                to.addAll(
                        addresses(field).stream().limit(RECIPIENTS - to.size()).toList());
            default -> {}
        }
    }

    void entityField(Field field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (name.equals("content-disposition") || name.equals("content-type")) {
            RawBody body = RawFieldParser.DEFAULT.parseRawBody(
                    field instanceof RawField raw ? raw : new RawField(field.getName(), field.getBody()));
            String value = String.valueOf(body.getValue()).strip().toLowerCase(Locale.ROOT);
            attachment |= name.equals("content-disposition") && value.equals("attachment");
            attachment |= body.getParams().stream().anyMatch(Facts::namesFile);
        }
    }

    /** RFC 2231 splits and encodes: {@code filename*0*=}. */
    private static boolean namesFile(NameValuePair parameter) {
        String name = parameter.getName().toLowerCase(Locale.ROOT);
        int star = name.indexOf('*');
        String base = star < 0 ? name : name.substring(0, star);
        return base.equals("filename") || base.equals("name");
    }

    void leaf() {
        parts++;
        if (attachment) {
            attachments++;
        }
    }

    void contentType(@Nullable String mediaType) {
        String lower = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
        contentType = MEDIA_TYPE.matcher(lower).matches() ? lower : "application/octet-stream";
    }

    private List<String> addresses(Field field) {
        Addresses found = Addresses.read(HeaderText.raw(field));
        quarantined |= found.cut();
        return found.found();
    }

    private static @Nullable String identifier(Field field) {
        String text = HeaderText.clean(HeaderText.raw(field), 4 * MESSAGE_ID_CHARACTERS);
        int open = text.indexOf('<');
        int close = text.indexOf('>', open + 1);
        String id = open >= 0 && close > open ? text.substring(open, close + 1) : text;
        return id.isEmpty() ? null : HeaderText.cut(id, MESSAGE_ID_CHARACTERS);
    }

    private static @Nullable String subject(Field field) {
        String text = HeaderText.clean(HeaderText.decoded(HeaderText.raw(field)), SUBJECT_CHARACTERS);
        return text.isEmpty() ? null : text;
    }

    ParsedMessage message(String fingerprint, long size) {
        return new ParsedMessage(
                fingerprint,
                size,
                messageId,
                inReplyTo,
                from,
                to,
                subject,
                date,
                contentType,
                Math.max(1, parts),
                attachments,
                quarantined);
    }
}
