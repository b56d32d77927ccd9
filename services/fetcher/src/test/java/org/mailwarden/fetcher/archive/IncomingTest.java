// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.kit.seal.StreamSealer;

class IncomingTest {

    private static final byte[] MAIL =
            ("Subject: planted-canary\r\n\r\n" + "text ".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);

    private final StreamSealer sealer = StreamSealer.of(StreamSealer.newKey());

    @TempDir
    Path folder;

    @Test
    void keepsWhatIsReadSealedAndGivesItBack() throws IOException {
        Path kept = keep();

        assertThat(Files.readString(kept, StandardCharsets.ISO_8859_1)).doesNotContain("planted-canary");
        try (InputStream clear = sealer.open(Files.newInputStream(kept), "here")) {
            assertThat(clear.readAllBytes()).isEqualTo(MAIL);
        }
    }

    @Test
    void givesNothingOfAMailThatWasChanged() throws IOException {
        Path kept = keep();
        byte[] bytes = Files.readAllBytes(kept);
        bytes[bytes.length / 2] ^= 1;
        Files.write(kept, bytes);

        assertThatThrownBy(() -> open(kept, sealer, "here")).isInstanceOf(IOException.class);
    }

    @Test
    void givesNothingOfAMailThatWasCutShort() throws IOException {
        Path kept = keep();
        byte[] bytes = Files.readAllBytes(kept);
        Files.write(kept, java.util.Arrays.copyOf(bytes, bytes.length - 5_000));

        assertThatThrownBy(() -> open(kept, sealer, "here")).isInstanceOf(IOException.class);
    }

    @Test
    void opensForNoOtherAccount() throws IOException {
        Path kept = keep();

        assertThatThrownBy(() -> open(kept, sealer, "there")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(kept, StreamSealer.of(StreamSealer.newKey()), "here"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void leavesNothingOfAMailThatIsNotKept() throws IOException {
        Path file = Files.createTempFile(folder, "", "");

        try (Incoming incoming = incoming(file, folder.resolve("kept"))) {
            incoming.through(new ByteArrayInputStream(MAIL)).readAllBytes();
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fullDiskIsNoFailureOfTheMailServer() throws IOException {
        Path file = Files.createTempFile(folder, "", "");
        Incoming.Sealing full = out -> new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        try (Incoming incoming = new Incoming(file, full, (whole, fingerprint, sha256, size) -> {})) {
            assertThat(incoming.through(new ByteArrayInputStream(MAIL)).readAllBytes())
                    .isEqualTo(MAIL);

            assertThatThrownBy(() -> incoming.keep("f"))
                    .isInstanceOf(ArchiveFault.class)
                    .hasMessageContaining("Free space");
        }
    }

    private Path keep() throws IOException {
        Path kept = folder.resolve("kept");
        try (Incoming incoming = incoming(Files.createTempFile(folder, "", ""), kept)) {
            incoming.through(new ByteArrayInputStream(MAIL)).readAllBytes();
            incoming.keep("f");
        }
        return kept;
    }

    private Incoming incoming(Path file, Path kept) throws IOException {
        return new Incoming(
                file,
                out -> sealer.seal(out, "here"),
                (whole, fingerprint, sha256, size) -> Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE));
    }

    private static void open(Path kept, StreamSealer key, String place) throws IOException {
        try (InputStream clear = key.open(Files.newInputStream(kept), place)) {
            clear.readAllBytes();
        }
    }
}
