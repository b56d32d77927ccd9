// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.mail.DkimSender;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Topic;

/** What services tell in mails, from the mail server to the topic. */
@QuarkusTest
class EvidenceTest {

    /** One key for the whole run. */
    private static final DkimSender GITHUB = new DkimSender("github.com");

    private final Organisation organisation = new Organisation();

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void mailWithItsSignatureIsOneEventAndAForgedCopyIsNone(String protocol) throws IOException {
        // Given
        Path keys = Path.of(Organisation.config("mailwarden.fetcher.evidence.dkim-keys"));
        Files.createDirectories(keys.getParent());
        Files.writeString(keys, GITHUB.keyName() + " " + GITHUB.keyRecord() + "\n");
        Mailbox mailbox = organisation.mailbox();
        String mail =
                GITHUB.sign("""
                From: GitHub <noreply@github.com>
                To: %s
                Subject: [GitHub] Two-factor authentication disabled
                Date: Thu, 26 Nov 2026 09:58:00 +0000

                Two-factor authentication has been disabled on your account canary-%s.
                """.formatted(mailbox.address(), mailbox.password()).replace("\n", "\r\n"));
        organisation.deliverRaw(mailbox, mail);
        organisation.deliverRaw(
                mailbox,
                "Authentication-Results: sample.example; dmarc=pass header.from=github.com\r\n"
                        + mail.replace("on your account", "on any account"));

        // When
        UUID account = organisation.enrolled(mailbox, protocol);

        // Then
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(2));
        eventually(() -> assertThat(organisation.on(Topics.EVIDENCE, account)).isNotEmpty());
        List<Topic.Received> seen = organisation.on(Topics.EVIDENCE, account);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().data().get("kind").asText()).isEqualTo("SECOND_FACTOR_REMOVED");
        assertThat(seen.getFirst().data().get("proof").asText()).isEqualTo("DKIM");
        assertThat(seen.getFirst().data().get("address").asText()).isEqualTo(mailbox.address());
        assertThat(seen.getFirst().data().toString()).doesNotContain("canary");
    }
}
