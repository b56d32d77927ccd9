// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.contracts.event.Topics;

/** The two scripts beside docker-compose.yml, run for real. */
class MakeSecretsTest {

    private static final Path IMAGES = ComposeFile.CHECKOUT.resolve("infra/images");
    private static final Pattern REALM_SECRET = Pattern.compile("\\$\\{(MAILWARDEN_SECRET_[A-Z_]+)");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ([A-Z_]+)=[A-Za-z0-9_-]{32}$");

    @TempDir
    Path folder;

    @Test
    void makesEverySecretForItsOwnerAlone() throws Exception {
        // When
        run(Map.of(), "make-secrets", folder.toString());

        // Then
        for (String file : ComposeFile.read().secretFiles().values()) {
            assertThat(folder.resolve(file)).exists().isNotEmptyFile();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isIn("rw-------", "rwx------");
            }
        }
        assertThat(Files.readString(folder.resolve("compose.env"))).matches("MAILWARDEN_USER=[1-9]\\d*:\\d+\n");
    }

    @Test
    void makesEveryFolderThatAContainerMounts() throws Exception {
        // When
        run(Map.of(), "make-secrets", folder.toString());

        // Then
        ComposeFile compose = ComposeFile.read();
        compose.containers()
                .keySet()
                .forEach(name -> compose.mounts(name).values().forEach(source -> {
                    Path inTheCheckout = ComposeFile.CHECKOUT.resolve(source);
                    Path made = folder.resolve(source.replace("./.mailwarden/compose/", ""));
                    assertThat(source.startsWith("./.mailwarden/compose/") ? made : inTheCheckout)
                            .as(name)
                            .exists();
                }));
    }

    @Test
    void keepsWhatIsThere() throws Exception {
        // Given
        run(Map.of(), "make-secrets", folder.toString());
        Map<String, String> before = contents();

        // When
        run(Map.of(), "make-secrets", folder.toString());

        // Then
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void givesKeycloakWhatTheRealmLeavesOpen() throws Exception {
        // Given
        Set<String> open = REALM_SECRET
                .matcher(Files.readString(
                        ComposeFile.CHECKOUT.resolve("infra/keycloak/src/main/resources/mailwarden-realm.json")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        run(Map.of(), "make-secrets", folder.toString());

        // Then
        String exported = Files.readString(folder.resolve("secrets/keycloak.sh"));
        Set<String> given = EXPORT.matcher(exported)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(exported.lines()).hasSameSizeAs(given);
        open.addAll(List.of("KC_BOOTSTRAP_ADMIN_PASSWORD", "KC_DB_PASSWORD"));
        assertThat(given).isEqualTo(open);
    }

    @Test
    void setsNothingThatTheServicesDoNotRead() throws Exception {
        // When
        run(Map.of(), "make-secrets", folder.toString());

        // Then
        for (String service : List.of("fetcher", "breach-watch", "auth", "console")) {
            assertThat(KnownSettings.of(service))
                    .containsAll(KnownSettings.keys(folder.resolve("secrets/" + service + ".properties")))
                    .contains("mailwarden.client-secret");
        }
    }

    @Test
    void createsTheTopicsOfTheContracts() throws Exception {
        // Given
        Path tool = Files.writeString(folder.resolve("kafka-topics.sh"), "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

        // When
        String said = run(Map.of("KAFKA_TOPICS", tool.toString()), "create-topics");

        // Then
        Map<String, String> created = new TreeMap<>();
        said.lines().forEach(line -> {
            String[] words = line.split("--topic ", 2)[1].split(" ", 2);
            created.put(words[0], words.length > 1 ? words[1] : "");
        });
        Set<String> wanted = new TreeSet<>(Topics.ALL);
        Topics.ALL.forEach(topic -> wanted.add(Topics.deadLetter(topic)));
        assertThat(created.keySet()).isEqualTo(wanted);
        assertThat(created)
                .containsEntry(Topics.ACCOUNTS, "--config cleanup.policy=compact")
                .containsEntry(Topics.POSTURE, "--config cleanup.policy=compact")
                .containsEntry(Topics.CREDENTIALS, "--config retention.ms=86400000 --config segment.ms=3600000");
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static String run(Map<String, String> environment, String script, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(IMAGES.resolve(script).toString()), Stream.of(arguments))
                        .toList());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
