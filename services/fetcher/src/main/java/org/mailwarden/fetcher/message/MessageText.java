// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.fetcher.session.Limits;

/**
 * What a person reads in a message, for comparing and never for keeping, and which of its header fields could mislead. Pure.
 *
 * @param text the readable parts, HTML as its text, in lines with single blanks and without control and format characters;
 *     at most {@link #MOST_CHARACTERS}
 * @param fromFields From fields of its header; more than one can show another sender than the one that was checked
 * @param subjectFields Subject fields of its header
 * @param toFields To fields of its header; a second one may have been added after it was signed
 * @param forwarder the newest forwarder that sealed it; absent when none did
 */
public record MessageText(
        String text,
        int fromFields,
        int subjectFields,
        int toFields,
        @Nullable Forwarder forwarder) {

    /** Characters of text that are kept for a comparison. */
    public static final int MOST_CHARACTERS = 30_000;

    private static final Set<String> OWN_LINE =
            Set.of("br", "p", "div", "tr", "td", "th", "li", "h1", "h2", "h3", "h4", "table");

    /** Time to make sense of tags that are never closed grows faster than their number. */
    private static final int MOST_HTML_BYTES = 80_000;

    private static final int MOST_PARTS = 20;
    private static final int MOST_CHAIN = 50;

    private static final Pattern INSTANCE = Pattern.compile("^\\s*i\\s*=\\s*(\\d{1,2})\\s*;");
    private static final Pattern SEALER = Pattern.compile(";\\s*d\\s*=\\s*([A-Za-z0-9._-]{1,255})\\s*(;|$)");

    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(Limits.MESSAGE_LINE_BYTES)
            .setMaxHeaderLen(Limits.HEADER_BYTES)
            .setMaxHeaderCount(Limits.HEADER_FIELDS)
            .setMalformedHeaderStartsBody(false)
            .build();

    /**
     * The newest forwarder in an ARC chain (RFC 8617). Whether the chain is whole is not known from here.
     *
     * @param domain who sealed it, lower case
     * @param results what it says it had found
     */
    public record Forwarder(String domain, List<AuthenticationResult> results) {

        /** Copies the list. */
        public Forwarder {
            results = List.copyOf(results);
        }
    }

    /**
     * Reads a message. What cannot be read is left out.
     *
     * @param raw the message, or its beginning
     * @return its text
     */
    public static MessageText read(byte[] raw) {
        Reading reading = new Reading();
        try {
            reading.walk(raw);
        } catch (MimeException | IOException | RuntimeException | StackOverflowError hostile) {
            // What was read until then is compared.
        }
        return new MessageText(
                HeaderText.lines(reading.text.toString(), MOST_CHARACTERS),
                reading.fromFields,
                reading.subjectFields,
                reading.toFields,
                reading.forwarder());
    }

    /** Collects while a message is read. */
    private static final class Reading {

        private final StringBuilder text = new StringBuilder();
        private int fromFields;
        private int subjectFields;
        private int toFields;
        private int sealed;
        private int told;
        private @Nullable String sealer;
        private List<AuthenticationResult> results = List.of();

        void walk(byte[] raw) throws MimeException, IOException {
            MimeTokenStream tokens = new MimeTokenStream(CONFIG, new EntityDescription.Builder());
            tokens.parse(new ByteArrayInputStream(raw));
            int entities = 0;
            boolean attachment = false;
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                switch (state) {
                    case T_START_HEADER -> {
                        attachment = false;
                        if (++entities > MOST_PARTS || text.length() >= MOST_CHARACTERS) {
                            return;
                        }
                    }
                    case T_FIELD -> {
                        Field field = tokens.getField();
                        if (entities == 1) {
                            field(field);
                        }
                        attachment |= field.getName().equalsIgnoreCase("content-disposition")
                                && HeaderText.raw(field)
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith("attachment");
                    }
                    case T_BODY -> {
                        String type = String.valueOf(tokens.getBodyDescriptor().getMimeType());
                        if (!attachment && (type.equals("text/plain") || type.equals("text/html"))) {
                            Charset charset = CharacterSets.named(
                                    tokens.getBodyDescriptor().getCharset());
                            add(type, tokens.getDecodedInputStream(), charset);
                        }
                    }
                    default -> {}
                }
            }
        }

        private void field(Field field) {
            switch (field.getName().toLowerCase(Locale.ROOT)) {
                case "from" -> fromFields++;
                case "subject" -> subjectFields++;
                case "to" -> toFields++;
                case "arc-seal" -> {
                    String value = HeaderText.raw(field);
                    Matcher domain = SEALER.matcher(HeaderText.cut(value, Limits.DECODED_CHARACTERS));
                    int instance = instance(value);
                    if (instance > sealed && domain.find()) {
                        sealed = instance;
                        sealer = domain.group(1).toLowerCase(Locale.ROOT);
                    }
                }
                case "arc-authentication-results" -> {
                    String value = HeaderText.raw(field);
                    int instance = instance(value);
                    if (instance > told) {
                        told = instance;
                        results = AuthenticationLine.read(value.substring(value.indexOf(';') + 1))
                                .results();
                    }
                }
                default -> {}
            }
        }

        private static int instance(String value) {
            Matcher instance = INSTANCE.matcher(HeaderText.cut(value, Limits.DECODED_CHARACTERS));
            int number = instance.find() ? Integer.parseInt(instance.group(1)) : 0;
            return number <= MOST_CHAIN ? number : 0;
        }

        @Nullable
        Forwarder forwarder() {
            return sealer == null || sealed != told ? null : new Forwarder(sealer, results);
        }

        private void add(String type, InputStream body, Charset charset) throws IOException {
            boolean html = type.equals("text/html");
            byte[] bytes = body.readNBytes(html ? MOST_HTML_BYTES : MOST_CHARACTERS * 2);
            String decoded = new String(bytes, charset);
            text.append(html ? shown(decoded) : decoded).append('\n');
        }

        private static String shown(String html) {
            Document document = Jsoup.parse(html);
            document.select("script,style,title").remove();
            StringBuilder shown = new StringBuilder();
            // Nothing is put into the tree: among thousands of siblings each insertion counts them all again.
            document.traverse(new NodeVisitor() {
                @Override
                public void head(Node node, int depth) {
                    if (node instanceof TextNode words) {
                        shown.append(words.getWholeText());
                    } else if (OWN_LINE.contains(node.normalName())) {
                        shown.append('\n');
                    }
                }

                @Override
                public void tail(Node node, int depth) {
                    if (OWN_LINE.contains(node.normalName())) {
                        shown.append('\n');
                    }
                }
            });
            return shown.toString();
        }
    }
}
