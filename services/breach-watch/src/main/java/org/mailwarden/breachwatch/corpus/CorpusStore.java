// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the corpus: generations side by side, {@code CURRENT} names the live one. Opening verifies; what an import
 * left half-done is swept away. Safe for many threads.
 */
public final class CorpusStore implements AutoCloseable {

    static final String CURRENT = "CURRENT";
    static final String IMPORTING = ".importing-";

    /** Of each file: 256 MB are read in half a second. */
    private static final int SEGMENTS_AT_START = 4;

    private static final RandomGenerator RANDOM = new SplittableRandom();

    private final Path folder;
    private final long memory;
    /** Changed under the lock, read without it: who looks up never waits for a generation that is being opened. */
    private volatile @Nullable Corpus live;

    private volatile @Nullable Damage damage;

    /**
     * Opens the store.
     *
     * @param folder made when it is missing
     * @param memory bytes of the machine's memory that a generation may fill; larger ones are read from disk
     */
    public CorpusStore(Path folder, long memory) {
        this.folder = folder;
        this.memory = memory;
        try {
            Files.createDirectories(folder);
            sweep();
            openCurrent();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The corpus folder " + folder + " could not be opened: " + e.getMessage(), e);
        }
    }

    /**
     * A generation that is there and cannot be trusted. Nothing is concluded from it, neither found nor not found.
     *
     * @param generation its name
     * @param sentence what is wrong with it and what to do, for people
     */
    public record Damage(String generation, String sentence) {}

    /**
     * Tells whether the live generation was refused at the start.
     *
     * @return what is wrong with it; empty when it serves, or none was imported yet
     */
    public Optional<Damage> damage() {
        return Optional.ofNullable(damage);
    }

    /** A damaged corpus is no reason not to start: everything but the search in it goes on. */
    private void openCurrent() throws IOException {
        String name = currentName();
        if (name == null) {
            return;
        }
        try {
            live = openGeneration(name);
        } catch (IOException | RuntimeException e) {
            damage = damage(name, e);
        }
    }

    /**
     * Uses the live generation.
     *
     * @return the corpus, for the caller to close; empty when none was imported yet, or the one there is is damaged
     */
    public Optional<Corpus> open() {
        for (Corpus corpus = live; corpus != null; corpus = live) {
            // It fails when another one took over in between.
            if (corpus.acquire()) {
                return Optional.of(corpus);
            }
        }
        return Optional.empty();
    }

    /** The folder of the store. */
    Path folder() {
        return folder;
    }

    /** Makes a finished generation the live one, at once for everybody, and lets the one before go. */
    synchronized void switchTo(String generation) throws IOException {
        Corpus next = openGeneration(generation);
        try {
            nameCurrent(generation);
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        Corpus before = live;
        live = next;
        damage = null;
        if (before != null) {
            before.close();
        }
        try {
            sweep();
        } catch (IOException e) {
            // The new generation serves; what could not be deleted is swept after the next import or at the next start.
        }
    }

    private void nameCurrent(String generation) throws IOException {
        Path temporary = folder.resolve(CURRENT + ".next");
        Files.writeString(
                temporary,
                generation,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(temporary, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(folder);
    }

    /** Whether a generation is the one that the next start would open. */
    boolean names(String generation) throws IOException {
        return generation.equals(currentName());
    }

    private Corpus openGeneration(String name) throws IOException {
        Path generation = folder.resolve(name);
        Manifest manifest = Manifest.read(generation);
        if (manifest.format() != Manifest.FORMAT) {
            throw new IOException("generation " + name + " has format " + manifest.format()
                    + ", which this version does not read. Import the corpus again.");
        }
        long size = 0;
        for (var file : manifest.files().entrySet()) {
            long real = Files.size(generation.resolve(file.getKey()));
            if (real != file.getValue().size()) {
                throw new IOException("file " + file.getKey() + " of generation " + name + " has " + real
                        + " bytes, not " + file.getValue().size() + ". Import the corpus again.");
            }
            size += real;
        }
        for (var file : manifest.files().entrySet()) {
            int segments = file.getValue().segments().size();
            for (int segment : Segments.sample(segments, SEGMENTS_AT_START, RANDOM)) {
                check(name, manifest, file.getKey(), segment);
            }
        }
        boolean mapped = size < memory;
        return new Corpus(
                manifest,
                ByteStore.open(generation.resolve(Layout.ROWS), mapped),
                ByteStore.open(generation.resolve(Layout.LARGE_COUNTS), mapped),
                // At most 84 MB, and asked in every look-up.
                ByteStore.open(generation.resolve(Layout.INDEX), true),
                manifest.facts(Layout.LARGE_COUNTS).size() / Layout.LARGE_COUNT_BYTES);
    }

    private void check(String generation, Manifest manifest, String file, int segment) throws IOException {
        long expected = manifest.facts(file).segments().get(segment);
        if (!Segments.isIntact(folder.resolve(generation).resolve(file), segment, expected)) {
            throw new IOException("file " + file + " of generation " + generation + " is not what was written (segment "
                    + segment + "). Check the disk, then import the corpus again.");
        }
    }

    /**
     * Reads all of the live generation and compares it with what was written. One that is damaged serves no more. Takes as
     * long as reading its files.
     *
     * @param pause called after each 64 MiB, so that look-ups come first; false ends the check
     * @return what was found; empty when it serves on, or none serves
     */
    public Optional<Damage> scrub(BooleanSupplier pause) {
        Optional<Corpus> open = open();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try (Corpus corpus = open.get()) {
            Manifest manifest = corpus.manifest();
            for (var file : manifest.files().entrySet()) {
                for (int segment = 0; segment < file.getValue().segments().size(); segment++) {
                    check(corpus.generation(), manifest, file.getKey(), segment);
                    if (!pause.getAsBoolean()) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return condemn(open.get(), e);
        }
    }

    /** Files that are gone because another generation took over meanwhile are no damage. */
    private synchronized Optional<Damage> condemn(Corpus corpus, IOException why) {
        if (live != corpus) {
            return Optional.empty();
        }
        damage = damage(corpus.generation(), why);
        live = null;
        corpus.close();
        return damage();
    }

    private static Damage damage(String generation, Exception why) {
        return new Damage(
                generation,
                "The corpus cannot be used, so nothing is concluded from it: " + why.getMessage()
                        + " Until then no password counts as checked.");
    }

    private @Nullable String currentName() throws IOException {
        try {
            return Files.readString(folder.resolve(CURRENT), StandardCharsets.UTF_8)
                    .strip();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Deletes whatever is not the live generation: old ones, and imports that broke off. */
    private void sweep() throws IOException {
        String current = currentName();
        List<Path> dead;
        try (Stream<Path> content = Files.list(folder)) {
            dead = content.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().equals(current))
                    .toList();
        }
        for (Path path : dead) {
            delete(path);
        }
    }

    static void delete(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Lets the live generation go. */
    @Override
    public synchronized void close() {
        Corpus last = live;
        live = null;
        if (last != null) {
            last.close();
        }
    }
}
