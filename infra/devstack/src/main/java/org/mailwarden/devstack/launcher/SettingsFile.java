// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * A properties file with the settings of one service.
 *
 * @param file where it is
 */
record SettingsFile(Path file) {

    /** Writes the settings for the owner's eyes alone: secrets are among them. */
    void write(Map<String, String> settings) {
        StringBuilder text = new StringBuilder("# Written at each start.\n");
        new TreeMap<>(settings)
                .forEach((key, value) -> text.append(key)
                        .append('=')
                        .append(value.replace("\\", "\\\\"))
                        .append('\n'));
        SecretFiles.write(file, text.toString());
    }

    /**
     * Reads the settings.
     *
     * @return empty when there is no such file
     * @throws IllegalStateException in words when it is there and cannot be read
     */
    Map<String, String> read() {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException cause) {
                throw new IllegalStateException(
                        "The settings " + file + " cannot be read: write one key=value on each line", cause);
            }
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
