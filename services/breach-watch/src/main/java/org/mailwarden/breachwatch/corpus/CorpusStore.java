// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the corpus: generations side by side, {@code CURRENT} names those that serve, one a line: a base, and the
 * overlays on it from the oldest to the newest. Opening verifies; what an import left half-done is swept away. Safe for many
 * threads.
 */
public final class CorpusStore implements AutoCloseable {

    static final String CURRENT = "CURRENT";
    static final String IMPORTING = ".importing-";
    /** In a folder that is being written: work that can go on after a restart. */
    static final String CHECKPOINT = "CHECKPOINT";

    private static final String ETAGS = "etags-";

    /** More are compacted before another lands: each is one more set to look into. */
    static final int MOST_OVERLAYS = 4;

    private final Path folder;
    private final long memory;
    private final HashKind kind;
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
        this(folder, memory, HashKind.SHA1);
    }

    /**
     * Opens the store of another kind.
     *
     * @param folder made when it is missing
     * @param memory bytes of the machine's memory that a generation may fill; larger ones are read from disk
     * @param kind of the hashes in it
     */
    public CorpusStore(Path folder, long memory, HashKind kind) {
        this.folder = folder;
        this.memory = memory;
        this.kind = kind;
        try {
            Files.createDirectories(folder);
            sweep(true);
            openCurrent();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The corpus folder " + folder + " could not be opened: " + e.getMessage(), e);
        }
    }

    /**
     * A generation that is there and cannot be trusted. Nothing is concluded from it, neither found nor not found.
     *
     * @param generation its name, as {@link Corpus#generation()} would give it
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
        List<String> names = current();
        if (names.isEmpty()) {
            return;
        }
        try {
            live = openStack(names);
        } catch (IOException | RuntimeException e) {
            damage = damage(viewOf(names.getLast()), e);
        }
    }

    private String viewOf(String name) {
        try {
            return Manifest.read(folder.resolve(name)).view();
        } catch (IOException e) {
            return name;
        }
    }

    /**
     * Uses what serves: the live generation, or the base with its overlays.
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

    /** Name of what serves, as {@link Corpus#generation()} gives it; empty when nothing does. */
    public Optional<String> generation() {
        return Optional.ofNullable(live).map(Corpus::generation);
    }

    /** What the corpora in it are made of. */
    public HashKind kind() {
        return kind;
    }

    /** The folder of the store. */
    Path folder() {
        return folder;
    }

    /**
     * Makes a finished generation all that serves, at once for everybody, and lets what served before go.
     *
     * @param written its folder inside the store's
     * @param generation its name
     */
    synchronized void land(Path written, String generation) throws IOException {
        land(written, generation, List.of(generation));
    }

    /**
     * Lays a finished generation over what it was made for, or makes it the base when it was made for none.
     *
     * @param written its folder inside the store's
     * @param manifest what it says of itself
     * @return how it ended
     */
    synchronized Laid layOver(Path written, Manifest manifest) throws IOException {
        Optional<String> serves = generation();
        if (!Optional.ofNullable(manifest.over()).equals(serves)) {
            return Laid.OVER_ANOTHER;
        }
        List<String> names = serves.isEmpty() ? List.of() : current();
        if (names.size() > MOST_OVERLAYS) {
            return Laid.TOO_MANY;
        }
        List<String> stack = new ArrayList<>(names);
        stack.add(manifest.generation());
        land(written, manifest.generation(), stack);
        return Laid.DONE;
    }

    /** How an overlay landed. */
    enum Laid {
        /** It serves. */
        DONE,
        /** Something else serves by now; nothing was changed. */
        OVER_ANOTHER,
        /** The overlays have to be compacted first; nothing was changed. */
        TOO_MANY
    }

    /**
     * Puts a finished generation in the place of the base and its overlays that it was made of. Overlays that landed since
     * stay over it.
     *
     * @param written its folder inside the store's
     * @param generation its name
     * @param replaced what it was made of
     * @return false when something else serves by now; nothing was changed then
     */
    synchronized boolean replace(Path written, String generation, List<String> replaced) throws IOException {
        List<String> names = current();
        if (live == null
                || names.size() < replaced.size()
                || !names.subList(0, replaced.size()).equals(replaced)) {
            return false;
        }
        List<String> stack = new ArrayList<>();
        stack.add(generation);
        stack.addAll(names.subList(replaced.size(), names.size()));
        land(written, generation, stack);
        return true;
    }

    private void land(Path written, String generation, List<String> stack) throws IOException {
        Path landed = folder.resolve(generation);
        Files.move(written, landed, StandardCopyOption.ATOMIC_MOVE);
        try {
            Durable.sync(folder);
            switchTo(stack);
        } catch (IOException | RuntimeException e) {
            if (!current().contains(generation)) {
                delete(landed);
            }
            throw e;
        }
    }

    private void switchTo(List<String> stack) throws IOException {
        Corpus next = openStack(stack);
        try {
            nameCurrent(stack);
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
            sweep(false);
        } catch (IOException e) {
            // The new generation serves; what could not be deleted is swept after the next import or at the next start.
        }
    }

    private void nameCurrent(List<String> stack) throws IOException {
        Durable.replace(folder, CURRENT, String.join("\n", stack).getBytes(StandardCharsets.UTF_8));
    }

    /** The names of what serves, the base first; none when nothing was imported yet. */
    List<String> current() throws IOException {
        try {
            return Files.readString(folder.resolve(CURRENT), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private Corpus openStack(List<String> names) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        long size = 0;
        for (String name : names) {
            Manifest manifest = manifest(name);
            manifests.add(manifest);
            size += manifest.files().values().stream()
                    .mapToLong(Manifest.FileFacts::size)
                    .sum();
        }
        Corpus view = null;
        try {
            for (Manifest manifest : manifests) {
                view = openGeneration(manifest, view, size < memory);
            }
            return Objects.requireNonNull(view, "a stack has a base");
        } catch (IOException | RuntimeException e) {
            if (view != null) {
                view.close();
            }
            throw e;
        }
    }

    private Manifest manifest(String name) throws IOException {
        Manifest manifest = Manifest.read(folder.resolve(name));
        if (manifest.format() != Manifest.FORMAT) {
            throw new IOException("generation " + name + " has format " + manifest.format()
                    + ", which this version does not read. Import the corpus again.");
        }
        if (manifest.kind() != kind) {
            throw new IOException("generation " + name + " is no " + kind.text() + " corpus. Import the corpus again.");
        }
        return manifest;
    }

    private Corpus openGeneration(Manifest manifest, @Nullable Corpus under, boolean mapped) throws IOException {
        String name = manifest.generation();
        Path generation = folder.resolve(name);
        if (!Objects.equals(manifest.over(), under == null ? null : under.generation())) {
            throw new IOException("generation " + name
                    + " lies over another one than it was made for. Import the corpus" + " again.");
        }
        new GenerationCheck(generation, manifest).quick();
        return new Corpus(
                manifest,
                ByteStore.open(generation.resolve(Layout.ROWS), mapped),
                ByteStore.open(generation.resolve(Layout.LARGE_COUNTS), mapped),
                // At most 84 MB, and asked in every look-up.
                ByteStore.open(generation.resolve(Layout.INDEX), true),
                manifest.facts(Layout.LARGE_COUNTS).size() / Layout.LARGE_COUNT_BYTES,
                manifest.files().containsKey(Layout.PREFIXES)
                        ? PrefixSet.read(Files.readAllBytes(generation.resolve(Layout.PREFIXES)))
                        : null,
                under);
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
            for (Corpus segment : corpus.segments()) {
                Manifest manifest = segment.manifest();
                if (!new GenerationCheck(folder.resolve(manifest.generation()), manifest).whole(pause)) {
                    break;
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

    /**
     * Deletes whatever does not serve.
     *
     * @param starting whether nothing else is at work here: imports that broke off go too
     */
    private void sweep(boolean starting) throws IOException {
        List<String> current = current();
        String etags = current.isEmpty() ? "" : ETAGS + viewOf(current.getLast());
        List<Path> dead;
        try (Stream<Path> content = Files.list(folder)) {
            dead = content.filter(path -> {
                        String name = path.getFileName().toString();
                        if (name.startsWith(IMPORTING)) {
                            return starting && !Files.exists(path.resolve(CHECKPOINT));
                        }
                        return Files.isDirectory(path)
                                ? !current.contains(name)
                                : name.startsWith(ETAGS) && !name.equals(etags);
                    })
                    .toList();
        }
        for (Path path : dead) {
            delete(path);
        }
    }

    /** Where the tags of the ranges of a version are. */
    Path etags(String version) {
        return folder.resolve(ETAGS + version);
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
