// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.springframework.security.web.authentication.password.HaveIBeenPwnedRestApiPasswordChecker;
import org.springframework.web.client.RestClient;

/** Clients of Pwned Passwords that others wrote work unchanged when they are pointed at the range search. */
@QuarkusTest
class ForeignClientsTest {

    private static final String UNKNOWN = "no list has ever held this one";

    @Inject
    CorpusImporter importer;

    @TestHTTPResource("/range/")
    URI range;

    @TempDir
    Path folder;

    @BeforeEach
    void importGolden() throws IOException {
        GoldenCorpus.importBy(importer, folder);
    }

    @Test
    void npmClientsFindAPwnedPasswordWithItsCountAndNoOther() throws Exception {
        // Given
        String service = range.resolve("/").toString().replaceFirst("/$", "");

        // When
        JsonNode answers = NodeClients.ask(service, GoldenCorpus.PASSWORD, UNKNOWN);

        // Then
        for (String client : new String[] {"hibp", "hibpPadded", "zxcvbn"}) {
            assertThat(answers.at("/" + client + "/known").longValue())
                    .as(client)
                    .isEqualTo(GoldenCorpus.COUNT);
            assertThat(answers.at("/" + client + "/unknown").longValue())
                    .as(client)
                    .isZero();
        }
        assertThat(answers.get("hibpPadding").intValue()).isBetween(798, 998);
        assertThat(answers.get("zxcvbnFailures")).isEmpty();
        assertThat(answers.get("hibpNtlm").textValue())
                .as("what is not held here is no answer")
                .isEqualTo("Service Unavailable");
    }

    @Test
    void springSecurityFindsAPwnedPasswordAndNoOther() {
        // Given
        HaveIBeenPwnedRestApiPasswordChecker checker = new HaveIBeenPwnedRestApiPasswordChecker();
        checker.setRestClient(RestClient.builder().baseUrl(range.toString()).build());

        // When
        boolean known = checker.check(GoldenCorpus.PASSWORD).isCompromised();

        // Then
        assertThat(known).isTrue();
        assertThat(checker.check(UNKNOWN).isCompromised()).isFalse();
    }
}
