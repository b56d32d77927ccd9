// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Map;
import org.mailwarden.devstack.process.FileTrees;

/** The folder of Dovecot's file of app passwords, as an operator makes it: Dovecot's group may read what auth writes. */
public final class AppPasswordFolder implements QuarkusTestResourceLifecycleManager {

    private static final int GROUP_READS_AND_IS_HANDED_ON = 02750;

    private Path folder = Path.of("");

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("mailwarden-app-passwords");
            if ("root".equals(System.getProperty("user.name"))) {
                readableForDovecot();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "mailwarden.auth.app-passwords.file",
                folder.resolve("app-passwords").toString());
    }

    /** Dovecot reads with a user of its own when it was started by root, and with ours otherwise. */
    private void readableForDovecot() throws IOException {
        try {
            GroupPrincipal dovecot =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("dovecot");
            Files.getFileAttributeView(folder, PosixFileAttributeView.class).setGroup(dovecot);
            Files.setAttribute(folder, "unix:mode", GROUP_READS_AND_IS_HANDED_ON);
        } catch (UserPrincipalNotFoundException notInstalled) {
            // The tests with Dovecot skip, and the others need no group.
        }
    }

    @Override
    public void stop() {
        FileTrees.delete(folder);
    }
}
