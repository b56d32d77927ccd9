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
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.combolist.Pair;
import org.mailwarden.breachwatch.combolist.PasswordKind;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.livecheck.LiveCheck;
import org.mailwarden.kit.secret.Secret;

/**
 * The pairs of people whose password nobody here holds: while a list is read, Keycloak's own hash is asked about them, batch by
 * batch and on the reading thread, so that a list is read no faster than it can be asked about. The passwords are in memory
 * until their batch was asked. Used by one thread.
 */
final class LivePairs implements AutoCloseable {

    /** Candidates of one account that a list is asked about: each costs Keycloak about 80 ms of a core. */
    static final int MOST_OF_AN_ACCOUNT = 40;

    /** Candidates that wait in memory, over all accounts. */
    private static final int MOST_WAITING = 400;
    /** After so many questions without an answer in a row, no more is asked in this list. */
    private static final int PATIENCE = 3;

    private static final int SECONDS_OF_A_MINUTE = 61;

    private final LiveCheck check;
    private final BooleanSupplier cancelled;
    private final Map<UUID, FleetAccount> people;
    private final Map<UUID, List<Candidate>> waiting = new LinkedHashMap<>();
    private final Map<UUID, Set<ByteBuffer>> taken = new HashMap<>();
    private final byte[] salt = new byte[16];
    private final List<Hit> hits = new ArrayList<>();
    private long asked;
    private long unasked;
    private int failures;
    private @Nullable String trouble;

    /**
     * A leaked password that is the current one.
     *
     * @param account whose
     * @param version of the password at Keycloak
     * @param line line of the list
     */
    record Hit(FleetAccount account, long version, long line) {}

    private record Candidate(Secret password, long line) {}

    /**
     * Begins a list.
     *
     * @param check asks
     * @param people accounts of which no password is known here, with an owner at Keycloak
     * @param cancelled whether the list is to be left
     */
    LivePairs(LiveCheck check, Map<UUID, FleetAccount> people, BooleanSupplier cancelled) {
        this.check = check;
        this.people = people;
        this.cancelled = cancelled;
        new SecureRandom().nextBytes(salt);
    }

    /** Takes a pair of an account, and asks when enough of them wait. */
    void take(UUID accountId, Pair pair) {
        FleetAccount person = people.get(accountId);
        if (person == null || pair.kind() != PasswordKind.CLEAR || failures >= PATIENCE) {
            unasked++;
            return;
        }
        for (byte[] candidate : pair.candidates()) {
            if (!isText(candidate)) {
                unasked++;
                continue;
            }
            Set<ByteBuffer> asked = taken.computeIfAbsent(accountId, id -> new HashSet<>());
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
            List<Candidate> batch = waiting.computeIfAbsent(accountId, id -> new ArrayList<>());
            batch.add(new Candidate(Secret.ofUtf8(candidate.clone()), pair.line()));
            if (batch.size() == LiveCheck.MOST_CANDIDATES) {
                ask(person, batch);
                waiting.remove(accountId);
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
        waiting.forEach((accountId, batch) -> {
            FleetAccount person = people.get(accountId);
            if (person != null) {
                ask(person, batch);
            }
        });
        waiting.clear();
    }

    List<Hit> hits() {
        return List.copyOf(hits);
    }

    /** Candidates that Keycloak's hash was asked about. */
    long asked() {
        return asked;
    }

    /** Pairs and candidates about which nothing is known: they could not be asked about, or were too many. */
    long unasked() {
        return unasked;
    }

    /** Why some were not asked about; absent when nothing failed. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Wipes what still waits. */
    @Override
    public void close() {
        waiting.values().forEach(LivePairs::wipe);
        waiting.clear();
    }

    private void ask(FleetAccount person, List<Candidate> batch) {
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

    private void note(FleetAccount person, List<Candidate> batch, LiveCheck.Answer answer) {
        switch (answer) {
            case LiveCheck.Answer.Checked(List<Boolean> matches, Long version) -> {
                failures = 0;
                asked += batch.size();
                for (int i = 0; i < batch.size(); i++) {
                    if (matches.get(i) && version != null) {
                        hits.add(new Hit(person, version, batch.get(i).line()));
                    }
                }
            }
            case LiveCheck.Answer.NotCheckable() -> unasked += batch.size();
            case LiveCheck.Answer.Busy() -> failed(batch, "too many were asked about");
            case LiveCheck.Answer.Unavailable(String why) -> failed(batch, why);
        }
    }

    private void failed(List<Candidate> batch, String why) {
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

    private static void wipe(List<Candidate> batch) {
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
