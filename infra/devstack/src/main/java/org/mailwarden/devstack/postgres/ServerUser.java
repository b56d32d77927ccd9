// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/** The system user as whom PostgreSQL runs: it refuses root, so root hands it to "nobody". */
enum ServerUser {
    /** This JVM's own user. */
    SELF,
    /** User and group 65534, because this JVM runs as root. */
    NOBODY;

    private static final int NOBODY_ID = 65_534;

    static ServerUser current() {
        return "root".equals(System.getProperty("user.name")) ? NOBODY : SELF;
    }

    /** What to put before a command so that it runs as this user. */
    List<String> prefix() {
        return this == SELF
                ? List.of()
                : List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
    }

    /** The wanted folder, or one under /var/tmp when this user could not reach the wanted one. */
    Path reachable(Path wanted) {
        Path absolute = wanted.toAbsolutePath().normalize();
        if (this == SELF || everyoneMayPass(absolute)) {
            return absolute;
        }
        String hash = UUID.nameUUIDFromBytes(absolute.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        Path substitute = Path.of("/var/tmp/mailwarden-" + hash);
        try {
            if (Files.exists(substitute, LinkOption.NOFOLLOW_LINKS)
                    && !"root"
                            .equals(Files.getOwner(substitute, LinkOption.NOFOLLOW_LINKS)
                                    .getName())) {
                throw new IllegalStateException(substitute + " belongs to somebody else; remove it");
            }
            Files.createDirectories(substitute);
            Files.setPosixFilePermissions(substitute, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return substitute;
    }

    /** Makes a file or folder this user's own. */
    void own(Path path) throws IOException {
        if (this == NOBODY) {
            Files.setAttribute(path, "unix:uid", NOBODY_ID);
            Files.setAttribute(path, "unix:gid", NOBODY_ID);
        }
    }

    private static boolean everyoneMayPass(Path folder) {
        try {
            for (Path at = folder; at != null; at = at.getParent()) {
                if (Files.exists(at)
                        && !Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
