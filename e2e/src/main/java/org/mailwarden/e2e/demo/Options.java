// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was asked for.
 *
 * @param exit whether to end with the story instead of keeping the stack up
 * @param report where to write the promises as JSON, absent for nowhere
 */
record Options(boolean exit, @Nullable Path report) {

    static final String USAGE = """
            Usage: ./mailwarden demo [--exit] [--report FILE]

              --exit          end with the story; without it the stack stays up until Ctrl-C
              --report FILE   write the promises and their evidence to FILE as JSON
            """;

    /**
     * Reads the arguments.
     *
     * @param arguments the words after {@code demo}
     * @param folder the folder in which the command was given
     * @return the options
     * @throws IllegalArgumentException with a sentence for people
     */
    static Options of(List<String> arguments, Path folder) {
        boolean exit = false;
        Path report = null;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--exit" -> exit = true;
                case "--report" -> {
                    if (++i == arguments.size()) {
                        throw new IllegalArgumentException("--report wants a file");
                    }
                    report = writable(folder.resolve(arguments.get(i)));
                }
                default -> throw new IllegalArgumentException("The demo knows no option '" + arguments.get(i) + "'");
            }
        }
        return new Options(exit, report);
    }

    private static Path writable(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("The report cannot be written to " + file
                    + ": name a file in a folder that exists and that you may write to");
        }
        return file;
    }
}
