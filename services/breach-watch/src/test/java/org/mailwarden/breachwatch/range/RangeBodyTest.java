// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.corpus.HashKind;

class RangeBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "br, GZIP | true",
                "deflate;q=0.5, gzip ; q=0.1 | true",
                "gzip;q=0.001 | true",
                "gzip;q=0 | false",
                "gzip; q=0.000, br | false",
                "br, deflate | false",
                "identity | false",
                "xgzip | false",
                "'' | false",
                " | false",
            })
    void gzipIsForThoseWhoNameIt(String acceptEncoding, boolean taken) {
        assertThat(RangeBody.takesGzip(acceptEncoding)).isEqualTo(taken);
    }

    @Test
    void tagTellsGenerationKindPrefixAndCodingApart() {
        // When
        Stream<String> tags = Stream.of(
                RangeBody.tag("g1", HashKind.SHA1, "21bd1", false),
                RangeBody.tag("g2", HashKind.SHA1, "21bd1", false),
                RangeBody.tag("g1", HashKind.NTLM, "21bd1", false),
                RangeBody.tag("g1", HashKind.SHA1, "21bd2", false),
                RangeBody.tag("g1", HashKind.SHA1, "21bd1", true));

        // Then
        assertThat(tags).doesNotHaveDuplicates();
        assertThat(RangeBody.tag("g1", HashKind.SHA1, "21bd1", false))
                .isEqualTo(RangeBody.tag("g1", HashKind.SHA1, "21BD1", false));
    }
}
