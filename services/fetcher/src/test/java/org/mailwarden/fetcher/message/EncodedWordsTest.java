// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words decode to is told by {@link MessageReaderTest}. */
class EncodedWordsTest {

    /** In the library's own search each of these costs the square of the length: many minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"=?a", "=?a?Q?b=?a?Q", "=?utf-8?B?YWJj"})
    @Timeout(60)
    void leavesWordsWithoutAnEndInATextOfAnyLengthAsTheyAre(String piece) {
        String text = piece.repeat(1_000_000);

        boolean same = EncodedWords.decoded(text).equals(text);

        assertThat(same).isTrue();
    }
}
