// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * The client secrets that a realm file leaves open as {@code ${MAILWARDEN_SECRET_<CLIENT>}}, generated and kept in files.
 *
 * @param files where they are kept
 * @param realm the realm file, if any
 */
public record RealmSecrets(SecretFiles files, Optional<Path> realm) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{MAILWARDEN_SECRET_([A-Z_]+)");
    private static final String CLIENT_PREFIX = "mailwarden-";

    /**
     * Lists the secrets by client.
     *
     * @return client id, for example {@code mailwarden-fetcher}, to secret
     */
    public Map<String, String> byClient() {
        Map<String, String> secrets = new TreeMap<>();
        for (String name : names()) {
            String client = CLIENT_PREFIX + name.toLowerCase(Locale.ROOT).replace('_', '-');
            secrets.put(client, files.get(client));
        }
        return secrets;
    }

    /**
     * Lists the secrets by placeholder, for {@link KeycloakServer.Settings#environment()}.
     *
     * @return placeholder name to secret
     */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        byClient()
                .forEach((client, secret) -> environment.put(
                        "MAILWARDEN_SECRET_"
                                + client.substring(CLIENT_PREFIX.length())
                                        .toUpperCase(Locale.ROOT)
                                        .replace('-', '_'),
                        secret));
        return environment;
    }

    private Iterable<String> names() {
        if (realm.isEmpty()) {
            return java.util.Set.of();
        }
        try {
            return PLACEHOLDER
                    .matcher(Files.readString(realm.get()))
                    .results()
                    .map(match -> match.group(1))
                    .distinct()
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
