// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import org.mailwarden.devstack.process.FileTrees;

/**
 * Puts the realm file where Keycloak imports it from, and the data aside when they came from another one: Keycloak skips the
 * import of a realm that exists, so an edited file would have no effect.
 */
final class RealmImport {

    private static final String IMPORTED = "imported.sha256";
    private final KeycloakServer.Settings settings;
    private final String distributionKey;

    RealmImport(KeycloakServer.Settings settings, String distributionKey) {
        this.settings = settings;
        this.distributionKey = distributionKey;
    }

    /** A hash over everything the imported data depend on. */
    String key() {
        if (settings.realm().isEmpty()) {
            return "none";
        }
        try {
            String text = Files.readString(settings.realm().get());
            Hash hash = new Hash().add(text).add(settings.adminPassword());
            // Only the values the file names: a changed provider setting must not cost the data.
            new TreeMap<>(settings.environment()).forEach((name, value) -> {
                if (text.contains("${" + name)) {
                    hash.add(name).add(value);
                }
            });
            return hash.brief();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The folder of ready-made data for this realm in the cache, whether it exists or not. */
    Path template() {
        return settings.cache().resolve("data-" + distributionKey + "-" + key());
    }

    void prepare(Path home) {
        try {
            Path data = home.resolve("data");
            Path mark = data.resolve(IMPORTED);
            String key = key();
            if (Files.exists(data.resolve("h2"))
                    && (!Files.exists(mark) || !Files.readString(mark).equals(key))) {
                Path before = data.resolve("h2.before");
                FileTrees.delete(before);
                Files.move(data.resolve("h2"), before);
            }
            FileTrees.delete(data.resolve("import"));
            Files.createDirectories(data.resolve("import"));
            if (settings.realm().isPresent()) {
                Files.copy(
                        settings.realm().get(),
                        data.resolve("import/mailwarden-realm.json"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(data.resolve("h2"))
                    && Files.isDirectory(template().resolve("h2"))) {
                FileTrees.copy(template().resolve("h2"), data.resolve("h2"));
            }
            for (String trace : List.of("h2/keycloakdb.trace.db")) {
                Files.deleteIfExists(data.resolve(trace));
            }
            Files.writeString(mark, key);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
