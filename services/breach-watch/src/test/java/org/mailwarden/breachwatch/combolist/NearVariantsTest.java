// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearVariantsTest {

    @ParameterizedTest
    @CsvSource({
        "summer, Summer",
        "Summer, summer",
        "SUMMER, summer",
        "summer, SUMMER",
        "Summer2023, Summer2024",
        "Summer2023!, Summer2025!",
        "2023Summer, 2024Summer",
        "Summer23, Summer24",
        "Summer1, Summer2",
        "Summer9, Summer10",
        "Summer09!, Summer10!",
        "Summer, Summer1",
        "Summer, Summer!",
        "Summer, Summer123",
        "Summer1, Summer",
        "Summer!, Summer",
        "Summer!, Summer?",
        "Summer123, Summer!",
        "summer, Summer1",
        "W\u00e4rme2023, W\u00e4rme2024",
    })
    void makesWhatPeopleMakeOfAPassword(String leaked, String chosen) {
        assertThat(variants(leaked, NearVariants.MOST)).contains(chosen);
    }

    @Property(tries = 200)
    void staysInItsBudgetAndRepeatsNothing(
            @ForAll byte[] password, @ForAll @net.jqwik.api.constraints.IntRange(max = 70) int most) {
        String leaked = new String(password, StandardCharsets.ISO_8859_1);
        List<String> all = variants(leaked, most);
        assertThat(all).hasSizeLessThanOrEqualTo(most).doesNotContain(leaked).hasSameSizeAs(new HashSet<>(all));
    }

    @Test
    void wipesThemWhenItIsClosed() {
        NearVariants variants = NearVariants.of("Summer2023!".getBytes(StandardCharsets.UTF_8), 64);
        variants.close();
        assertThat(variants.all())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one).containsOnly(0));
    }

    @Test
    void makesNothingOfAPasswordThatEverythingIsAVariantOf() {
        assertThat(variants("abc", 64)).isEmpty();
    }

    private static List<String> variants(String leaked, int most) {
        try (NearVariants variants = NearVariants.of(leaked.getBytes(StandardCharsets.UTF_8), most)) {
            return variants.all().stream()
                    .map(one -> new String(one, StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
