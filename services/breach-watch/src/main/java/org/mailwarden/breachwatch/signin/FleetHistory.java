// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;

/**
 * What crosses accounts: which accounts were tried from which network, with which client, over Tor, and from anywhere. Bounded:
 * of {@link #COMMON} things that attempts have in common those heard of longest ago are forgotten, and of each
 * {@link #ACCOUNTS} accounts are told apart. So a count is a lower bound: what is forgotten is missing. It can be too high only
 * where two accounts share 32 bits, of 256 accounts once in 130,000 times. For one thread.
 */
public final class FleetHistory {

    /** Accounts that are told apart behind one thing. */
    public static final int ACCOUNTS = 256;

    /** The longest window, days. */
    public static final int DAYS = 14;

    /** Things that attempts may have in common. */
    public static final int COMMON = 50_000;

    /** How many accounts must be at home in a network for it to be one of the organisation's. */
    private static final int SHARED = 5;

    private static final int VERSION = 1;
    private static final int SECONDS_OF_DAY = 86_400;

    /** How fast the usual number follows a new one. */
    private static final double FOLLOWS = 0.2;

    /** Days before the usual number means something. */
    private static final int USUAL_DAYS = 7;

    private final Map<Common, Tally> tallies = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Common, Tally> eldest) {
            return size() > COMMON;
        }
    };
    private Tally today = new Tally();
    private long day;
    private double usual;
    private int usualDays;

    /** What attempts have in common. */
    enum Kind {
        NETWORK,
        PROVIDER,
        CLIENT,
        TOR,
        ANYTHING
    }

    /**
     * One thing that attempts have in common.
     *
     * @param kind what
     * @param key tells it from others of its kind
     */
    record Common(Kind kind, long key) {

        static final Common TOR = new Common(Kind.TOR, 0);
        static final Common ANYTHING = new Common(Kind.ANYTHING, 0);

        static Common network(Origin origin) {
            return new Common(Kind.NETWORK, origin.prefix().bits());
        }

        /** Where people are at home: their provider, where it is known. */
        static Common home(Origin origin) {
            return new Common(Kind.NETWORK, origin.network().bits());
        }

        /** Rented machines of one provider are rented by one customer together; houses of one are not. */
        static @Nullable Common provider(Origin origin) {
            boolean rented = origin.marks().contains(NetworkMark.HOSTING)
                    || origin.marks().contains(NetworkMark.VPN);
            return rented && origin.provider() != null
                    ? new Common(Kind.PROVIDER, origin.provider().bits())
                    : null;
        }

        static Common client(Client client) {
            return new Common(Kind.CLIENT, client.key());
        }
    }

    /** Who was tried behind a thing; absent when nobody is remembered. */
    @Nullable
    Tally of(Common common) {
        return common.kind() == Kind.ANYTHING ? today : tallies.get(common);
    }

    /** How many strangers a day are tried from anywhere as a rule; negative while that is not known. */
    double usual() {
        return usualDays < USUAL_DAYS ? -1 : usual;
    }

    /** Whether a network is the organisation's: several accounts are used to it. */
    boolean shared(Origin origin) {
        Tally tally = tallies.get(Common.home(origin));
        return tally != null && tally.atHome() >= SHARED;
    }

    /** Whether an attempt is a stranger's try: it failed where its account is not at home, with no password it ever had. */
    static boolean isStrangersTry(SignIn signIn, AccountHistory account) {
        Origin origin = signIn.origin();
        return origin != null
                && (signIn.outcome() == Outcome.WRONG_PASSWORD || signIn.outcome() == Outcome.REFUSED)
                && !account.usedTo(origin)
                && !account.wasRight(signIn.passwordTag());
    }

    /**
     * Takes in an attempt, after it was judged and before its account takes it in. The fetcher's own are left out.
     *
     * @param signIn the attempt
     * @param account what is remembered of its account; empty when the name belongs to none
     * @param explained whether it belongs to a spray already: it then makes no further one
     */
    public void add(SignIn signIn, AccountHistory account, boolean explained) {
        Origin origin = signIn.origin();
        if (origin == null || signIn.own()) {
            return;
        }
        if (signIn.succeeded()) {
            if (account.usedTo(origin)) {
                tallies.computeIfAbsent(Common.home(origin), c -> new Tally()).atHome(signIn.who(), signIn.second());
            }
            return;
        }
        if (!isStrangersTry(signIn, account)) {
            return;
        }
        tried(Common.network(origin), signIn);
        Common provider = Common.provider(origin);
        if (provider != null) {
            tried(provider, signIn);
        }
        if (signIn.client() != null && !account.knowsClient(signIn.client())) {
            tried(Common.client(signIn.client()), signIn);
        }
        if (origin.marks().contains(NetworkMark.TOR)) {
            tried(Common.TOR, signIn);
        }
        turn(signIn.second() / SECONDS_OF_DAY);
        if (!explained) {
            today.tried(signIn.who(), signIn.second());
        }
    }

    private void tried(Common common, SignIn signIn) {
        tallies.computeIfAbsent(common, c -> new Tally()).tried(signIn.who(), signIn.second());
    }

    /** Lets past days make the usual number; an attempt that comes late belongs to the day that runs. */
    private void turn(long now) {
        if (day == 0) {
            day = now;
        }
        for (; day < now && now - day <= DAYS; day++) {
            int tried = today.strangers();
            usual = usualDays == 0 ? tried : usual + FOLLOWS * (tried - usual);
            usualDays++;
            today = new Tally();
        }
        if (day < now) {
            day = now;
            today = new Tally();
        }
    }

    /**
     * Writes everything down.
     *
     * @param out takes a version and then what is remembered, what was heard of longest ago first
     * @throws IOException when it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(day);
        out.writeDouble(usual);
        out.writeInt(usualDays);
        today.write(out);
        out.writeInt(tallies.size());
        for (Map.Entry<Common, Tally> tally : tallies.entrySet()) {
            out.writeByte(tally.getKey().kind().ordinal());
            out.writeLong(tally.getKey().key());
            tally.getValue().write(out);
        }
    }

    /**
     * Reads what was written down.
     *
     * @param in what {@link #write} wrote
     * @throws IOException when it is damaged or of a later version: the fleet is then learnt anew
     */
    public static FleetHistory read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("A history of the fleet of version " + version
                    + " cannot be read by this one, which reads " + VERSION + ".");
        }
        FleetHistory fleet = new FleetHistory();
        fleet.day = in.readLong();
        fleet.usual = in.readDouble();
        fleet.usualDays = in.readInt();
        fleet.today = Tally.read(in);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            int kind = in.readByte();
            if (kind < 0 || kind >= Kind.values().length) {
                throw new IOException("The history of the fleet is damaged.");
            }
            Common common = new Common(Kind.values()[kind], in.readLong());
            fleet.tallies.put(common, Tally.read(in));
        }
        return fleet;
    }
}
