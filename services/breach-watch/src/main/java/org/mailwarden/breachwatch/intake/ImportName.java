// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.intake;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that people give to imports; they stand in facts, so they carry no control characters and no markup. */
public final class ImportName {

    /** What to say when a request is not good. */
    public static final String ADVICE =
            "Give the file, and a name if you like: {\"path\": \"/folder/file\", \"name\": \"...\"}. A name has 1 to 100"
                    + " letters, digits, spaces, dots, dashes or underscores.";

    private static final int LONGEST = 100;
    private static final Pattern GOOD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}");

    private ImportName() {}

    /**
     * The name an import goes by: the caller's, or the file's own.
     *
     * @param name as the caller gave it
     * @param path the file
     * @return empty when the caller's name may not stand in a fact
     */
    public static Optional<String> choose(@Nullable String name, String path) {
        if (name != null && !name.isBlank()) {
            return GOOD.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        }
        try {
            Path file = Path.of(path).getFileName();
            String safe = file == null
                    ? ""
                    : file.toString().replaceAll("[^\\p{L}\\p{N}._-]", "-").replaceFirst("^[._-]+", "");
            return safe.isEmpty() ? Optional.empty() : Optional.of(safe.substring(0, Math.min(LONGEST, safe.length())));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
