// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of checkpoints: one file each, a thousand to a folder, made in one step and never written again. A crash
 * leaves a whole file or none.
 */
public final class CheckpointFolder {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TO_A_FOLDER = 1000;
    private static final int MOST_BYTES = 4096;
    private static final int DIGITS = 12;
    private static final Pattern NAME = Pattern.compile("\\d{12}\\.json");

    private final Path folder;

    /**
     * Names the folder.
     *
     * @param folder made when the first checkpoint is kept
     */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A file of the folder.
     *
     * @param file its place
     * @param checkpoint what it says; null when it is no checkpoint
     */
    public record Kept(Path file, @Nullable Checkpoint checkpoint) {}

    /**
     * Reads the files in the order of their numbers.
     *
     * @param number the last one wanted
     * @return reads one file at a time
     * @throws UncheckedIOException when the folder is there and cannot be read
     */
    public Iterator<Kept> upTo(long number) {
        return list(folder).stream()
                .filter(Files::isDirectory)
                .flatMap(part -> files(part).stream())
                .takeWhile(file -> number(file) <= number)
                .map(CheckpointFolder::read)
                .iterator();
    }

    /**
     * The highest number in the folder.
     *
     * @return 0 when there is no checkpoint
     */
    public long newest() {
        return lastFile().map(CheckpointFolder::number).orElse(0L);
    }

    /**
     * Reads the file with the highest number.
     *
     * @return the file; empty when there is none
     */
    public Optional<Kept> last() {
        return lastFile().map(CheckpointFolder::read);
    }

    private Optional<Path> lastFile() {
        return list(folder).reversed().stream()
                .filter(Files::isDirectory)
                .flatMap(part -> files(part).reversed().stream())
                .findFirst();
    }

    /**
     * Keeps a checkpoint.
     *
     * @param checkpoint the checkpoint
     * @return false when there is one with this number already, which stays as it is
     * @throws IOException when it could not be written
     */
    public boolean keep(Checkpoint checkpoint) throws IOException {
        Path file = file(checkpoint.number());
        Path part = file.toAbsolutePath().getParent();
        Files.createDirectories(part);
        Path draft = Files.createTempFile(
                part,
                ".checkpoint",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, write(checkpoint) + "\n");
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r--r--"));
            // A link, not a move: a move would write over the file that another instance has just made.
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException other) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    Path file(long number) {
        return folder.resolve(String.format(Locale.ROOT, "%09d", number / TO_A_FOLDER))
                .resolve(String.format(Locale.ROOT, "%012d.json", number));
    }

    static String write(Checkpoint checkpoint) {
        return JSON.createObjectNode()
                .put("number", checkpoint.number())
                .put("seq", checkpoint.seq())
                .put("hash", checkpoint.hash())
                .put("at", checkpoint.at().toString())
                .put("previous", checkpoint.previous())
                .put("signature", checkpoint.signature())
                .toString();
    }

    private static Kept read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new Kept(file, null);
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            return new Kept(
                    file,
                    new Checkpoint(
                            json.path("number").asLong(),
                            json.path("seq").asLong(),
                            json.path("hash").asText(),
                            Instant.parse(json.path("at").asText()),
                            json.path("previous").asText(),
                            json.path("signature").asText()));
        } catch (JsonProcessingException | DateTimeParseException noCheckpoint) {
            return new Kept(file, null);
        } catch (IOException cause) {
            throw new UncheckedIOException("The checkpoint " + file + " could not be read", cause);
        }
    }

    private static List<Path> files(Path part) {
        return list(part).stream()
                .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                .toList();
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, DIGITS));
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Collections.emptyList();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException cause) {
            throw new UncheckedIOException("The folder of checkpoints " + folder + " could not be read", cause);
        }
    }
}
