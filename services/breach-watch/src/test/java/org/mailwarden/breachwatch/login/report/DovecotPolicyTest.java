// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.login.LoginFailure;

class DovecotPolicyTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void readsWhatDovecotSends() throws IOException {
        // Given the body of a real request
        var request = json.readTree("""
                {"device_id":"","login":"user0001","protocol":"imap","pwhash":"090b","remote":"192.0.2.7",
                 "session_id":"gog7G+xgwp5/AAAB","tls":true}""");

        // When
        Report report = DovecotPolicy.report(request, "mx1").orElseThrow();

        // Then
        assertThat(report)
                .isEqualTo(new Report(
                        "user0001", "IMAP", "mx1", 0, "192.0.2.7", null, "gog7G+xgwp5/AAAB", null, true, null, "090b"));
        assertThat(report.toString()).doesNotContain("090b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not an address", "mail.example.org", "192.0.2.300", "1", "", "::g", "192.0.2.1; drop table"})
    void takesNothingForAnAddressThatIsNone(String remote) {
        // When
        Report report =
                DovecotPolicy.report(request().put("remote", remote), "mx1").orElseThrow();

        // Then
        assertThat(report.remoteAddress()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"::ffff:192.0.2.7, 192.0.2.7", "2001:db8::1, 2001:db8:0:0:0:0:0:1"})
    void writesAnAddressInOneWay(String remote, String written) {
        // When
        Report report =
                DovecotPolicy.report(request().put("remote", remote), "mx1").orElseThrow();

        // Then
        assertThat(report.remoteAddress()).isEqualTo(written);
    }

    @Test
    void cutsAndCleansWhatStrangersSend() {
        // Given
        ObjectNode request = request().put("login", "a\u0000d\r\na\u202E" + "x".repeat(100_000));

        // When
        Report report = DovecotPolicy.report(request, "mx1").orElseThrow();

        // Then
        assertThat(report.username()).startsWith("adax").hasSize(320);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"login\":\"\"}", "{\"login\":{\"a\":1}}", "{\"login\":null}", "{\"login\":\"\\u0000\"}"
            })
    void namesNobodyWhenThereIsNoName(String body) throws IOException {
        assertThat(DovecotPolicy.report(json.readTree(body), "mx1")).isEmpty();
    }

    @Test
    void takesARefusalOfThePolicyForNoWrongPassword() {
        // When
        DovecotPolicy.Result result =
                DovecotPolicy.result(request().put("success", false).put("policy_reject", true));

        // Then
        assertThat(result.failure()).isEqualTo(LoginFailure.BLOCKED);
        assertThat(DovecotPolicy.result(request().put("success", false)).failure())
                .isEqualTo(LoginFailure.BAD_CREDENTIALS);
        assertThat(DovecotPolicy.result(request().put("success", true)).succeeded())
                .isTrue();
    }

    private ObjectNode request() {
        return json.createObjectNode().put("login", "ada").put("protocol", "imap");
    }
}
