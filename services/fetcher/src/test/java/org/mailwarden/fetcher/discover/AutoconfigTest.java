// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoconfigTest {

    static final String DOCUMENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <clientConfig version="1.1"><emailProvider id="x"><domain>x</domain>
              <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>
                <socketType>SSL</socketType><username>%EMAILLOCALPART%</username>
                <authentication>OAuth2</authentication><authentication>password-cleartext</authentication></incomingServer>
              <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port>
                <socketType>plain</socketType><username>%EMAILADDRESS%</username></incomingServer>
              <incomingServer type="pop3"><hostname>pop.%EMAILDOMAIN%</hostname><port>110</port>
                <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username>
                <pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3></incomingServer>
              <outgoingServer type="smtp"><hostname>smtp.x</hostname><port>465</port></outgoingServer>
            </emailProvider></clientConfig>""";

    private static final MailAddress ALEX = MailAddress.of("alex@example.test").orElseThrow();

    @Test
    void readsWhatIsProtectedAndLeavesTheRest() throws Exception {
        // When
        List<Candidate> found = read(DOCUMENT);

        // Then
        assertThat(found)
                .extracting(Candidate::place)
                .containsExactly("IMAP imap.example.test 993 TLS", "POP3 pop.example.test 110 STARTTLS");
        assertThat(found.getFirst().username()).isEqualTo("alex");
        assertThat(found.getFirst().authentication()).containsExactly("OAUTH2", "PASSWORD");
        assertThat(found.getLast().username()).isEqualTo("alex@example.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
                "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>",
                "<!DOCTYPE a><a/>",
                "<a>&unknown;</a>",
                "<a><b></a>",
                "not xml at all",
                ""
            })
    void doesNotReadWhatIsNotPlainXml(String document) {
        assertThatExceptionOfType(Autoconfig.Unreadable.class).isThrownBy(() -> read(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<hostname>user@host</hostname><port>993</port>",
                "<hostname>host/..</hostname><port>993</port>",
                "<hostname>imap.x</hostname><port>99999</port>",
                "<hostname>imap.x</hostname><port>-1</port>",
                "<hostname>imap.x</hostname>",
                "<hostname></hostname><port>993</port>"
            })
    void leavesOutAServerThatCannotBe(String server) throws Exception {
        assertThat(read("<clientConfig><incomingServer type='imap'>" + server
                        + "<socketType>SSL</socketType></incomingServer></clientConfig>"))
                .isEmpty();
    }

    @Test
    void stopsAfterTenServers() throws Exception {
        assertThat(read("<c>"
                        + "<incomingServer type='imap'><hostname>a.x</hostname><port>993</port><socketType>SSL</socketType></incomingServer>"
                                .repeat(40)
                        + "</c>"))
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a@b..test",
                "@x.test",
                "a b@x.test",
                "a@-x.test",
                "a@x.test/..",
                "a@127.0.0.1",
                "a@x_y.test"
            })
    void asksNothingAboutWhatIsNoAddress(String address) {
        assertThat(MailAddress.of(address)).isEmpty();
    }

    private static List<Candidate> read(String document) throws Autoconfig.Unreadable {
        return Autoconfig.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), ALEX);
    }
}
