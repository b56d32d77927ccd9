// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.kit.event.EventId;

/**
 * A finished sign-in of Dovecot's event exporter ({@code auth_request_finished}, doc.dovecot.org, "Events"). Pure.
 *
 * @param loginId the same when the event is sent again
 * @param report the sign-in
 * @param failure why it failed; absent when it did not
 * @param occurredAt when it ended
 */
public record DovecotEvent(
        UUID loginId, Report report, @Nullable LoginFailure failure, Instant occurredAt) {

    private static final String NAME = "auth_request_finished";
    private static final int LONGEST_NAME = 320;
    private static final int LONGEST = 200;

    /**
     * Reads an event.
     *
     * @param event the body
     * @param received when it came: for an event without a time
     * @return empty when it is another one, or names nobody
     */
    public static Optional<DovecotEvent> of(JsonNode event, Instant received) {
        JsonNode fields = event.path("fields");
        String user = ReportedText.field(fields, "original_user", LONGEST_NAME);
        if (user == null) {
            user = ReportedText.field(fields, "user", LONGEST_NAME);
        }
        if (user == null || !NAME.equals(event.path("event").asText())) {
            return Optional.empty();
        }
        String service = ReportedText.field(fields, "service", 20);
        String host = ReportedText.field(event, "hostname", LONGEST);
        String session = ReportedText.field(fields, "session", LONGEST);
        String secured = ReportedText.field(fields, "transport", 20);
        // Failed has no such field: "no" is never sent.
        boolean succeeded = "yes".equals(fields.path("success").asText());
        boolean refused = "refused".equals(fields.path("policy_result").asText());
        Instant end = time(event.path("end_time").asText()).orElse(received);
        Report report = new Report(
                user,
                service == null ? "UNKNOWN" : service.toUpperCase(Locale.ROOT),
                host == null ? "dovecot" : host,
                ReportedText.port(fields, "local_port"),
                ReportedText.address(ReportedText.field(fields, "remote_ip", LONGEST))
                        .orElse(null),
                ReportedText.field(fields, "mechanism", 40),
                session,
                ReportedText.field(fields, "client_id", LONGEST),
                secured == null ? null : secured.toUpperCase(Locale.ROOT).contains("TLS"),
                ReportedText.field(fields, "tls_protocol", 40),
                null);
        return Optional.of(new DovecotEvent(
                EventId.of("dovecot event", report.host(), String.valueOf(session), user, end, succeeded),
                report,
                succeeded ? null : refused ? LoginFailure.BLOCKED : LoginFailure.BAD_CREDENTIALS,
                end));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
