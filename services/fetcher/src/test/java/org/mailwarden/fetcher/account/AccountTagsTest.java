// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTagsTest {

    @Test
    void tagsAreKeptOnceInOneFormAndSorted() {
        // "é" as one character, and as a letter with an accent behind it.
        assertThat(AccountTags.of(List.of(" VIP ", "caf\u00e9", "cafe\u0301", "vip", "a")))
                .containsExactly("a", "caf\u00e9", "vip");
        // Of "J" with a caron only the small letter is one character.
        assertThat(AccountTags.of(List.of("J\u030c"))).containsExactly("\u01f0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a,b",
                "a;b",
                "a|b",
                "<b>",
                "a\nb",
                "\u202eabc",
                "+a",
                "-a",
                "\u0301a",
                "12345678901234567890123456789012345678901"
            })
    void whatWouldNotBeReadAsATagIsRefusedWithWhatMayBe(String tag) {
        assertThatThrownBy(() -> AccountTags.of(List.of(tag)))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains("1 to 40 characters"));
    }

    @Test
    void accountHasNoMoreThanTwentyTags() {
        // Given
        List<String> twenty = IntStream.range(0, 20).mapToObj(n -> "tag " + n).toList();

        // When
        List<String> exchanged =
                AccountTags.retagged(AccountTags.of(twenty), new TagRequest(List.of("new"), List.of("tag 7")));

        // Then
        assertThat(exchanged).hasSize(20).contains("new").doesNotContain("tag 7");
        assertThatThrownBy(() -> AccountTags.retagged(twenty, new TagRequest(List.of("new"), null)))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains("at most 20"));
    }

    @Test
    void moreTagsMayBeTakenAwayThanAnAccountMayHave() {
        // Given
        List<String> many = IntStream.range(0, 50).mapToObj(n -> "tag " + n).toList();

        // When
        List<String> left = AccountTags.retagged(List.of("tag 7", "vip"), new TagRequest(null, many));

        // Then
        assertThat(left).containsExactly("vip");
    }
}
