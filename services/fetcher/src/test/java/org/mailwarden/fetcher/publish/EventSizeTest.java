// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.Receiver;
import org.mailwarden.fetcher.session.Limits;

/** No mail makes an event that a broker refuses. */
class EventSizeTest {

    private static final Receiver RECEIVER = Receiver.of("imap.example.org", "ada@example.org", List.of());
    private static final TlsFacts TLS = new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab".repeat(32), null);
    private static final UUID ACCOUNT = UUID.randomUUID();

    @Test
    void ordinaryMailIsToldWhole() throws IOException {
        MessageReceived event = event(mail("a", 1, 2));

        assertThat(event.truncated()).isEmpty();
        assertThat(event.tls()).isEqualTo(TLS);
        assertThat(event.to()).containsExactly("a0@to.example", "a0@cc.example");
        assertThat(event.envelope().cc()).containsExactly(new MailAddress("a", "a0@cc.example"));
        assertThat(event.firstExternalHop().address()).isEqualTo("203.0.113.7");
        assertThat(event.authenticationResults()).hasSize(20);
        assertThat(event.attachedFiles()).hasSize(2);
        assertThat(event.quarantineReason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\\\\\\\", "\u4e2d", "\uD83D\uDE00", "\u0301"})
    void largestMailStaysBelowTheLimitInEveryScript(String letter) throws IOException {
        MessageReceived event = event(mail(letter.repeat(120), 60, 120));

        assertThat(json(event)).hasSizeLessThanOrEqualTo(Limits.EVENT_BYTES);
        assertThat(event.truncated()).contains("structure", "to", "envelope.to");
        assertThat(event.envelope().toCount()).isEqualTo(60);
        assertThat(event.attachments()).isEqualTo(120);
    }

    @Test
    void structureGoesBeforeAttachmentsAndThoseBeforeRecipients() throws IOException {
        MessageReceived event = event(mail("\u4e2d".repeat(90), 45, 90));

        assertThat(event.structure()).isEmpty();
        assertThat(event.attachedFiles()).hasSizeLessThan(50);
        assertThat(event.envelope().to()).hasSize(45);
        assertThat(event.truncated()).contains("structure", "attachedFiles").doesNotContain("envelope.to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00fc", "\u4e2d", "\uD83D\uDE00", "\\\\\""})
    void weightIsNeverLessThanTheJson(String letter) throws IOException {
        MessageReceived event = event(mail(letter.repeat(20), 5, 10));

        assertThat(EventWeight.of(event)).isGreaterThanOrEqualTo(json(event).length);
    }

    private static String mail(String name, int recipients, int attachments) {
        StringBuilder mail = new StringBuilder("Subject: " + name + "\n");
        for (int i = 0; i < 20; i++) {
            mail.append("Authentication-Results: mx.example.org; dkim=pass reason=\"")
                    .append(name)
                    .append("\" header.d=")
                    .append(name.replace("\\", "").replace("\"", ""))
                    .append("\n");
        }
        mail.append("Received: from x (x [203.0.113.7]) by mx.example.org\n");
        for (String header : List.of("to", "cc")) {
            mail.append(header).append(": ");
            for (int i = 0; i < recipients; i++) {
                mail.append(i == 0 ? "" : ",\n ")
                        .append('"')
                        .append(name.replace("\"", "\\\""))
                        .append("\" <a")
                        .append(i)
                        .append("@")
                        .append(header)
                        .append(".example>");
            }
            mail.append('\n');
        }
        mail.append("Content-Type: multipart/mixed; boundary=A\n\n");
        for (int i = 0; i < attachments; i++) {
            mail.append("--A\nContent-Disposition: attachment; filename=\"")
                    .append(name.replace("\"", "\\\""))
                    .append("\"\n\nx\n");
        }
        return mail + "--A--\n";
    }

    private static MessageReceived event(String mail) throws IOException {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        return (MessageReceived) MessageEvents.received(
                        ACCOUNT,
                        "INBOX",
                        new MessageId.Imap(1, 1),
                        MessageReader.read(new ByteArrayInputStream(raw), raw.length, RECEIVER),
                        TLS,
                        Instant.EPOCH)
                .data();
    }

    private static byte[] json(MessageReceived event) throws JsonProcessingException {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .writeValueAsString(event)
                .getBytes(StandardCharsets.UTF_8);
    }
}
