// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.livecheck.LiveCheck;
import org.mailwarden.kit.secret.Secret;

/**
 * The pairs of people whose password nobody here holds: while a list or feed is read, Keycloak's own hash is asked about them,
 * batch by batch and on the reading thread, so that it is read no faster than it can be asked about. The passwords are in
 * memory until their batch was asked. Used by one thread.
 *
 * @param <W> says where a pair stands
 */
final class LivePairs<W> implements AutoCloseable {

    /** Begins the source of what was found here. */
    static final String SOURCE = "live check inside Keycloak of ";

    /** Candidates of one account that a list is asked about: each costs Keycloak about 80 ms of a core. */
    static final int MOST_OF_AN_ACCOUNT = 40;

    /** Candidates that wait in memory, over all accounts. */
    private static final int MOST_WAITING = 400;
    /** After so many questions without an answer in a row, no more is asked in this list. */
    private static final int PATIENCE = 3;

    private static final int SECONDS_OF_A_MINUTE = 61;

    private final LiveCheck check;
    private final BooleanSupplier cancelled;
    private final Map<FleetAccount, List<Candidate<W>>> waiting = new LinkedHashMap<>();
    private final Map<UUID, Set<ByteBuffer>> taken = new HashMap<>();
    private final byte[] salt = new byte[16];
    private final List<Hit<W>> hits = new ArrayList<>();
    private long asked;
    private long current;
    private long unasked;
    private int failures;
    private @Nullable String trouble;

    /**
     * A leaked password that is the current one.
     *
     * @param account whose
     * @param version of the password at Keycloak
     * @param where where it stands
     * @param <W> says where a pair stands
     */
    record Hit<W>(FleetAccount account, long version, W where) {}

    private record Candidate<W>(Secret password, W where) {}

    /**
     * Begins a list.
     *
     * @param check asks
     * @param cancelled whether the list is to be left
     */
    LivePairs(LiveCheck check, BooleanSupplier cancelled) {
        this.check = check;
        this.cancelled = cancelled;
        new SecureRandom().nextBytes(salt);
    }

    /** Counts a pair that cannot be asked about: it is hashed, or its account has no owner at Keycloak. */
    void passOver() {
        unasked++;
    }

    /**
     * Takes a pair, and asks when enough of them wait.
     *
     * @param person account of which no password is known here, with an owner
     * @param candidates what the password may be, UTF-8; copied
     * @param where where it stands
     */
    void take(FleetAccount person, List<byte[]> candidates, W where) {
        if (failures >= PATIENCE) {
            unasked++;
            return;
        }
        for (byte[] candidate : candidates) {
            if (!isText(candidate)) {
                unasked++;
                continue;
            }
            Set<ByteBuffer> asked = taken.computeIfAbsent(person.accountId(), id -> new HashSet<>());
            ByteBuffer mark = mark(candidate);
            if (asked.contains(mark)) {
                // Lists repeat themselves, and each password costs Keycloak a check.
                continue;
            }
            if (asked.size() == MOST_OF_AN_ACCOUNT) {
                unasked++;
                continue;
            }
            asked.add(mark);
            List<Candidate<W>> batch = waiting.computeIfAbsent(person, id -> new ArrayList<>());
            batch.add(new Candidate<>(Secret.ofUtf8(candidate.clone()), where));
            if (batch.size() == LiveCheck.MOST_CANDIDATES) {
                ask(person, batch);
                waiting.remove(person);
            }
        }
        if (waiting.values().stream().mapToInt(List::size).sum() >= MOST_WAITING) {
            askAll();
        }
    }

    /** Tells passwords of this list apart; it is of no use for anybody outside. */
    private ByteBuffer mark(byte[] candidate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return ByteBuffer.wrap(digest.digest(candidate));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Asks about everything that still waits. */
    void askAll() {
        waiting.forEach(this::ask);
        waiting.clear();
    }

    /** Gives what was found since this was called last. */
    List<Hit<W>> drain() {
        List<Hit<W>> found = List.copyOf(hits);
        hits.clear();
        return found;
    }

    /** What people should know of it: sentences, each after a space; empty when there was nothing to ask about. */
    String told() {
        StringBuilder told = new StringBuilder();
        if (asked > 0) {
            told.append(String.format(
                    Locale.ROOT,
                    " Keycloak's own hash was asked about %,d passwords of people whose password is not held here: %,d are"
                            + " current.",
                    asked,
                    current));
        }
        if (trouble != null) {
            told.append(String.format(
                    Locale.ROOT,
                    " About %,d nothing is known, because Keycloak's hash could not be asked (%s): import it again"
                            + " when it can.",
                    unasked,
                    trouble));
        } else if (unasked > 0) {
            told.append(String.format(
                    Locale.ROOT,
                    " Not asked about: %,d, which are hashed, or of people without an owner, or beyond %d of one person.",
                    unasked,
                    MOST_OF_AN_ACCOUNT));
        }
        return told.toString();
    }

    /** Wipes what still waits. */
    @Override
    public void close() {
        waiting.values().forEach(this::wipe);
        waiting.clear();
    }

    private void ask(FleetAccount person, List<Candidate<W>> batch) {
        String owner = person.owner();
        try {
            if (owner == null || failures >= PATIENCE) {
                unasked += batch.size();
                return;
            }
            List<Secret> passwords = batch.stream().map(Candidate::password).toList();
            LiveCheck.Answer answer = check.ask(owner, passwords);
            if (answer instanceof LiveCheck.Answer.Busy && waitedAMinute()) {
                answer = check.ask(owner, passwords);
            }
            note(person, batch, answer);
        } finally {
            wipe(batch);
        }
    }

    private void note(FleetAccount person, List<Candidate<W>> batch, LiveCheck.Answer answer) {
        switch (answer) {
            case LiveCheck.Answer.Checked(List<Boolean> matches, Long version) -> {
                failures = 0;
                asked += batch.size();
                for (int i = 0; i < batch.size(); i++) {
                    if (matches.get(i) && version != null) {
                        current++;
                        hits.add(new Hit<>(person, version, batch.get(i).where()));
                    }
                }
            }
            case LiveCheck.Answer.NotCheckable() -> unasked += batch.size();
            case LiveCheck.Answer.Busy() -> failed(batch, "too many were asked about");
            case LiveCheck.Answer.Unavailable(String why) -> failed(batch, why);
        }
    }

    private void failed(List<Candidate<W>> batch, String why) {
        failures++;
        unasked += batch.size();
        trouble = why;
    }

    private boolean waitedAMinute() {
        try {
            for (int second = 0; second < SECONDS_OF_A_MINUTE && !cancelled.getAsBoolean(); second++) {
                Thread.sleep(1_000);
            }
            return !cancelled.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void wipe(List<Candidate<W>> batch) {
        batch.forEach(candidate -> candidate.password().close());
    }

    private static boolean isText(byte[] candidate) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(candidate));
            return candidate.length > 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
