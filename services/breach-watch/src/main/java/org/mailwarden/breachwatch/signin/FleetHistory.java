// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;

/**
 * What crosses accounts: which accounts were tried from which network, with which client, over Tor, and from anywhere; which
 * accounts are at home in which network; and which providers sell what people hide behind. Bounded: of each kind of thing that
 * attempts have in common those heard of longest ago are forgotten, so that whoever floods one kind makes no room for himself in
 * another, and of each thing {@link #ACCOUNTS} accounts are told apart. So a count is a lower bound: what is forgotten is
 * missing. It can be too high only where two accounts share 32 bits, of 256 accounts once in 130,000 times. For one thread.
 */
public final class FleetHistory {

    /** Accounts that are told apart behind one thing. */
    public static final int ACCOUNTS = 256;

    /** The longest window, days. */
    public static final int DAYS = 14;

    /** Networks that are remembered, of strangers and of people at home each. */
    public static final int NETWORKS = 50_000;

    /** Things of each other kind that are remembered. */
    public static final int OTHERS = 10_000;

    /** How many accounts must be at home in a network for it to be one of the organisation's. */
    private static final int SHARED = 5;

    private static final int VERSION = 2;

    /** The first that names accounts. */
    private static final int NAMING = 2;

    private static final int SECONDS_OF_DAY = 86_400;

    /** How fast the usual number follows a new one. */
    private static final double FOLLOWS = 0.2;

    /** Days before the usual number means something. */
    private static final int USUAL_DAYS = 7;

    private final Map<Kind, Map<Long, Tally>> tallies = new EnumMap<>(Kind.class);

    /** What differs from what was taken with {@link #changes} last. */
    private final Set<Common> changed = new LinkedHashSet<>();

    private Tally today = new Tally();
    private long day;
    private double usual;
    private int usualDays;

    /** Starts with nothing. */
    public FleetHistory() {
        for (Kind kind : Kind.values()) {
            tallies.put(kind, bounded(kind));
        }
    }

    private Map<Long, Tally> bounded(Kind kind) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Tally> eldest) {
                if (size() <= kind.most) {
                    return false;
                }
                changed.add(new Common(kind, eldest.getKey()));
                return true;
            }
        };
    }

    /** What attempts have in common. */
    enum Kind {
        /** Where strangers try. */
        NETWORK(NETWORKS),
        /** Whose rented machines strangers try from. */
        PROVIDER(OTHERS),
        /** What strangers try with. */
        CLIENT(OTHERS),
        TOR(1),
        ANYTHING(1),
        /** Where people are used to be. */
        HOME(NETWORKS),
        /** Whose addresses the operator's lists mark, some of them at least. */
        MARKED(OTHERS),
        /** Of whose addresses the lists say nothing; kept only of those that they mark some of. */
        UNMARKED(OTHERS);

        private final int most;

        Kind(int most) {
            this.most = most;
        }
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
            return new Common(Kind.HOME, origin.network().bits());
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
        return common.kind() == Kind.ANYTHING ? today : tallies(common.kind()).get(common.key());
    }

    /** How many strangers a day are tried from anywhere as a rule; negative while that is not known. */
    double usual() {
        return usualDays < USUAL_DAYS ? -1 : usual;
    }

    /** Whether a network is the organisation's: several accounts are used to it. */
    boolean shared(Origin origin) {
        Tally tally = of(Common.home(origin));
        return tally != null && tally.atHome() >= SHARED;
    }

    /**
     * Whether a provider sells what people hide behind, although the lists say nothing of this address: they have gaps, and mark
     * at least a third of the sign-ins that come from there.
     */
    boolean hides(NetworkId network) {
        Tally marked = tallies(Kind.MARKED).get(network.bits());
        Tally unmarked = tallies(Kind.UNMARKED).get(network.bits());
        return marked != null && (unmarked == null || 2 * marked.tries() >= unmarked.tries());
    }

    private void marked(SignIn signIn, Origin origin) {
        NetworkId provider = origin.provider();
        if (provider == null) {
            return;
        }
        boolean rented =
                origin.marks().contains(NetworkMark.HOSTING) || origin.marks().contains(NetworkMark.VPN);
        if (rented) {
            ofNow(new Common(Kind.MARKED, provider.bits())).tried(signIn.who(), null, signIn.second(), false);
        } else if (tallies(Kind.MARKED).containsKey(provider.bits())) {
            ofNow(new Common(Kind.UNMARKED, provider.bits())).tried(signIn.who(), null, signIn.second(), false);
        }
    }

    private Map<Long, Tally> tallies(Kind kind) {
        return Objects.requireNonNull(tallies.get(kind));
    }

    private Tally ofNow(Common common) {
        changed.add(common);
        return tally(common);
    }

    private Tally tally(Common common) {
        return tallies(common.kind()).computeIfAbsent(common.key(), key -> new Tally());
    }

    /**
     * Whether an attempt is a stranger's try: it failed where its account was never opened, with no password it ever had, and
     * for no reason of the server's own.
     */
    static boolean isStrangersTry(SignIn signIn, AccountHistory account) {
        Origin origin = signIn.origin();
        return origin != null
                && (signIn.outcome() == Outcome.WRONG_PASSWORD || signIn.outcome() == Outcome.REFUSED)
                && !account.opened(origin)
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
            marked(signIn, origin);
            if (account.usedTo(origin)) {
                Common home = Common.home(origin);
                if (tally(home).atHome(signIn.who(), signIn.second())) {
                    changed.add(home);
                }
                Common network = Common.network(origin);
                Tally tried = of(network);
                if (tried != null && tried.owned(signIn.who())) {
                    changed.add(network);
                }
            }
            return;
        }
        if (!isStrangersTry(signIn, account)) {
            return;
        }
        boolean ownClient = account.usedTo(signIn.client());
        tried(Common.network(origin), signIn, ownClient);
        Common provider = Common.provider(origin);
        if (provider != null) {
            tried(provider, signIn, ownClient);
        }
        if (signIn.client() != null && !account.knowsClient(signIn.client())) {
            tried(Common.client(signIn.client()), signIn, false);
        }
        if (origin.marks().contains(NetworkMark.TOR)) {
            tried(Common.TOR, signIn, ownClient);
        }
        turn(signIn.second() / SECONDS_OF_DAY);
        changed.add(Common.ANYTHING);
        if (!explained) {
            today.tried(signIn.who(), signIn.account(), signIn.second(), ownClient);
        }
    }

    private void tried(Common common, SignIn signIn, boolean ownClient) {
        ofNow(common).tried(signIn.who(), signIn.account(), signIn.second(), ownClient);
    }

    /**
     * One piece of what is remembered, for those who keep it piece by piece.
     *
     * @param kind with the key tells it from others
     * @param key with the kind tells it from others
     * @param written what is remembered, a version first; absent when it was forgotten
     */
    public record Piece(int kind, long key, byte @Nullable [] written) {}

    /** What changed since this was asked last: whoever keeps all pieces can give them back with {@link #restore}. */
    public List<Piece> changes() {
        List<Piece> pieces = new ArrayList<>(changed.size());
        for (Common common : changed) {
            pieces.add(new Piece(common.kind().ordinal(), common.key(), written(common)));
        }
        changed.clear();
        return pieces;
    }

    private byte @Nullable [] written(Common common) {
        Tally tally = of(common);
        if (tally == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            if (common.kind() == Kind.ANYTHING) {
                out.writeLong(day);
                out.writeDouble(usual);
                out.writeInt(usualDays);
            }
            tally.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Takes back a piece; the ones heard of longest ago first.
     *
     * @param piece of {@link #changes}, of this or an earlier version
     * @throws IOException when it is damaged or of a later version: it is then learnt anew
     */
    public void restore(Piece piece) throws IOException {
        if (piece.kind() < 0 || piece.kind() >= Kind.values().length) {
            throw new IOException("The history of the fleet is damaged.");
        }
        Common common = new Common(Kind.values()[piece.kind()], piece.key());
        if (piece.written() == null) {
            tallies(common.kind()).remove(common.key());
            return;
        }
        DataInput in = new DataInputStream(new ByteArrayInputStream(piece.written()));
        boolean naming = readable(in.readByte()) >= NAMING;
        if (common.kind() == Kind.ANYTHING) {
            day = in.readLong();
            usual = in.readDouble();
            usualDays = in.readInt();
            today = Tally.read(in, naming);
        } else {
            tallies(common.kind()).put(common.key(), Tally.read(in, naming));
        }
    }

    private static int readable(int version) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException("A history of the fleet of version " + version
                    + " cannot be read by this one, which reads " + VERSION + " and earlier ones.");
        }
        return version;
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
        for (Map<Long, Tally> ofKind : tallies.values()) {
            out.writeInt(ofKind.size());
            for (Map.Entry<Long, Tally> tally : ofKind.entrySet()) {
                out.writeLong(tally.getKey());
                tally.getValue().write(out);
            }
        }
    }

    /**
     * Reads what was written down.
     *
     * @param in what {@link #write} wrote
     * @throws IOException when it is damaged or of a later version: the fleet is then learnt anew
     */
    public static FleetHistory read(DataInput in) throws IOException {
        boolean naming = readable(in.readByte()) >= NAMING;
        FleetHistory fleet = new FleetHistory();
        fleet.day = in.readLong();
        fleet.usual = in.readDouble();
        fleet.usualDays = in.readInt();
        fleet.today = Tally.read(in, naming);
        for (Map<Long, Tally> ofKind : fleet.tallies.values()) {
            int size = in.readInt();
            if (size < 0 || size > NETWORKS) {
                throw new IOException("The history of the fleet is damaged.");
            }
            for (int i = 0; i < size; i++) {
                ofKind.put(in.readLong(), Tally.read(in, naming));
            }
        }
        return fleet;
    }
}
