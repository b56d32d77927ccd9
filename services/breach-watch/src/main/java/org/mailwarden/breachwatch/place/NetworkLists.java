// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailwarden.kit.egress.Network;

/**
 * Lists of networks that an operator keeps as text files, one for each {@link NetworkMark}: one network a line (RFC 4632), what
 * follows a {@code #} is a remark. Look-ups are safe for many threads; {@link #refresh} is called by one.
 */
public final class NetworkLists {

    /** Bytes of a file: a list of every hosting network has a few megabytes. */
    private static final long LARGEST = 64L << 20;

    private static final int LONGEST_LINE = 200;
    private static final int NAMED_LINES = 3;

    private final Map<NetworkMark, WatchedFile> files = new EnumMap<>(NetworkMark.class);
    private volatile Map<NetworkMark, AddressRanges> lists = Map.of();

    /**
     * Names the files; none is read yet.
     *
     * @param files the list of each mark; marks without one mark nothing
     */
    public NetworkLists(Map<NetworkMark, Path> files) {
        files.forEach((mark, path) -> this.files.put(mark, new WatchedFile(path)));
    }

    /** What the lists say of an address; empty when they say nothing. */
    public Set<NetworkMark> of(Address address) {
        Set<NetworkMark> marks = Set.of();
        for (Map.Entry<NetworkMark, AddressRanges> list : lists.entrySet()) {
            if (list.getValue().contains(address)) {
                marks = marks.isEmpty() ? EnumSet.noneOf(NetworkMark.class) : marks;
                marks.add(list.getKey());
            }
        }
        return marks.isEmpty() ? marks : Collections.unmodifiableSet(marks);
    }

    /**
     * Reads the files that were replaced since the last time.
     *
     * @return for each file that is not as it was, what came of it
     */
    public List<Refresh> refresh() {
        List<Refresh> told = new ArrayList<>();
        for (Map.Entry<NetworkMark, WatchedFile> file : files.entrySet()) {
            Refresh came = refresh(file.getKey(), file.getValue());
            if (!(came instanceof Refresh.Unchanged)) {
                told.add(came);
            }
        }
        return told;
    }

    private Refresh refresh(NetworkMark mark, WatchedFile file) {
        WatchedFile.Stamp stamp = file.now();
        if (!file.isNew(stamp)) {
            return new Refresh.Unchanged();
        }
        file.looked(stamp);
        if (stamp.size() > LARGEST) {
            return kept(file, "it is larger than " + (LARGEST >> 20) + " MB. Shorten it");
        }
        try {
            return read(mark, file);
        } catch (IOException unreadable) {
            return kept(file, "it cannot be read. Put the file there and let the service read it");
        }
    }

    private Refresh read(NetworkMark mark, WatchedFile file) throws IOException {
        List<Network> networks = new ArrayList<>();
        List<Integer> bad = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file.path());
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int remark = line.indexOf('#');
                String text = (remark < 0 ? line : line.substring(0, remark)).strip();
                if (!text.isEmpty() && (text.length() > LONGEST_LINE || !added(text, networks))) {
                    bad.add(number);
                }
            }
        }
        if (networks.isEmpty() && !bad.isEmpty()) {
            return kept(file, "none of its " + bad.size() + " lines is a network. Write one a line as address/bits");
        }
        Map<NetworkMark, AddressRanges> fresh = new EnumMap<>(NetworkMark.class);
        fresh.putAll(lists);
        fresh.put(mark, new AddressRanges(networks));
        lists = Collections.unmodifiableMap(fresh);
        return new Refresh.Loaded("The list " + file.name() + " names " + networks.size() + " networks as "
                + mark.text() + "." + skipped(bad));
    }

    private static boolean added(String text, List<Network> networks) {
        try {
            networks.add(Network.of(text));
            return true;
        } catch (IllegalArgumentException noNetwork) {
            return false;
        }
    }

    private static String skipped(List<Integer> bad) {
        return bad.isEmpty()
                ? ""
                : " " + bad.size() + " of its lines are no network and are skipped, the first are lines "
                        + bad.subList(0, Math.min(NAMED_LINES, bad.size())) + ".";
    }

    private static Refresh kept(WatchedFile file, String why) {
        return new Refresh.Kept("The list of networks " + file.name() + " is not used: " + why
                + ". What was read from it before stays in force.");
    }
}
