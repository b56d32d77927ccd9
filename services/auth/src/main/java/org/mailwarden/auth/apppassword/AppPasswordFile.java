// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Writes the file that Dovecot reads, always whole and in one step, from what the database says at that moment. Blocking;
 * safe for many threads; never in a transaction, for it must see what others have committed.
 */
@ApplicationScoped
public class AppPasswordFile {

    private static final Logger LOG = Logger.getLogger(AppPasswordFile.class);
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private static final Duration SEEN = Duration.ofMillis(1_200);

    private final AppPasswordConfig config;
    private final AppPasswordRows rows;
    private final Clock clock;
    private volatile long writtenAt = System.nanoTime() - SEEN.toNanos();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile FileState state =
            new FileState.Behind("The file was not looked at yet. Wait until auth has started");

    AppPasswordFile(AppPasswordConfig config, AppPasswordRows rows, Clock clock) {
        this.config = config;
        this.rows = rows;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        publish();
    }

    /** Whether there are app passwords here at all. */
    public boolean isOn() {
        return config.file().isPresent();
    }

    /** How the file stood when it was last looked at. */
    public FileState state() {
        return isOn() ? state : new FileState.Off();
    }

    /**
     * Makes the file what the database says. When it is that already nothing is written.
     *
     * @return how it stands now
     */
    public FileState publish() {
        if (config.file().isEmpty()) {
            return new FileState.Off();
        }
        Path file = config.file().get().toAbsolutePath();
        // The database is read under the lock: whoever writes last has read last.
        writing.lock();
        try {
            FileState before = state;
            state = written(file);
            if (state instanceof FileState.Behind(String why) && !state.equals(before)) {
                LOG.errorf("App passwords that were issued or revoked are not in force: %s", why);
            }
            return state;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Makes the file what the database says, and looks whether it could be written if it had to be.
     *
     * @return how it stands now
     */
    public FileState examine() {
        FileState now = publish();
        Optional<Path> file = config.file();
        return now instanceof FileState.Current && file.isPresent() && !Files.isWritable(folder(file.get()))
                ? behind(file.get(), "the folder is not writable")
                : now;
    }

    /**
     * Waits until Dovecot has looked at the file again, which it does once a second. Whoever signs in before with what was
     * revoked still gets in, and into Dovecot's cache: so the cache is emptied after this, and not before.
     */
    void awaitSeen() {
        for (long left = untilSeen(); left > 0 && !Thread.currentThread().isInterrupted(); left = untilSeen()) {
            LockSupport.parkNanos(left);
        }
    }

    private long untilSeen() {
        return SEEN.toNanos() - (System.nanoTime() - writtenAt);
    }

    /**
     * Reads in the file itself what lets somebody in.
     *
     * @param names names to sign in with, lower case
     * @return the hashes
     * @throws IOException when it cannot be read
     */
    Set<String> hashesOf(Collection<String> names) throws IOException {
        Optional<Path> file = config.file();
        return file.isEmpty() ? Set.of() : PasswdFile.hashesOf(Files.readString(file.get()), names);
    }

    private FileState written(Path file) {
        String text;
        try {
            text = QuarkusTransaction.requiringNew().call(() -> PasswdFile.text(entries()));
        } catch (RuntimeException cause) {
            LOG.debug("The app passwords could not be read", cause);
            return new FileState.Behind("The database could not be read. The file is written as soon as it can be");
        }
        try {
            if (!isThere(file, text)) {
                replace(file, text);
            }
            return new FileState.Current();
        } catch (IOException | UnsupportedOperationException cause) {
            return behind(file, cause.getClass().getSimpleName());
        }
    }

    private FileState behind(Path file, String why) {
        return new FileState.Behind("The file " + file + " cannot be written (" + why
                + "). Let auth write into its folder; the file then follows by itself within "
                + config.checkEvery().toSeconds() + " seconds");
    }

    private static Path folder(Path file) {
        return java.util.Objects.requireNonNull(file.toAbsolutePath().getParent(), "an absolute path");
    }

    private List<PasswdFile.Entry> entries() {
        Map<String, List<String>> addresses = rows.addresses();
        return rows.valid(clock.instant()).stream()
                .map(row -> new PasswdFile.Entry(
                        names(row.owner(), addresses), row.shown().protocols(), row.slot(), row.hash()))
                .toList();
    }

    /** The names with which the owner of app passwords signs in. */
    static List<String> names(String owner, Map<String, List<String>> addresses) {
        List<String> names = new ArrayList<>();
        names.add(owner);
        names.addAll(addresses.getOrDefault(owner, List.of()));
        return names;
    }

    private static boolean isThere(Path file, String text) throws IOException {
        try {
            return Files.readString(file).equals(text)
                    && Files.getPosixFilePermissions(file).equals(MODE);
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Dovecot 2.3 takes a file of the same size and the same second for the one that it knows. */
    private long anotherSecond(Path file) throws IOException {
        long now = clock.instant().getEpochSecond();
        try {
            return Math.max(now, Files.getLastModifiedTime(file).to(TimeUnit.SECONDS) + 1);
        } catch (NoSuchFileException first) {
            return now;
        }
    }

    private void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel out = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            // Not when it is made: the process' umask would take from it.
            Files.setPosixFilePermissions(draft, MODE);
            Files.setLastModifiedTime(draft, FileTime.from(anotherSecond(file), TimeUnit.SECONDS));
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        writtenAt = System.nanoTime();
        // The rename too is to outlast a crash: else a revoked password comes back with the old file.
        try (FileChannel folder = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
