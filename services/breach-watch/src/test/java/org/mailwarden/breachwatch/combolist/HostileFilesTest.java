// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to hurt, or that somebody broke: each is read or refused with a sentence, and quickly. */
class HostileFilesTest {

    private static final Set<String> FLEET = Set.of("ada@sample.example");
    private static final byte[] LINE = "ada@sample.example:secret1\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void gzipOf1To1000ASingleLineOfMegabytesAHugeAddressAndEndlessRepetitionCostSecondsAndASmallHeap()
            throws Exception {
        // Given
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        Path bomb = folder.resolve("bomb.gz");
        repeat(new GZIPOutputStream(Files.newOutputStream(bomb)), block, 150, LINE);
        Path oneLine = folder.resolve("one-line.txt");
        repeat(
                Files.newOutputStream(oneLine),
                block,
                48,
                (" " + new String(LINE, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
        Path longAddress = folder.resolve("long-address.txt");
        repeat(
                Files.newOutputStream(longAddress),
                block,
                10,
                ("@sample.example:secret1\n" + new String(LINE, StandardCharsets.US_ASCII))
                        .getBytes(StandardCharsets.US_ASCII));
        Path repeated = folder.resolve("repeated.txt");
        repeat(Files.newOutputStream(repeated), LINE, 500_000, new byte[0]);

        // When
        List<String> outcomes = SmallHeap.scan(List.of(bomb, oneLine, longAddress, repeated));

        // Then
        assertThat(outcomes).hasSize(4).allMatch(outcome -> outcome.matches("[12]?[0-9] s, .*"));
        assertThat(outcomes.get(0)).contains("NotACombolist", "expands to more than 200 times its size");
        assertThat(outcomes.get(1)).contains("1 heard", "Scanned[lines=1, pairs=1", "LINE_TOO_LONG=1");
        assertThat(outcomes.get(2)).contains("1 heard", "Scanned[lines=2, pairs=1");
        assertThat(outcomes.get(3)).contains("1 heard", "Scanned[lines=500000, pairs=1", "DUPLICATE=499999");
    }

    @Test
    void nestedZipIsRefused() throws IOException {
        byte[] inner = zip("list.txt", LINE);
        assertRefused(zip("inner.zip", inner), "holds another archive", "Unpack the outer one");
        assertRefused(zip("inner.dat", gzip(LINE)), "holds another archive");
        assertRefused(gzip(gzip(LINE)), "holds another archive");
        assertRefused(gzip(inner), "holds another archive");
    }

    @Test
    void zipWithTooManyEntriesIsRefused() throws IOException {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (int i = 0; i <= Limits.MOST_ENTRIES; i++) {
                zip.putNextEntry(new ZipEntry(String.valueOf(i)));
            }
        }

        // Then
        assertRefused(bytes.toByteArray(), "holds more than 50000 files", "Join the text files");
    }

    @Test
    void overlappingEntriesAreReadOnce() throws IOException {
        // Given
        byte[] zip = zip("list.txt", LINE);
        int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2});
        int end = indexOf(zip, new byte[] {'P', 'K', 5, 6});
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(zip, 0, end);
        twice.write(zip, directory, end - directory);
        ByteBuffer tail = ByteBuffer.wrap(Arrays.copyOfRange(zip, end, zip.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(8, (short) 2)
                .putShort(10, (short) 2)
                .putInt(12, 2 * (end - directory));
        twice.write(tail.array());

        // When
        Collected heard = heard(twice.toByteArray());

        // Then
        assertThat(heard.heard).containsExactly("ada@sample.example secret1");
    }

    @Test
    void zipSlipNamesAreReadAndWriteNothing() throws IOException {
        // Given
        Path outside = folder.resolve("outside");

        // When
        Collected heard = heard(zip("../outside", LINE), "list.zip");

        // Then
        assertThat(heard.heard).containsExactly("ada@sample.example secret1");
        assertThat(outside).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("list.zip"));
        }
    }

    @Test
    void tarWithASymbolicLinkOrADeviceIsRefusedLikeEveryTar() throws IOException {
        byte[] tar = new byte[1536];
        System.arraycopy("link".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 4);
        tar[156] = '2';
        System.arraycopy("/etc/passwd".getBytes(StandardCharsets.US_ASCII), 0, tar, 157, 11);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(tar, "is a tar file", "Unpack it first");
        assertRefused(gzip(tar), "holds another archive (tar)");
    }

    @Test
    void truncatedGzipOrZipIsRefused() throws IOException {
        byte[] text = MadeUpText.of(1, 200_000);
        byte[] gzip = gzip(text);
        byte[] zip = zip("list.txt", text);
        assertRefused(Arrays.copyOf(gzip, gzip.length / 2), "cut off", "Fetch it again");
        assertRefused(Arrays.copyOf(gzip, gzip.length - 4), "cut off");
        assertRefused(Arrays.copyOf(zip, zip.length / 2), "cut off");
        assertRefused(Arrays.copyOf(zip, zip.length - 10), "cut off");
    }

    @Test
    void damagedArchiveIsRefused() throws IOException {
        byte[] gzip = gzip(MadeUpText.of(1, 200_000));
        gzip[gzip.length / 2] ^= 0x55;
        gzip[gzip.length / 2 + 1] ^= 0x55;
        assertRefused(gzip, "damaged", "Unpack it");
    }

    @Test
    void concatenatedMembersAreAllRead() throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(gzip("ada@sample.example:secret1\n".getBytes(StandardCharsets.US_ASCII)));
        joined.write(gzip("ada@sample.example:secret2".getBytes(StandardCharsets.US_ASCII)));
        assertThat(heard(joined.toByteArray()).heard)
                .containsExactly("ada@sample.example secret1", "ada@sample.example secret2");
    }

    @Test
    void allTextsOfAZipAreReadAndEndTheirLastLines() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 1; i <= 3; i++) {
                zip.putNextEntry(new ZipEntry("folder" + i + "/"));
                zip.putNextEntry(new ZipEntry("folder" + i + "/Passwords.txt"));
                zip.write(("ada@sample.example:secret" + i).getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(heard(bytes.toByteArray()).shown)
                .map(pair -> pair.substring(0, 1))
                .containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource({"list.txt, gzip", "list.zip, gzip", "list.gz, zip", "list.7z, text", "list.gz, text"})
    void wrongExtensionDoesNotMatterTheContentDoes(String name, String kind) throws IOException {
        byte[] bytes = switch (kind) {
            case "gzip" -> gzip(LINE);
            case "zip" -> zip("x", LINE);
            default -> LINE;
        };
        assertThat(heard(bytes, name).heard).containsExactly("ada@sample.example secret1");
    }

    @ParameterizedTest
    @CsvSource({
        "FD377A585A00, xz",
        "377ABCAF271C, 7z",
        "526172211A0701, rar",
        "425A6839, bzip2",
        "28B52FFD, zstd",
        "04224D18, lz4",
        "255044462D312E37, PDF",
        "504B0708, zip in parts"
    })
    void whatIsNotReadIsNamedAndToBeUnpacked(String magic, String called) throws IOException {
        byte[] bytes = new byte[600];
        byte[] head = java.util.HexFormat.of().parseHex(magic);
        System.arraycopy(head, 0, bytes, 0, head.length);
        assertRefused(bytes, "is a " + called + " file", "Unpack it first");
    }

    @Test
    void lockedZipIsRefused() throws IOException {
        byte[] zip = zip("list.txt", LINE);
        zip[6] |= 1;
        assertRefused(zip, "locked with a password", "Unpack it");
    }

    @Test
    void textInUtf16WithAMarkOrLatin1OrWithNulBytesIsRead() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] text = "\u00e9tranger\nada@sample.example:s\u00e9cret\n".getBytes(charset);
            assertThat(heard(text).heard).containsExactly("ada@sample.example s\u00e9cret");
            assertThat(heard(gzip(text)).heard).containsExactly("ada@sample.example s\u00e9cret");
        }
        byte[] latin = "\u00e9:\u00e9\nada@sample.example:secret1\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(heard(latin).heard).containsExactly("ada@sample.example secret1");
        assertThat(heard("\0\0ada@sam\0ple.example:se\0cret1\n".getBytes(StandardCharsets.US_ASCII)).heard)
                .containsExactly("ada@sample.example secret1");
    }

    @Test
    void lastLineWithoutANewlineCounts() throws IOException {
        byte[] text = "stranger@elsewhere.example:x\nada@sample.example:secret1".getBytes(StandardCharsets.US_ASCII);
        assertThat(scanned(text).lines()).isEqualTo(2);
        assertThat(heard(text).heard).containsExactly("ada@sample.example secret1");
    }

    @Test
    void mixedLineEndsAreEachOne() throws IOException {
        byte[] text = "a\r\nb\rc\n\rada@sample.example:secret1\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(scanned(text).lines()).isEqualTo(5);
        assertThat(heard(text).shown).containsExactly("5 ada@sample.example EMAIL_PASSWORD null CLEAR [secret1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ";", ",", "|", "\t", " "})
    void everySeparatorIsReadAlsoWhenItStandsInThePassword(String separator) throws IOException {
        String line = "ada@sample.example" + separator + "sec" + separator + "ret";
        assertThat(heard(line.getBytes(StandardCharsets.US_ASCII)).heard)
                .contains("ada@sample.example sec" + separator + "ret", "ada@sample.example sec");
    }

    @Test
    void emptyUserOrPasswordIsCounted() throws IOException {
        byte[] text =
                "@sample.example:x\n:x\nada@sample.example:\nada@sample.example\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(scanned(text).pairs()).isZero();
        assertThat(scanned(text).rejects())
                .containsEntry(Reject.NO_PASSWORD, 2L)
                .containsEntry(Reject.NO_ADDRESS, 1L);
    }

    @Test
    void sha1InSmallLettersIsAHashAndAShortOrOddOneIsNot() throws IOException {
        String sha1 = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8";
        assertThat(heard(("ada@sample.example:" + sha1).getBytes(StandardCharsets.US_ASCII)).shown)
                .singleElement()
                .asString()
                .contains(" SHA1 ");
        for (String odd : List.of(sha1.substring(1), sha1 + "0", sha1.replace('5', 'g'))) {
            assertThat(heard(("ada@sample.example:" + odd).getBytes(StandardCharsets.US_ASCII)).shown)
                    .singleElement()
                    .asString()
                    .contains(" CLEAR ");
        }
    }

    @Test
    void fileThatIsReplacedOrGrowsWhileItIsReadIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("list"), MadeUpText.of(2, 2_500_000));
        Path other = Files.write(folder.resolve("other"), MadeUpText.of(3, 2_500_000));
        assertThat(changing(file, () -> Files.write(file, LINE, StandardOpenOption.APPEND)))
                .asString()
                .contains("NotACombolist", "changed while it was read");
        assertThat(changing(file, () -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING)))
                .asString()
                .contains("NotACombolist", "changed while it was read");
    }

    @Test
    void listThatNamesEveryMemberOnceHearsEachOnce() throws IOException {
        // Given
        Set<String> fleet = IntStream.range(0, 20_000)
                .mapToObj(i -> "member" + i + "@sample.example")
                .collect(Collectors.toSet());
        Path file = Files.write(
                folder.resolve("list"),
                fleet.stream().sorted().map(member -> member + ":secret1").toList());
        Collected heard = new Collected();

        // When
        CombolistScanner.scan(file, fleet, heard);

        // Then
        assertThat(heard.heard).hasSize(20_000).doesNotHaveDuplicates();
    }

    @Test
    void lineOfNothingButOneAddressGathersNoEndlessPair() throws IOException {
        // Given
        String line = IntStream.range(0, 20_000)
                .mapToObj(i -> "ada@sample.example:secret" + i)
                .collect(Collectors.joining(" "));
        List<Integer> sizes = new ArrayList<>();
        Path file = Files.writeString(folder.resolve("list"), line);

        // When
        CombolistScanner.scan(file, FLEET, new Collected() {
            @Override
            public void found(Pair pair) {
                sizes.add(pair.candidates().size());
            }
        });

        // Then
        assertThat(sizes).isNotEmpty().allMatch(size -> size < 2 * Limits.MANY_CANDIDATES);
    }

    private static ScanOutcome changing(Path file, Change change) throws IOException {
        List<Long> calls = new ArrayList<>();
        return CombolistScanner.scan(file, FLEET, new Collected() {
            @Override
            public void progress(long done, long total) {
                calls.add(done);
                try {
                    if (calls.size() == 1) {
                        change.make();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private void assertRefused(byte[] bytes, String... words) throws IOException {
        ScanOutcome outcome = CombolistScanner.scan(Files.write(folder.resolve("file"), bytes), FLEET, new Collected());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ScanOutcome.NotACombolist.class,
                        refused -> assertThat(refused.sentence()).contains(words));
    }

    private Collected heard(byte[] bytes) throws IOException {
        return heard(bytes, "list");
    }

    private Collected heard(byte[] bytes, String name) throws IOException {
        Collected heard = new Collected();
        CombolistScanner.scan(Files.write(folder.resolve(name), bytes), FLEET, heard);
        return heard;
    }

    private ScanOutcome.Scanned scanned(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("list"), bytes);
        return (ScanOutcome.Scanned) CombolistScanner.scan(file, FLEET, new Collected());
    }

    private static void repeat(OutputStream to, byte[] bytes, int times, byte[] end) throws IOException {
        try (OutputStream out = new BufferedOutputStream(to)) {
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
            out.write(end);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String name, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        return IntStream.range(0, bytes.length)
                .filter(i ->
                        Arrays.equals(bytes, i, Math.min(bytes.length, i + wanted.length), wanted, 0, wanted.length))
                .findFirst()
                .orElseThrow();
    }
}
