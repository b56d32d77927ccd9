// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.kit.event.EventId;

/**
 * A sign-in of Stalwart's webhooks (stalw.art/docs/telemetry/webhooks): {@code auth.success}, {@code auth.failed} and its
 * like. Pure.
 *
 * @param loginId the same when the webhook is sent again
 * @param report the sign-in
 * @param failure why it failed; absent when it did not
 * @param occurredAt when it happened
 */
public record StalwartEvent(
        UUID loginId, Report report, @Nullable LoginFailure failure, Instant occurredAt) {

    private static final int LONGEST_NAME = 320;
    private static final int LONGEST = 200;

    /**
     * Verifies the signature of a body: HMAC-SHA-256 in Base64 in the header {@code X-Signature}. Takes the same time
     * wherever they differ.
     *
     * @param body as received
     * @param signature as received; may be absent
     * @param key the signature key
     * @return whether the holder of the key sent it
     */
    public static boolean isSigned(byte[] body, @Nullable String signature, byte[] key) {
        if (signature == null || key.length == 0) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] right = Base64.getEncoder().encode(mac.doFinal(body));
            return MessageDigest.isEqual(right, signature.strip().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /**
     * Reads the sign-ins of a webhook; other events are passed over.
     *
     * @param body {@code {"events": [...]}}
     * @param source name of the source
     * @param received when it came: for events without a time
     * @return the sign-ins, in their order
     */
    public static List<StalwartEvent> of(JsonNode body, String source, Instant received) {
        List<StalwartEvent> events = new ArrayList<>();
        for (JsonNode event : body.path("events")) {
            String type = event.path("type").asText();
            JsonNode data = event.path("data");
            String user = first(data, "accountName", "login", "account", "username");
            if (!type.startsWith("auth.") || user == null || !isSignIn(type)) {
                continue;
            }
            String listener = first(data, "listenerId", "protocol");
            Instant at = time(event.path("createdAt").asText(), received);
            events.add(new StalwartEvent(
                    EventId.of("stalwart event", source, event.path("id").asText(), user, at),
                    new Report(
                            user,
                            protocol(listener),
                            source,
                            ReportedText.port(data, "localPort"),
                            ReportedText.address(first(data, "remoteIp", "ip")).orElse(null),
                            first(data, "mechanism"),
                            first(data, "spanId", "sessionId"),
                            first(data, "clientId", "userAgent"),
                            data.path("tls").isBoolean() ? data.path("tls").asBoolean() : null,
                            first(data, "version"),
                            null),
                    failure(type),
                    at));
        }
        return events;
    }

    private static boolean isSignIn(String type) {
        return type.equals("auth.success") || failure(type) != null;
    }

    private static @Nullable LoginFailure failure(String type) {
        return switch (type) {
            case "auth.failed" -> LoginFailure.BAD_CREDENTIALS;
            case "auth.banned", "auth.too-many-attempts" -> LoginFailure.BLOCKED;
            case "auth.error" -> LoginFailure.TEMPORARY;
            default -> null;
        };
    }

    private static @Nullable String first(JsonNode data, String... names) {
        for (String name : names) {
            String value = ReportedText.field(data, name, name.endsWith("ame") ? LONGEST_NAME : LONGEST);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String protocol(@Nullable String listener) {
        String upper = listener == null ? "" : listener.toUpperCase(Locale.ROOT);
        for (String known : List.of("IMAP", "POP3", "SMTP", "SUBMISSION", "SIEVE", "HTTP", "JMAP")) {
            if (upper.startsWith(known)) {
                return known;
            }
        }
        return "UNKNOWN";
    }

    private static Instant time(String text, Instant otherwise) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
