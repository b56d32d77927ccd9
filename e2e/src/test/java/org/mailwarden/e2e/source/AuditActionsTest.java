// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.process.Checkout;

/** What auth writes into the ledger and what the page of the audit calls it. They are apart, and nothing else holds them together. */
class AuditActionsTest {

    private static final Path MESSAGES = Path.of("services/console/src/main/webui/src/messages/en/audit.json");
    private static final String PREFIX = "audit.action.";
    private static final Pattern REFUSED = Pattern.compile("@RecordsRefusals\\(\"([a-z.-]+)\"\\)");
    private static final Set<String> FILES = Set.of("letter.html", "letter.txt");

    @Test
    void hasWordsForEachActionOfTheLedger() throws IOException {
        // Given
        JsonNode messages = new ObjectMapper()
                .readTree(Checkout.find().root().resolve(MESSAGES).toFile());
        Set<String> named = messages.properties().stream()
                .map(message -> message.getKey())
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        Set<String> written = written(named);

        // Then
        assertThat(written).hasSizeGreaterThan(60).contains("remediation.reminded", "policy.change.refused");
        assertThat(named).as("give the rest words in messages/*/audit.json").containsAll(written);
    }

    /** Texts that begin as an action that has words does, and what refusals are recorded as. */
    private static Set<String> written(Set<String> named) throws IOException {
        String nouns = named.stream()
                .map(action -> action.substring(0, action.indexOf('.')))
                .distinct()
                .collect(Collectors.joining("|"));
        Pattern action = Pattern.compile("\"((?:" + nouns + ")\\.[a-z-]+(?:\\.[a-z-]+)?)\"");
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Checkout.find().root().resolve("services/auth/src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                REFUSED.matcher(source)
                        .results()
                        .map(hit -> hit.group(1) + ".refused")
                        .forEach(written::add);
                action.matcher(REFUSED.matcher(source).replaceAll(""))
                        .results()
                        .map(hit -> hit.group(1))
                        .forEach(written::add);
            }
        }
        written.removeAll(FILES);
        return written;
    }
}
