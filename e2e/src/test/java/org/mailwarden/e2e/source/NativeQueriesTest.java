// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.process.Checkout;

/**
 * How services ask their databases. Hibernate 7.2 keeps what it made of a native query under a key that has no equal once the
 * query names the class of a single value ({@code ImplicitResultClassBuilder} has neither {@code equals} nor
 * {@code hashCode}): it is made anew each time, kept each time, and looked for among up to 2,048 others of the same hash.
 */
class NativeQueriesTest {

    private static final Pattern SINGLE_VALUE_BY_CLASS = Pattern.compile(
            "createNativeQuery\\((?:(?!createNativeQuery|createQuery|setParameter|getResult|getSingleResult|executeUpdate).)*?"
                    + "[\"\\w)]\\s*,\\s*(?:UUID|Long|Integer|Short|Double|BigDecimal|String|Boolean|Instant)\\.class\\s*\\)",
            Pattern.DOTALL);

    @Test
    void namesNoClassOfASingleValue() throws IOException {
        // Given
        List<Path> sources = new ArrayList<>();
        for (String module :
                List.of("services/auth", "services/breach-watch", "services/fetcher", "infra/service-kit")) {
            try (Stream<Path> files = Files.walk(Checkout.find().root().resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }

        // When
        List<Path> naming = sources.stream()
                .filter(source -> SINGLE_VALUE_BY_CLASS.matcher(text(source)).find())
                .toList();

        // Then
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(naming).as("call createNativeQuery(sql) alone and cast").isEmpty();
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
