// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mailwarden audit verify} on an export: what it says and with which number it ends. */
class AuditToolTest {

    @TempDir
    Path folder;

    private WrittenLedger ledger;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void write() {
        ledger = WrittenLedger.of(30, 10, folder.resolve("keys"));
        ledger.keepCheckpoints(folder.resolve("checkpoints"));
    }

    @Test
    void aWholeExportEndsWithZero() throws IOException {
        assertThat(verify(ledger.keys.publicKey())).isZero();
        assertThat(said()).contains("WHOLE", "30 rows");
    }

    @Test
    void aChangedExportEndsWithTwoAndNamesTheFirstBrokenRow() throws IOException {
        // Given
        LedgerEntry row = ledger.rows.get(16);
        ledger.rows.set(16, WrittenLedger.row(17, row.prevHash(), row.ts(), "mallory"));

        // When
        int status = verify(ledger.keys.publicKey());

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(said()).contains("TAMPERED", "Row 18 does not follow");
        assertThat(Files.readString(folder.resolve("report.json"))).contains("\"firstFault\" : 18");
    }

    @Test
    void aRewrittenExportEndsWithTwoEvenWhenItAgreesWithItself() throws IOException {
        // Given
        LedgerEntry row = ledger.rows.get(16);
        ledger.rows.set(16, WrittenLedger.row(17, row.prevHash(), row.ts(), "mallory"));
        ledger.rechain(17);

        // When
        int status = verify(ledger.keys.publicKey());

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(said()).contains("checkpoint 2", "written anew");
    }

    @Test
    void aCutExportEndsWithThree() throws IOException {
        ledger.rows.subList(25, 30).clear();

        assertThat(verify(ledger.keys.publicKey())).isEqualTo(3);
        assertThat(said()).contains("INCOMPLETE", "Rows 26 to 30");
    }

    @Test
    void checkpointsOfAnotherKeyAreNotTrusted() throws IOException {
        String other = new LedgerKeys(folder.resolve("other")).publicKey();

        assertThat(verify(other)).isEqualTo(2);
        assertThat(said()).contains("not signed with the ledger's key");
    }

    @Test
    void aCheckpointIsNeverOverwrittenAndTheSigningKeyIsItsOwnersAlone() throws IOException {
        // Given
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("checkpoints"));
        Checkpoint first = ledger.checkpoints.getFirst();
        Checkpoint other = new Checkpoint(1, 99, first.hash(), first.at(), first.previous(), "");

        // When
        boolean kept = checkpoints.keep(other);

        // Then
        assertThat(kept).isFalse();
        assertThat(checkpoints.upTo(1).next().checkpoint()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys/auth-ledger-signing.keyset"))))
                .isEqualTo("rw-------");
    }

    private int verify(String publicKey) throws IOException {
        Path export = folder.resolve("export.ndjson");
        try (Writer out = Files.newBufferedWriter(export)) {
            LedgerExport.write(ledger.rows.iterator(), out);
        }
        return AuditTool.run(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                "verify",
                "--export",
                export.toString(),
                "--checkpoints",
                folder.resolve("checkpoints").toString(),
                "--public-key",
                publicKey,
                "--report",
                folder.resolve("report.json").toString());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
