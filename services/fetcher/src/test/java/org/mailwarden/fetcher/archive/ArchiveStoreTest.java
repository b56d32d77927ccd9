// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of the archive promises, on a folder and on a real S3-compatible server. */
class ArchiveStoreTest {

    @TempDir
    static Path folder;

    private static S3Server server;
    private static S3Store s3;

    @BeforeAll
    static void start() throws IOException {
        server = new S3Server();
        s3 = new S3Store(server.config());
    }

    @AfterAll
    static void stop() {
        s3.close();
        server.close();
    }

    static Stream<ArchiveStore> stores() {
        return Stream.of(new FolderStore(folder.resolve("store")), s3);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void givesBackWhatWasPutThere(ArchiveStore store) throws IOException {
        byte[] large = new byte[9 * 1024 * 1024];
        new java.util.Random(7).nextBytes(large);

        store.put("a/b/large", file(large));

        try (InputStream in = store.open("a/b/large")) {
            assertThat(in.readAllBytes()).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void theSameNameAgainIsOneObject(ArchiveStore store) throws IOException {
        store.put("again/one", file("first".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

        store.put("again/one", file("second".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

        try (InputStream in = store.open("again/one")) {
            assertThat(in.readAllBytes()).asString().isEqualTo("second");
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void removesOneAndRemovesAllBelowAName(ArchiveStore store) throws IOException {
        for (String name : new String[] {"x/1", "x/y/2", "xx/3", "z/4"}) {
            store.put(name, file(new byte[10]));
        }

        store.removeAll("x/");
        store.remove("z/4");
        store.remove("z/4");

        assertThatThrownBy(() -> store.open("x/1").close()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.open("x/y/2").close()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.open("z/4").close()).isInstanceOf(NoSuchFileException.class);
        store.open("xx/3").close();
    }

    @Test
    void sendsNoKeyToAnotherMachineInClear() throws IOException {
        ArchiveConfig.S3 good = server.config();

        assertThatThrownBy(() -> new S3Store(new S3Server.Config(
                        Optional.of(URI.create("http://s3.example")),
                        good.region(),
                        good.bucket(),
                        good.prefix(),
                        good.accessKey(),
                        good.secretKeyFile())))
                .hasMessageContaining("https");
    }

    private static Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "put", ""), content);
    }
}
