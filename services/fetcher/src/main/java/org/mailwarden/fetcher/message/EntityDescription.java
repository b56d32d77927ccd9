// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.util.Locale;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/**
 * What the library must know of a MIME entity to walk through it. The library's own one reads fields of any length with a
 * parser that hostile mails keep busy; see {@link ParameterParser}.
 *
 * @param type media type, lower case
 * @param boundary of a multipart; absent for others
 * @param charset as declared, else for a text that of RFC 2046 section 4.1.2; else absent
 * @param encoding content transfer encoding, lower case
 * @param undivided whether it is a multipart whose boundary is not looked for: it is read as one text
 */
record EntityDescription(
        String type, @Nullable String boundary, @Nullable String charset, String encoding, boolean undivided)
        implements BodyDescriptor {

    @Override
    public String getMimeType() {
        return type;
    }

    @Override
    public String getMediaType() {
        return type.substring(0, type.indexOf('/'));
    }

    @Override
    public String getSubType() {
        return type.substring(type.indexOf('/') + 1);
    }

    @Override
    public @Nullable String getBoundary() {
        return boundary;
    }

    @Override
    public @Nullable String getCharset() {
        return charset;
    }

    @Override
    public String getTransferEncoding() {
        return encoding;
    }

    /** Not told: nobody relies on it. */
    @Override
    public long getContentLength() {
        return -1;
    }

    /** Collects the fields of one entity. The first usable one of each name counts. */
    static final class Builder implements BodyDescriptorBuilder {

        private final String missing;
        private @Nullable String type;
        private @Nullable String boundary;
        private @Nullable String charset;
        private @Nullable String encoding;
        private boolean undivided;

        /** For a message. */
        Builder() {
            this("text/plain");
        }

        private Builder(String missing) {
            this.missing = missing;
        }

        @Override
        public void reset() {
            type = null;
            boundary = null;
            charset = null;
            encoding = null;
            undivided = false;
        }

        /** RFC 2046 section 5.1.5 says what the parts of a digest are when nothing is declared. */
        @Override
        public BodyDescriptorBuilder newChild() {
            return new Builder("multipart/digest".equals(type) ? "message/rfc822" : "text/plain");
        }

        /** Reads a field; leaves it as it is. */
        @Override
        public @Nullable Field addField(RawField field) {
            String name = field.getName();
            if (name.equalsIgnoreCase("content-type") && type == null) {
                read(ParameterParser.read(field));
            } else if (name.equalsIgnoreCase("content-transfer-encoding") && encoding == null) {
                String declared = HeaderText.raw(field).trim().toLowerCase(Locale.ROOT);
                encoding = declared.isEmpty() ? null : declared;
            }
            return null;
        }

        private void read(RawBody body) {
            charset = parameter(body, "charset");
            String declared = body.getValue().toLowerCase(Locale.ROOT);
            int slash = declared.indexOf('/');
            // Control characters around them are what no mail program minds.
            String main = slash < 0 ? "" : declared.substring(0, slash).trim();
            String sub = declared.substring(slash + 1).trim();
            boolean multipart = main.equals("multipart");
            String separator = parameter(body, "boundary");
            boolean divided = separator != null && Boundary.isUsable(separator);
            // Split after RFC 2231 it is not looked for either, though some mail programs do.
            boolean split = body.getParams().stream()
                    .anyMatch(parameter ->
                            parameter.getName().toLowerCase(Locale.ROOT).startsWith("boundary*"));
            undivided |= multipart && !divided && (separator != null || split);
            if (main.isEmpty() || sub.isEmpty() || multipart && !divided) {
                return;
            }
            type = main + '/' + sub;
            boundary = multipart ? separator : null;
        }

        /** The last of its name; absent when there is none. */
        private static @Nullable String parameter(RawBody body, String name) {
            String value = null;
            for (NameValuePair parameter : body.getParams()) {
                if (parameter.getName().equalsIgnoreCase(name)) {
                    value = parameter.getValue();
                }
            }
            return value;
        }

        @Override
        public BodyDescriptor build() {
            String told = type == null ? missing : type;
            boolean ascii = charset == null && told.startsWith("text/");
            return new EntityDescription(
                    told, boundary, ascii ? "us-ascii" : charset, encoding == null ? "7bit" : encoding, undivided);
        }
    }
}
