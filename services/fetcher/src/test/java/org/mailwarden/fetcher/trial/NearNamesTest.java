// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.session.MailEndpoint;

class NearNamesTest {

    private static final List<String> NAMES =
            List.of("INBOX", "INBOX.Sent", "Archive/2024", "Archive/2025", "Gesendet", "Drafts");

    @ParameterizedTest
    @CsvSource({"sent, INBOX.Sent", "Draft, Drafts", "Gesendt, Gesendet", "2025, Archive/2025", "inbx, INBOX"})
    void findsTheNameThatWasMeant(String wanted, String meant) {
        assertThat(NearNames.of(wanted, NAMES)).first().isEqualTo(meant);
    }

    @Test
    void namesNothingWhenNothingIsNear() {
        assertThat(NearNames.of("Projects", NAMES)).isEmpty();
    }

    @Test
    void looksAtTheSamePortWithTheOtherSecurityFirst() {
        // When
        List<MailEndpoint> others = Alternatives.of(new MailEndpoint(Protocol.IMAP, "h", 993, Security.STARTTLS));

        // Then
        assertThat(others)
                .containsExactly(
                        new MailEndpoint(Protocol.IMAP, "h", 993, Security.TLS),
                        new MailEndpoint(Protocol.IMAP, "h", 143, Security.STARTTLS));
    }
}
