// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The key of a source, read from its file, and again when that may have changed. Safe for many threads. */
final class SourceKey {

    private static final Logger LOG = Logger.getLogger(SourceKey.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1_024;
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final String source;
    private final Path file;
    private @Nullable Secret key;
    private Instant readAt = Instant.MIN;

    SourceKey(String source, Path file) {
        this.source = source;
        this.file = file;
    }

    /**
     * The key.
     *
     * @param now the time
     * @return its bytes, to be wiped; empty when there is none that can be used, and then nobody is believed
     */
    synchronized byte[] bytes(Instant now) {
        if (readAt.equals(Instant.MIN) || now.isAfter(readAt.plus(AGAIN))) {
            readAt = now;
            read();
        }
        return key == null ? new byte[0] : key.revealUtf8(SecretAccess.because("verify who reports sign-ins"));
    }

    private void read() {
        try {
            if (Files.size(file) > LONGEST) {
                refuse("is longer than " + LONGEST + " bytes");
                return;
            }
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                refuse("may be read or changed by others: set its mode to 0600");
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            Arrays.fill(bytes, (byte) 0);
            if (text.length() < SHORTEST) {
                refuse("has fewer than " + SHORTEST + " characters: write a long random key into it");
                return;
            }
            replace(Secret.of(text));
        } catch (IOException e) {
            refuse("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void refuse(String why) {
        LOG.warnf("Nobody can report sign-ins as %s: its key file %s %s", source, file, why);
        replace(null);
    }

    private void replace(@Nullable Secret next) {
        Secret before = key;
        key = next;
        if (before != null) {
            before.close();
        }
    }
}
