// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;

/** Tells auth of a mail server for accounts on {@link DrivenDovecot#HOST}; whoever needs one starts it there. */
public final class DovecotAddress implements QuarkusTestResourceLifecycleManager {

    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("mailwarden-doveadm");
            Path key = Files.createFile(
                    folder.resolve("key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, UUID.randomUUID() + "\n");
            String setting = "mailwarden.auth.mail-servers.sample.";
            return Map.of(
                    setting + "url",
                    "http://127.0.0.1:" + FreePorts.next(),
                    setting + "key-file",
                    key.toString(),
                    setting + "hosts",
                    DrivenDovecot.HOST,
                    setting + "timeout",
                    "1S");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Override
    public void stop() {
        FileTrees.delete(folder);
    }
}
