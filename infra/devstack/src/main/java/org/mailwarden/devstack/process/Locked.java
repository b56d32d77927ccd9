// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Runs work that only one process of this machine may do at a time, such as filling a shared cache. */
public final class Locked {

    private static final Object ONE_PER_JVM = new Object();

    private Locked() {}

    /** Work that may fail on input or output. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the work.
         *
         * @throws IOException when it fails
         */
        void run() throws IOException;
    }

    /**
     * Runs work while holding a lock file; waits for it as long as it takes.
     *
     * @param lockFile the file; created when absent, left behind
     * @param work the work
     */
    public static void run(Path lockFile, Work work) {
        synchronized (ONE_PER_JVM) {
            try {
                Files.createDirectories(lockFile.toAbsolutePath().getParent());
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid()) {
                        work.run();
                    }
                }
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    }
}
