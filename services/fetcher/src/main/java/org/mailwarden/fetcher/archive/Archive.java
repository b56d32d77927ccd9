// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.archive.ArchiveIndex.Entry;
import org.mailwarden.kit.seal.StreamSealer;

/** Keeps raw messages. Streams in and out: no message is ever whole in memory. Safe for many threads. */
@ApplicationScoped
public class Archive {

    private final ArchiveConfig config;
    private final ArchiveKeys keys;
    private final ArchiveIndex index;
    private final Clock clock;
    private @Nullable ArchiveStore store;

    Archive(FetcherConfig config, ArchiveKeys keys, ArchiveIndex index, Clock clock) {
        this.config = config.archive();
        this.keys = keys;
        this.index = index;
        this.clock = clock;
    }

    /**
     * What names a message exactly.
     *
     * @param fingerprint as in MessageReceived
     * @param sha256 over all of it
     */
    public record Sum(String fingerprint, String sha256) {}

    /** Whether this installation has an archive. */
    public boolean isThere() {
        return config.store() != ArchiveConfig.Kind.NONE;
    }

    /**
     * Whether the messages of an account are kept.
     *
     * @param retrieval what happens to them on the server
     */
    public boolean keeps(Retrieval retrieval) {
        return isThere() && (config.everyAccount() || retrieval == Retrieval.DELETE_AFTER_DAYS);
    }

    /**
     * Takes a message in.
     *
     * @param account its account, which exists
     * @return to be closed
     * @throws ArchiveFault when the archive cannot be written
     */
    public Incoming incoming(UUID account) throws ArchiveFault {
        try {
            StreamSealer sealer = keys.findOrMake(account);
            Path file = Files.createTempFile(FolderStore.make(waiting()), "", ".sealed");
            return new Incoming(file, out -> sealer.seal(out, place(account)), (whole, fingerprint, sha256, size) -> {
                Entry entry = new Entry(account, fingerprint, sha256, size, clock.instant());
                if (!index.has(account, fingerprint, sha256)) {
                    store().put(entry.name(), whole);
                    index.add(entry);
                }
            });
        } catch (IOException e) {
            throw new ArchiveFault(
                    "The archive cannot be written: make " + config.folder()
                            + " a folder that the service may write to, or"
                            + " name another in mailwarden.fetcher.archive.folder.",
                    e);
        }
    }

    /**
     * Tells which messages are kept.
     *
     * @param account the account
     * @param wanted messages by any key
     * @return the keys of those that are kept
     */
    public Set<String> holds(UUID account, Map<String, Sum> wanted) {
        Set<String> held = new HashSet<>();
        wanted.forEach((key, sum) -> {
            if (index.has(account, sum.fingerprint(), sum.sha256())) {
                held.add(key);
            }
        });
        return held;
    }

    /**
     * Finds the messages of a fingerprint; it is one unless mails differ in their bodies alone.
     *
     * @param account the account
     * @param fingerprint as in MessageReceived
     * @return oldest first
     */
    public List<Entry> find(UUID account, String fingerprint) {
        return index.find(account, fingerprint);
    }

    /**
     * Opens a message, after all of it was checked: nothing is given of one that was changed.
     *
     * @param entry the message
     * @return its bytes, to be closed; empty when it is not there, or its key was destroyed
     * @throws ArchiveFault when it was changed, or the store cannot be read
     */
    public Optional<InputStream> open(Entry entry) throws ArchiveFault {
        Optional<StreamSealer> sealer = keys.find(entry.accountId());
        if (sealer.isEmpty()) {
            return Optional.empty();
        }
        try {
            try (InputStream clear = clear(entry, sealer.get())) {
                if (!sum(clear).equals(entry.sha256())) {
                    throw new IOException("it is another message");
                }
            }
            return Optional.of(clear(entry, sealer.get()));
        } catch (java.nio.file.NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ArchiveFault(
                    "The archive does not give this message: its store cannot be read, or the message was changed there. Look"
                            + " at the store (mailwarden.fetcher.archive) and restore the object from a backup.",
                    e);
        }
    }

    private InputStream clear(Entry entry, StreamSealer sealer) throws IOException {
        return sealer.open(store().open(entry.name()), place(entry.accountId()));
    }

    private static String sum(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private static String place(UUID account) {
        return "mw1|message|" + account;
    }

    /** Where messages wait, sealed, until they are whole. */
    Path waiting() {
        return config.folder().resolve(".incoming");
    }

    synchronized ArchiveStore store() {
        ArchiveStore known = store;
        if (known == null) {
            known = switch (config.store()) {
                case S3 -> new S3Store(config.s3());
                case FOLDER -> new FolderStore(config.folder());
                case NONE -> throw new IllegalStateException("This installation has no archive");
            };
            store = known;
        }
        return known;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (store instanceof S3Store s3) {
            s3.close();
        }
    }
}
