// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Position;

/**
 * What is remembered of one account: the networks, countries and clients it was opened from, where it was opened last, the
 * passwords that were guessed lately, and which attempts were seen already. Bounded, and written in at most
 * {@link #LARGEST} bytes. For one thread; one object may be read into again and again.
 */
public final class AccountHistory {

    /** Bytes of the longest encoding. */
    public static final int LARGEST = 2_000;

    private static final byte VERSION = 1;
    private static final long SECONDS_OF_AN_HOUR = 3_600;
    private static final int NETWORKS = 20;
    private static final int COUNTRIES = 12;
    private static final int CLIENTS = 10;
    private static final int WHEREABOUTS = 8;
    private static final int PASSWORDS = 6;
    private static final int ATTEMPTS = 20;

    /** Guesses that are told apart; a threshold above it could never be reached. */
    static final int GUESSES = 20;

    private static final double DEGREES = 1e7;

    /** Fewer sign-ins say nothing about how a network's addresses change. */
    private static final int WANDERS_USES = 5;

    /** One change in so many sign-ins makes it wander. */
    private static final int WANDERS_SHARE = 3;

    private static final int HALVED_USES = 100;

    /** Stands for all clients that tell no name. */
    private static final long NAMELESS = 1;

    private static final int COUNTRY_ONLY = 1;
    private static final int VISITED = 2;

    private long first;
    private long last;
    private long successes;

    /** When it was opened last from where people hide behind; 0 when it never was. */
    private long hidden;

    final RecentKeys networks = new RecentKeys(NETWORKS);
    final RecentKeys countries = new RecentKeys(COUNTRIES);
    final RecentKeys clients = new RecentKeys(CLIENTS);
    private final Machines machines = new Machines();
    private final RecentKeys passwords = new RecentKeys(PASSWORDS);
    private final RecentKeys guesses = new RecentKeys(GUESSES);
    private final long[] attempts = new long[ATTEMPTS];
    private int attempted;
    private final Whereabouts[] whereabouts = new Whereabouts[WHEREABOUTS];
    private int places;

    /**
     * Where the account was opened.
     *
     * @param second when last from there, seconds since 1970
     * @param position where
     * @param country two letters
     * @param countryOnly whether nothing finer is known
     * @param network its network
     * @param client key of the client, 0 when unknown
     * @param prefix tells the network by address that was last seen of it
     * @param uses how often it was seen, halved now and then
     * @param changes how often the prefix was another than before, halved with it
     * @param visited whether a client that the account is used to was there
     */
    record Whereabouts(
            long second,
            Position position,
            String country,
            boolean countryOnly,
            NetworkId network,
            long client,
            int prefix,
            int uses,
            int changes,
            boolean visited) {

        /**
         * Whether its addresses change at every other sign-in, as those of phones do: such a network goes with the person. A
         * phone that roams shows the country of its carrier, wherever it is.
         */
        boolean wanders() {
            return uses >= WANDERS_USES && WANDERS_SHARE * changes >= uses;
        }

        /** Whether its addresses are known to stay as they are. */
        boolean stays() {
            return uses >= WANDERS_USES && !wanders();
        }

        private Whereabouts after(Whereabouts before) {
            int more = before.uses + 1;
            int moved = before.changes + (before.prefix == prefix ? 0 : 1);
            boolean halve = more >= HALVED_USES;
            Whereabouts latest = second >= before.second ? this : before;
            Whereabouts placed = before.betterPlaced(this) ? before : latest;
            return new Whereabouts(
                    latest.second,
                    placed.position,
                    latest.country,
                    placed.countryOnly,
                    network,
                    latest.client,
                    prefix,
                    halve ? more / 2 : more,
                    halve ? moved / 2 : moved,
                    visited || before.visited);
        }

        /**
         * Whether it tells better where its network is than a later sign-in does: a provider's addresses are mostly known by
         * city, and some by country. Of a network that goes with the person the vaguest place is the right one.
         */
        private boolean betterPlaced(Whereabouts later) {
            double radius = position.radiusKm();
            return country.equals(later.country)
                    && (wanders()
                            ? radius > later.position.radiusKm()
                            : radius < later.position.radiusKm()
                                    && position.distanceKm(later.position) <= later.position.radiusKm());
        }
    }

    /** Whether an attempt was taken in already: a repeat changes nothing. */
    public boolean knows(UUID attempt) {
        return find(hash(attempt)) >= 0 || knowsAsRetired(attempt);
    }

    /** Whether it was taken in already that the password of an attempt was retired. */
    boolean knowsAsRetired(UUID attempt) {
        return find(~hash(attempt)) >= 0;
    }

    /** Takes in that the password of an attempt was retired, in the place of the attempt where it is known. */
    void addAsRetired(UUID attempt) {
        int at = find(hash(attempt));
        if (at < 0) {
            remember(~hash(attempt));
        } else {
            attempts[at] = ~hash(attempt);
        }
    }

    private void remember(long hash) {
        attempts[attempted % ATTEMPTS] = hash;
        attempted = attempted + 1 == 2 * ATTEMPTS ? ATTEMPTS : attempted + 1;
    }

    private int find(long hash) {
        int held = Math.min(attempted, ATTEMPTS);
        for (int i = 0; i < held; i++) {
            if (attempts[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    /** How often the account was opened. */
    public long successes() {
        return successes;
    }

    /** How long before a moment the account was opened first; zero when it was not. */
    Duration age(long second) {
        return successes == 0 ? Duration.ZERO : Duration.ofSeconds(Math.max(0, second - first));
    }

    /** When it was opened last, seconds since 1970; 0 when it was not. */
    long lastSuccess() {
        return last;
    }

    /**
     * Whether its owner hides behind VPNs or rented machines at times: those that lists name, or one that is known by being used
     * beside a usual network that nobody reaches in that time.
     */
    boolean hides() {
        return hidden != 0;
    }

    /** Whether the account is used to a network: opened from it on several days. */
    boolean usedTo(Origin origin) {
        return networks.familiar(origin.network().bits());
    }

    /** Whether the account was opened from a network lately. */
    boolean opened(Origin origin) {
        return networks.has(origin.network().bits());
    }

    /** Whether the account is used to a client. */
    boolean usedTo(@Nullable Client client) {
        return client != null && clients.familiar(client.key());
    }

    /** Whether it was opened from a network, or from one around it. */
    boolean knows(Origin origin) {
        NetworkId network = origin.network();
        if (networks.has(network.bits())) {
            return true;
        }
        NetworkId around = network.neighbourhood();
        for (int i = 0; i < networks.size(); i++) {
            if (new NetworkId(networks.key(i)).neighbourhood().equals(around)) {
                return true;
            }
        }
        return false;
    }

    boolean knowsCountry(String country) {
        return countries.has(key(country));
    }

    boolean knowsClient(Client client) {
        return clients.has(client.key());
    }

    int whereaboutsCount() {
        return places;
    }

    Whereabouts whereabouts(int index) {
        return whereabouts[index];
    }

    /** Whether a place is of a network that stays where it is and that is used as much as any: counts are halved at some size. */
    boolean isMain(Whereabouts one) {
        int most = 0;
        for (int i = 0; i < places; i++) {
            most = whereabouts[i].wanders() ? most : Math.max(most, whereabouts[i].uses());
        }
        return one.stays() && 2 * one.uses() >= most;
    }

    /**
     * Where an attempt was made, as well as its network's place was ever told.
     *
     * @return absent when nobody knows, or when it is not the place of a person
     */
    @Nullable
    Whereabouts whereabouts(SignIn signIn) {
        Origin origin = signIn.origin();
        if (origin == null || origin.placeIsNotThePersons() || origin.place() instanceof PlaceAnswer.CouldNotAsk) {
            return null;
        }
        int at = indexOf(origin.network());
        Whereabouts before = at < 0 ? null : whereabouts[at];
        Place place = origin.personsPlace();
        Position told = place == null ? null : place.position();
        if (place != null && told != null) {
            Whereabouts here = here(signIn, origin, told, place.country(), place.countryOnly());
            return before == null ? here : here.after(before);
        }
        return before == null
                ? null
                : here(signIn, origin, before.position(), before.country(), before.countryOnly())
                        .after(before);
    }

    private Whereabouts here(SignIn signIn, Origin origin, Position position, String country, boolean countryOnly) {
        return new Whereabouts(
                signIn.second(),
                position,
                country,
                countryOnly,
                origin.network(),
                signIn.clientKey(),
                Long.hashCode(origin.prefix().bits()),
                1,
                0,
                usedToMoving(signIn));
    }

    private int indexOf(NetworkId network) {
        for (int i = 0; i < places; i++) {
            if (whereabouts[i].network().equals(network)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the account is used to a client; to all that tell no name, for the key 0. */
    boolean usedToClient(long key) {
        return clients.familiar(key == 0 ? NAMELESS : key);
    }

    /** Whether a machine made it, that does not go where its owner goes. */
    boolean byMachine(SignIn signIn) {
        return machines.has(machine(signIn), signIn.networkKey());
    }

    /** Whether the account is used to a client as one that goes where its owner goes. */
    boolean usedToMoving(SignIn signIn) {
        return usedTo(signIn.client()) && !machines.staysElsewhere(machine(signIn), signIn.networkKey());
    }

    /** The client, or, where it tells no name, all that use one protocol in one network. */
    private static long machine(SignIn signIn) {
        return signIn.client() == null
                ? signIn.networkKey() * 31 + signIn.protocol().hashCode()
                : signIn.clientKey();
    }

    /** Whether a password opened the account before: who presents it again was not guessing. */
    boolean wasRight(int passwordTag) {
        return passwordTag != 0 && passwords.has(passwordTag);
    }

    /**
     * Different passwords that were guessed around an attempt, itself among them when it is a guess; at most
     * {@link #GUESSES}.
     */
    int guesses(SignIn around, Duration within) {
        return guesses.around(around.second(), within.toSeconds(), guess(around), false);
    }

    /** As {@link #guesses}, of those from networks that the account is not used to. */
    int guessesOfStrangers(SignIn around, Duration within) {
        return guesses.around(around.second(), within.toSeconds(), guess(around), true);
    }

    /** Takes in an attempt that is not known yet. The fetcher's own are left out. */
    public void add(SignIn signIn) {
        if (signIn.own() || knows(signIn.id())) {
            return;
        }
        remember(signIn.inputs().retired() == Known.YES ? ~hash(signIn.id()) : hash(signIn.id()));
        switch (signIn.outcome()) {
            case SUCCEEDED -> opened(signIn);
            case WRONG_PASSWORD -> {
                long guess = guess(signIn);
                if (guess != 0) {
                    guesses.see(guess, signIn.second());
                }
            }
            case REFUSED, UNDECIDED -> {}
        }
    }

    private void opened(SignIn signIn) {
        long second = signIn.second();
        first = successes == 0 ? second : Math.min(first, second);
        last = Math.max(last, second);
        successes++;
        if (signIn.passwordTag() != 0) {
            passwords.see(signIn.passwordTag(), second);
        }
        clients.see(signIn.client() == null ? NAMELESS : signIn.clientKey(), second);
        Origin origin = signIn.origin();
        if (origin == null) {
            return;
        }
        networks.see(origin.network().bits(), second);
        Whereabouts here = signIn.clockDoubtful() ? null : whereabouts(signIn);
        boolean machine = byMachine(signIn);
        machines.see(machine(signIn), origin.network().bits(), second);
        Place place = origin.personsPlace();
        if (place != null) {
            countries.see(key(place.country()), second);
        }
        boolean elsewhere = false;
        if (here != null && !machine) {
            elsewhere = isElsewhereToo(here);
            been(here);
        }
        if (elsewhere || (origin.placeIsNotThePersons() && !origin.marks().contains(NetworkMark.OWN_EGRESS))) {
            hidden = Math.max(hidden, second);
        }
    }

    /** Whether the owner was in another usual network that is too far away for the time between: one of the two is no place. */
    private boolean isElsewhereToo(Whereabouts here) {
        if (here.wanders() || !networks.familiar(here.network().bits())) {
            return false;
        }
        SignInSettings.Travel travel = SignInSettings.DEFAULTS.travel();
        for (int i = 0; i < places; i++) {
            Whereabouts there = whereabouts[i];
            double km = there.position().leastDistanceKm(here.position());
            long seconds = Math.abs(here.second() - there.second())
                    + travel.clocksDiffer().toSeconds();
            if (km >= travel.shortestKm()
                    && km / seconds * 3600 > travel.fastestKmh()
                    && !there.wanders()
                    && networks.familiar(there.network().bits())) {
                return true;
            }
        }
        return false;
    }

    /** One entry a network, with its latest time: a poller does not push out where the person was. */
    private void been(Whereabouts here) {
        int at = indexOf(here.network());
        if (at < 0 && places < WHEREABOUTS) {
            at = places++;
        } else if (at < 0) {
            at = 0;
            for (int i = 1; i < places; i++) {
                at = whereabouts[i].second() < whereabouts[at].second() ? i : at;
            }
            if (whereabouts[at].second() >= here.second()) {
                return;
            }
        }
        whereabouts[at] = here;
    }

    /**
     * Tells guesses apart; 0 for none. A device that repeats one old password guesses once, however often it tries. Where the
     * source tells no passwords apart, a client that the account is used to counts once where the account was opened from, since
     * a device there that was not told the new password tries all day; and so does each client in a network that the account is
     * used to. Any other client counts once an hour where the account was opened from, so that who got in once, or sits at the
     * same provider, does not guess for a day unseen; and each time elsewhere.
     */
    private long guess(SignIn signIn) {
        if (signIn.outcome() != Outcome.WRONG_PASSWORD || wasRight(signIn.passwordTag())) {
            return 0;
        }
        Origin origin = signIn.origin();
        boolean stranger = origin == null || !usedTo(origin);
        long key = signIn.passwordTag() != 0 ? signIn.passwordTag() : untold(signIn);
        return key << 1 | (stranger ? 1 : 0);
    }

    /** What is one guess, where nobody tells passwords apart. */
    private long untold(SignIn signIn) {
        Origin origin = signIn.origin();
        if (origin == null || !opened(origin)) {
            return hash(signIn.id());
        }
        long client = signIn.networkKey() ^ signIn.clientKey();
        return usedTo(origin) || usedToClient(signIn.clientKey())
                ? client
                : hash(new UUID(client, signIn.second() / SECONDS_OF_AN_HOUR));
    }

    /** Forgets everything, so that another account can be read. */
    public void clear() {
        first = 0;
        last = 0;
        successes = 0;
        hidden = 0;
        attempted = 0;
        places = 0;
        networks.clear();
        countries.clear();
        clients.clear();
        machines.clear();
        passwords.clear();
        guesses.clear();
    }

    /**
     * Writes it down.
     *
     * @param scratch at least {@link #LARGEST} bytes, overwritten
     * @return at most {@link #LARGEST} bytes
     */
    public byte[] write(ByteBuffer scratch) {
        scratch.clear();
        scratch.put(VERSION);
        Varint.write(scratch, last);
        Varint.write(scratch, last - first);
        Varint.write(scratch, successes);
        Varint.write(scratch, hidden);
        networks.write(scratch, last);
        countries.write(scratch, last);
        clients.write(scratch, last);
        machines.write(scratch);
        passwords.write(scratch, last);
        guesses.write(scratch, last);
        scratch.put((byte) attempted);
        for (int i = 0; i < Math.min(attempted, ATTEMPTS); i++) {
            scratch.putLong(attempts[i]);
        }
        scratch.put((byte) places);
        for (int i = 0; i < places; i++) {
            write(scratch, whereabouts[i]);
        }
        byte[] bytes = new byte[scratch.position()];
        scratch.get(0, bytes);
        return bytes;
    }

    private void write(ByteBuffer out, Whereabouts here) {
        Varint.write(out, last - here.second());
        out.putInt((int) (here.position().latitude() * DEGREES));
        out.putInt((int) (here.position().longitude() * DEGREES));
        out.putShort((short) Math.ceil(here.position().radiusKm()));
        out.putShort((short) key(here.country()));
        out.put((byte) ((here.countryOnly() ? COUNTRY_ONLY : 0) | (here.visited() ? VISITED : 0)));
        out.putLong(here.network().bits());
        out.putLong(here.client());
        out.putInt(here.prefix());
        out.put((byte) here.uses());
        out.put((byte) here.changes());
    }

    /**
     * Reads what was written down; what was held before is forgotten.
     *
     * @param bytes of {@link #write}, of this or an earlier version
     * @throws IllegalArgumentException when they are not: whoever kept them lost them, and the account is learnt anew. The
     *     history is then empty
     */
    public void read(byte[] bytes) {
        clear();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "A history of version " + version + " cannot be read by this one, which reads " + VERSION
                                + ". Run the newer service, or let the account be learnt anew.");
            }
            last = Varint.read(in);
            first = last - Varint.read(in);
            successes = Varint.read(in);
            hidden = Varint.read(in);
            networks.read(in, last);
            countries.read(in, last);
            clients.read(in, last);
            machines.read(in);
            passwords.read(in, last);
            guesses.read(in, last);
            attempted = in.get();
            for (int i = 0; i < Math.min(attempted, ATTEMPTS); i++) {
                attempts[i] = in.getLong();
            }
            int held = in.get();
            for (places = 0; places < held; places++) {
                whereabouts[places] = whereabouts(in);
            }
        } catch (BufferUnderflowException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            clear();
            throw damaged instanceof IllegalArgumentException readable && readable.getMessage() != null
                    ? readable
                    : new IllegalArgumentException("The history of an account is damaged; it is learnt anew.", damaged);
        }
    }

    private Whereabouts whereabouts(ByteBuffer in) {
        long second = last - Varint.read(in);
        Position position = new Position(in.getInt() / DEGREES, in.getInt() / DEGREES, in.getShort());
        short country = in.getShort();
        int flags = in.get();
        return new Whereabouts(
                second,
                position,
                new String(new char[] {(char) (country >> 8), (char) (country & 0xFF)}),
                (flags & COUNTRY_ONLY) != 0,
                new NetworkId(in.getLong()),
                in.getLong(),
                in.getInt(),
                in.get(),
                in.get(),
                (flags & VISITED) != 0);
    }

    private static long key(String country) {
        return country.charAt(0) << 8 | country.charAt(1) & 0xFF;
    }

    private static long hash(UUID id) {
        return id.getMostSignificantBits() * 31 ^ id.getLeastSignificantBits();
    }
}
