// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which Mailwarden was checked out.
 *
 * @param root the folder that holds {@code mvnw}, absolute
 */
public record Checkout(Path root) {

    /** Folder below the root that holds everything a run leaves behind. */
    public static final String DATA = ".mailwarden";

    /**
     * Finds the checkout: the system property {@code mailwarden.home}, else the nearest folder upwards from the working
     * directory that holds {@code mvnw} and {@code contracts}.
     *
     * @return the checkout
     * @throws IllegalStateException when neither leads to one
     */
    public static Checkout find() {
        String home = System.getProperty("mailwarden.home");
        if (home != null && !home.isBlank()) {
            return new Checkout(Path.of(home).toAbsolutePath().normalize());
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw")) && Files.isDirectory(folder.resolve("contracts"))) {
                return new Checkout(folder);
            }
        }
        throw new IllegalStateException("No Mailwarden checkout at or above " + start + "; set -Dmailwarden.home");
    }

    /**
     * Names the data folder of the checkout.
     *
     * @return {@code <root>/.mailwarden}; it may not exist yet
     */
    public Path data() {
        return root.resolve(DATA);
    }
}
