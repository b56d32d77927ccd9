// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.e2e.organisation.PasswordCorpus;

class OutsideTest {

    private static final String SECRET = "Xyzzy2-plugh7-Frotz9";

    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1234567890, 005924", "2000000000, 279037"})
    void oneTimeCodesAreThoseOfTheRfc(long seconds, String code) {
        // Appendix B of RFC 6238, cut to six digits.
        assertThat(OneTimePassword.code(
                        "12345678901234567890".getBytes(StandardCharsets.US_ASCII), Instant.ofEpochSecond(seconds)))
                .isEqualTo(code);
    }

    @Test
    void secretIsFoundInEveryEncodingInWhichItLeaks() {
        SecretSearch search = new SecretSearch(List.of(SECRET));
        byte[] utf8 = SECRET.getBytes(StandardCharsets.UTF_8);

        assertThat(search.hits("log", "user=ada password=" + SECRET)).containsExactly("log (clear)");
        assertThat(search.hits("log", HexFormat.of().formatHex(utf8))).isNotEmpty();
        for (String before : List.of("", "a", "ab", "abc")) {
            String base64 =
                    Base64.getEncoder().encodeToString((before + SECRET + "tail").getBytes(StandardCharsets.UTF_8));
            assertThat(search.hits("log", base64))
                    .as("shifted by %d", before.length())
                    .isNotEmpty();
        }
        assertThat(search.hits("log", PasswordCorpus.sha1(SECRET))).isNotEmpty();
        assertThat(search.hits("log", PasswordCorpus.sha1(SECRET).toLowerCase(java.util.Locale.ROOT)))
                .isNotEmpty();
    }

    @Test
    void innocentTextIsNotAccused() {
        assertThat(new SecretSearch(List.of(SECRET)).hits("log", "Xyzzy2 and plugh7 apart"))
                .isEmpty();
    }
}
