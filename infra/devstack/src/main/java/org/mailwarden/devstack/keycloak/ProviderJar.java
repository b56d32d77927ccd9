// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mailwarden.devstack.process.Checkout;

/** Finds what the module {@code infra/keycloak} of a checkout made: the provider's classes and the realm file. */
public final class ProviderJar {

    private static final String REALM = "mailwarden-realm.json";

    private ProviderJar() {}

    /**
     * Packs the compiled provider of a checkout as a jar.
     *
     * <p>The classes, not the module's own jar: in development mode and in a test run of one module there is no jar, or an
     * old one.
     *
     * @param checkout the checkout
     * @return the jar below {@code .mailwarden/keycloak}
     * @throws IllegalStateException when the provider was never compiled: a Keycloak without it would start and prove nothing
     */
    public static Path of(Checkout checkout) {
        Path classes = checkout.root().resolve("infra/keycloak/target/classes");
        if (!Files.isDirectory(classes.resolve("META-INF/services"))) {
            throw new IllegalStateException(
                    "The Keycloak provider is not compiled. Run ./mvnw -DskipTests package once.");
        }
        try {
            Path folder = Files.createDirectories(checkout.data().resolve("keycloak"));
            Path draft = Files.createTempFile(folder, "provider-", ".draft");
            pack(classes, draft);
            Path jar = folder.resolve("provider-" + new Hash().addFile(draft).brief() + ".jar");
            Files.move(draft, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return jar;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Packs the provider and names the libraries that stand beside it.
     *
     * @param checkout the checkout
     * @return all jars for Keycloak's folder {@code providers}, the provider's own first
     * @throws IllegalStateException when the provider was never compiled
     */
    public static List<Path> with(Checkout checkout) {
        List<Path> jars = new ArrayList<>();
        jars.add(of(checkout));
        try (var libraries = Files.list(checkout.root().resolve("infra/keycloak/target/libraries"))) {
            libraries.sorted().forEach(jars::add);
        } catch (IOException cause) {
            throw new IllegalStateException(
                    "The libraries of the Keycloak provider are missing. Run ./mvnw -DskipTests package once.", cause);
        }
        return List.copyOf(jars);
    }

    /**
     * Finds the realm file of a checkout.
     *
     * @param checkout the checkout
     * @return the file; empty when there is none
     */
    public static Optional<Path> realmOf(Checkout checkout) {
        Path realm = checkout.root().resolve("infra/keycloak/src/main/resources/" + REALM);
        return Files.exists(realm) ? Optional.of(realm) : Optional.empty();
    }

    private static void pack(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (var paths = Files.walk(classes)) {
            files = paths.filter(Files::isRegularFile)
                    // The realm is imported from its file; a changed realm must not cost a new build.
                    .filter(file -> !file.getFileName().toString().equals(REALM))
                    .sorted()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
                // A fixed time: the same classes give the same bytes, and the built distribution is found again.
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }
}
