// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.TlsFacts;

class SignInAttemptTest {

    private final Wire wire = new Wire(Budget.login(Duration.ofSeconds(1)));
    private final SignInAttempt attempt = new SignInAttempt(
            new MailEndpoint(Protocol.IMAP, "localhost", 993, Security.TLS),
            MailFixture.signIn(MailFixture.PASSWORD),
            MailFixture.PASSWORD,
            wire);

    @Test
    void nothingIsSentWithoutTls() {
        assertThatThrownBy(() -> attempt.begin(Set.of("PLAIN"), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without TLS");
    }

    @Test
    void connectionSignsInOnce() throws IOException {
        wire.protectedBy(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "00", null));
        assertThat(attempt.begin(Set.of("PLAIN"), true)).isPresent();

        assertThatThrownBy(() -> attempt.begin(Set.of("PLAIN"), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("signs in once");
    }
}
