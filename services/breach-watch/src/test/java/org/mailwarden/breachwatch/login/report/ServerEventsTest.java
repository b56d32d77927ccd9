// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.login.LoginFailure;

/** Events of Dovecot's exporter and Stalwart's webhooks. */
class ServerEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aSignInOfTheExporterFailedWhenItDoesNotSayThatItSucceeded() throws IOException {
        // Given
        String event = """
                {"event":"auth_request_finished","hostname":"mx1","start_time":"2026-11-01T09:59:58.000000Z",
                 "end_time":"2026-11-01T09:59:59.000000Z","categories":["auth"],
                 "fields":{"user":"ada","original_user":"Ada@fleet.example","session":"s1","service":"imap",
                   "mechanism":"PLAIN","transport":"TLS","remote_ip":"192.0.2.7","local_port":993%s}}""";

        // When
        DovecotEvent failed =
                DovecotEvent.of(json.readTree(event.formatted("")), NOW).orElseThrow();
        DovecotEvent succeeded = DovecotEvent.of(json.readTree(event.formatted(",\"success\":\"yes\"")), NOW)
                .orElseThrow();

        // Then
        assertThat(failed.failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS);
        assertThat(succeeded.failure()).isNull();
        assertThat(succeeded.loginId()).isNotEqualTo(failed.loginId());
        assertThat(DovecotEvent.of(json.readTree(event.formatted("")), NOW).orElseThrow())
                .isEqualTo(failed);
        assertThat(failed.occurredAt()).isEqualTo(Instant.parse("2026-11-01T09:59:59Z"));
        assertThat(failed.report())
                .isEqualTo(new Report(
                        "Ada@fleet.example", "IMAP", "mx1", 993, "192.0.2.7", "PLAIN", "s1", null, true, null, null));
    }

    @Test
    void otherEventsOfTheExporterArePassedOver() throws IOException {
        // Given
        JsonNode other = json.readTree("{\"event\":\"mail_user_session_finished\",\"fields\":{\"user\":\"ada\"}}");

        // Then
        assertThat(DovecotEvent.of(other, NOW)).isEmpty();
        assertThat(DovecotEvent.of(json.readTree("{\"event\":\"auth_request_finished\"}"), NOW))
                .isEmpty();
    }

    @Test
    void aWebhookIsBelievedOnlyWithItsSignature() throws Exception {
        // Given
        byte[] body = "{\"events\":[]}".getBytes(StandardCharsets.UTF_8);
        byte[] key = "a-long-signature-key".getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(body));

        // Then
        assertThat(StalwartEvent.isSigned(body, signature, key)).isTrue();
        assertThat(StalwartEvent.isSigned("{\"events\":[1]}".getBytes(StandardCharsets.UTF_8), signature, key))
                .isFalse();
        assertThat(StalwartEvent.isSigned(body, signature, "another-long-key".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(StalwartEvent.isSigned(body, null, key)).isFalse();
        assertThat(StalwartEvent.isSigned(body, signature, new byte[0])).isFalse();
    }

    @Test
    void theSignInsOfAWebhookAreReadAndOtherEventsPassedOver() throws IOException {
        // Given
        JsonNode body = json.readTree("""
                {"events":[
                  {"id":"1","createdAt":"2026-11-01T09:00:00Z","type":"auth.success",
                   "data":{"accountName":"ada","remoteIp":"192.0.2.7","listenerId":"imaptls","localPort":993}},
                  {"id":"2","createdAt":"2026-11-01T09:00:01Z","type":"auth.failed",
                   "data":{"login":"bob","remoteIp":"192.0.2.8","listenerId":"pop3s"}},
                  {"id":"3","createdAt":"2026-11-01T09:00:02Z","type":"message-ingest.ham","data":{"accountName":"ada"}},
                  {"id":"4","type":"auth.failed","data":{}},
                  7, null]}""");

        // When
        List<StalwartEvent> events = StalwartEvent.of(body, "stalwart", NOW);

        // Then
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().failure()).isNull();
        assertThat(events.getFirst().report().protocol()).isEqualTo("IMAP");
        assertThat(events.getFirst().report().port()).isEqualTo(993);
        assertThat(events.getLast().failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS);
        assertThat(events.getLast().report().username()).isEqualTo("bob");
        assertThat(StalwartEvent.of(body, "stalwart", NOW.plusSeconds(60))).isEqualTo(events);
    }
}
