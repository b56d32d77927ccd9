// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import com.maxmind.db.ClosedDatabaseException;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Places, and autonomous systems, from a file in MaxMind's DB format, of the operator's choice: the nested layout of GeoLite2
 * and the flat one of ip-location-db, with cities or countries. Which one it is shows in each record. Look-ups are safe for many threads;
 * {@link #refresh} and {@link #close} are called by one.
 *
 * <p>The file is copied before it is mapped into memory: one that is overwritten in its place would otherwise end the JVM.
 */
public final class MmdbPlaces implements Places, AutoCloseable {

    /** Addresses that are looked up before a file is believed, spread over all of IPv4. */
    private static final int PROBES = 256;

    private final WatchedFile file;
    private final Path folder;
    private volatile @Nullable Reader reader;
    private volatile String reason;

    /**
     * Names the file; it is not read yet.
     *
     * @param file in MaxMind's DB format; it may be absent
     * @param folder an existing folder for copies, which this object alone uses
     */
    public MmdbPlaces(Path file, Path folder) {
        this.file = new WatchedFile(file);
        this.folder = folder;
        this.reason = "The file of places " + this.file.name() + " was not read yet.";
    }

    @Override
    public PlaceAnswer of(Address address) {
        return switch (record(address)) {
            case Answer.Fields(Map<?, ?> fields, String type) -> MmdbRecord.place(fields, type);
            case Answer.Nothing() -> new PlaceAnswer.NotFound();
            case Answer.Broken(String why) -> new PlaceAnswer.CouldNotAsk(why);
        };
    }

    /** The number of the autonomous system of an address; empty when the file does not tell, or cannot be read. */
    public OptionalLong provider(Address address) {
        return record(address) instanceof Answer.Fields(Map<?, ?> fields, String type)
                ? MmdbRecord.provider(fields)
                : OptionalLong.empty();
    }

    private sealed interface Answer {
        record Fields(Map<?, ?> fields, String type) implements Answer {}

        record Nothing() implements Answer {}

        record Broken(String reason) implements Answer {}
    }

    private Answer record(Address address) {
        for (Reader now = reader; now != null; ) {
            try {
                Map<?, ?> fields = now.get(address.inet(), Map.class);
                return fields == null
                        ? new Answer.Nothing()
                        : new Answer.Fields(fields, now.getMetadata().databaseType());
            } catch (ClosedDatabaseException replaced) {
                Reader fresh = reader;
                now = fresh == now ? null : fresh;
            } catch (IOException | RuntimeException damaged) {
                return new Answer.Broken("The file of places " + file.name()
                        + " is damaged at this address. Replace it with a whole one.");
            }
        }
        return new Answer.Broken(reason);
    }

    /** Reads the file when it was replaced since the last time. A bad one leaves the last good one in force. */
    public Refresh refresh() {
        WatchedFile.Stamp stamp = file.now();
        if (!file.isNew(stamp)) {
            return new Refresh.Unchanged();
        }
        if (stamp.equals(WatchedFile.Stamp.ABSENT)) {
            file.looked(stamp);
            return kept("is not there");
        }
        try {
            Path copy = Files.createTempFile(folder, "places", ".mmdb");
            try {
                Files.copy(file.path(), copy, StandardCopyOption.REPLACE_EXISTING);
                if (!stamp.equals(file.now())) {
                    // Somebody writes it just now: the next look finds it whole.
                    return new Refresh.Unchanged();
                }
                file.looked(stamp);
                return taken(new Reader(copy.toFile(), Reader.FileMode.MEMORY_MAPPED));
            } finally {
                // What is mapped stays readable without its name, and no copy outlives the process.
                Files.deleteIfExists(copy);
            }
        } catch (IOException | RuntimeException bad) {
            file.looked(stamp);
            return kept("is no whole MaxMind DB");
        }
    }

    private Refresh taken(Reader fresh) throws IOException {
        try {
            for (int probe = 0; probe < PROBES; probe++) {
                fresh.get(InetAddress.getByAddress(new byte[] {(byte) probe, 1, 1, 1}), Map.class);
            }
        } catch (IOException | RuntimeException damaged) {
            fresh.close();
            throw damaged;
        }
        Reader before = reader;
        reader = fresh;
        if (before != null) {
            before.close();
        }
        return new Refresh.Loaded("The file of places " + file.name() + " of "
                + fresh.getMetadata().buildTime().toString().substring(0, 10) + " ("
                + fresh.getMetadata().databaseType() + ") is in use.");
    }

    private Refresh kept(String what) {
        String sentence = "The file of places " + file.name() + " " + what + ".";
        if (reader == null) {
            reason = sentence;
        }
        return new Refresh.Kept(sentence + " Put a whole one there. "
                + (reader == null ? "Until then places are not known from it." : "The one read before stays in use."));
    }

    @Override
    public void close() {
        Reader before = reader;
        reader = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException nothingToDo) {
                reason = "The file of places " + file.name() + " was closed.";
            }
        }
    }
}
