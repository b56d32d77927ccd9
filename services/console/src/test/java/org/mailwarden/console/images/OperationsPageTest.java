// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.gateway.Routes;
import org.mailwarden.devstack.launcher.StackPorts;

/** The two pages that tell people what to type name nothing that is not there. */
class OperationsPageTest {

    private static final String MANUAL = "docs/operations.md";
    private static final String START_PAGE = "services/console/src/main/resources/META-INF/resources/start.html";

    private static final Pattern SETTING = Pattern.compile("`((?:mailwarden|quarkus)\\.[a-z0-9.-]+[a-z])`");
    private static final Pattern ENDPOINT = Pattern.compile("(?:\\$api|/api/v1|8080</span>/api/v1)(/[a-z]+[a-z{}/-]*)");
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern FILE = Pattern.compile("(?<![/\\w.])((?:infra|docs|services|contracts)/[\\w./-]+\\w)");

    @ParameterizedTest
    @ValueSource(strings = {MANUAL, START_PAGE})
    void namesSettingsThatAServiceReads(String page) throws IOException {
        // Given
        Set<String> known = Stream.of("fetcher", "breach-watch", "auth", "console")
                .flatMap(service -> KnownSettings.of(service).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        Set<String> named = all(page, SETTING);

        // Then
        assertThat(known).containsAll(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {MANUAL, START_PAGE})
    void namesPathsThatTheGatewayKnows(String page) throws IOException {
        // When
        Set<String> named = all(page, ENDPOINT);

        // Then
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path.equals("/status")
                                || Routes.isOurs("/api/v1" + path)
                                || Routes.ownerOf("/api/v1" + path).isPresent())
                        .as(path)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {MANUAL, START_PAGE})
    void namesThePortsOfTheStack(String page) throws IOException {
        // When
        Set<String> named = all(page, PORT);

        // Then
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(port ->
                        assertThat(StackPorts.defaults().byName().values()).contains(Integer.valueOf(port)));
    }

    @ParameterizedTest
    @ValueSource(strings = {MANUAL, START_PAGE})
    void namesFilesOfTheCheckout(String page) throws IOException {
        // When
        Set<String> named = all(page, FILE);

        // Then
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(ComposeFile.CHECKOUT.resolve(file)).exists());
    }

    private static Set<String> all(String page, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ComposeFile.CHECKOUT.resolve(page)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
