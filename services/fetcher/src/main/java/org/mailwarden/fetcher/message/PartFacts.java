// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AttachedFile;
import org.mailwarden.contracts.mail.BodyPart;
import org.mailwarden.fetcher.session.Limits;

/** Collects the MIME entities of a message and its attachments. */
final class PartFacts {

    /** The only type the parser looks into (RFC 2046 section 5.2.1). */
    private static final String MESSAGE = "message/rfc822";

    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,49}/[a-z0-9!#$&^_.+-]{1,50}");

    private final Set<String> truncated;
    private final List<BodyPart> structure = new ArrayList<>();
    private final List<AttachedFile> files = new ArrayList<>();
    private final byte[] buffer;
    private int leaves;
    private int attachments;
    private @Nullable String contentType;

    private boolean attachment;
    private @Nullable String charset;
    private @Nullable String encoding;
    private @Nullable String typeName;
    private @Nullable String dispositionName;

    PartFacts(Set<String> truncated, byte[] buffer) {
        this.buffer = buffer;
        this.truncated = truncated;
    }

    void start() {
        attachment = false;
        charset = null;
        encoding = null;
        typeName = null;
        dispositionName = null;
    }

    /** Takes a field; its name is in lower case. */
    void field(String name, Field field) {
        switch (name) {
            case "content-type" -> {
                List<NameValuePair> parameters = ParameterParser.read(field).getParams();
                charset = charset == null ? charset(parameters) : charset;
                typeName = typeName == null ? FileName.of(parameters, "name") : typeName;
                attachment |= typeName != null;
            }
            case "content-disposition" -> {
                RawBody body = ParameterParser.read(field);
                dispositionName = dispositionName == null ? FileName.of(body.getParams(), "filename") : dispositionName;
                // Some programs write "name" here.
                typeName = typeName == null ? FileName.of(body.getParams(), "name") : typeName;
                attachment |= "attachment"
                        .equals(String.valueOf(body.getValue()).strip().toLowerCase(Locale.ROOT));
                attachment |= dispositionName != null || typeName != null;
            }
            case "content-transfer-encoding" -> encoding = encoding == null ? word(HeaderText.raw(field)) : encoding;
            default -> {}
        }
    }

    private static @Nullable String charset(List<NameValuePair> parameters) {
        for (NameValuePair parameter : parameters) {
            if (parameter.getName().equalsIgnoreCase("charset") && parameter.getValue() != null) {
                return word(parameter.getValue());
            }
        }
        return null;
    }

    private static @Nullable String word(String text) {
        String clean = HeaderText.clean(text, Limits.WORD_CHARACTERS).toLowerCase(Locale.ROOT);
        int semicolon = clean.indexOf(';');
        String word = semicolon < 0 ? clean : clean.substring(0, semicolon).strip();
        return word.isEmpty() ? null : word;
    }

    void multipart(EntityDescription description, int depth) {
        add(mediaType(description.type()), depth, null);
    }

    /** A message inside the message; its own entities follow. */
    void message(int depth) {
        add(MESSAGE, depth, null);
        if (attachment) {
            attach(MESSAGE, null, null);
        }
    }

    void leaf(EntityDescription description, int depth, InputStream body) throws IOException {
        leaves++;
        boolean hashed = attachment && files.size() < Limits.ATTACHMENTS;
        Content content =
                hashed ? Content.hash(body, encoding == null ? "7bit" : encoding, buffer) : Content.count(body, buffer);
        String type = mediaType(description.type());
        add(type, depth, content.encoded());
        if (attachment) {
            attach(type, content.decoded(), content.sha256());
        }
    }

    private void add(String type, int depth, @Nullable Long size) {
        contentType = contentType == null ? type : contentType;
        if (structure.size() < Limits.STRUCTURE) {
            structure.add(new BodyPart(depth, type, charset, encoding, size));
        } else {
            truncated.add("structure");
        }
    }

    private static String mediaType(String declared) {
        return MEDIA_TYPE.matcher(declared).matches() ? declared : "application/octet-stream";
    }

    private void attach(String type, @Nullable Long size, @Nullable String sha256) {
        attachments++;
        if (files.size() >= Limits.ATTACHMENTS) {
            truncated.add("attachedFiles");
            return;
        }
        String declared = dispositionName == null ? typeName : dispositionName;
        String name = declared == null ? "" : HeaderText.visible(declared);
        if (name.length() > Limits.FILE_NAME_CHARACTERS) {
            truncated.add("attachedFiles.name");
        }
        files.add(new AttachedFile(
                name.isEmpty() ? null : HeaderText.cut(name, Limits.FILE_NAME_CHARACTERS), type, size, sha256));
    }

    /** Media type of the whole message; RFC 2045 section 5.2 says what it is when nothing is declared. */
    String contentType() {
        return contentType == null ? "text/plain" : contentType;
    }

    int leaves() {
        return Math.max(1, leaves);
    }

    int attachments() {
        return attachments;
    }

    List<BodyPart> structure() {
        return structure;
    }

    List<AttachedFile> files() {
        return files;
    }
}
