// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who was tried, and who is at home, behind one thing that attempts have in common. Exact up to {@link FleetHistory#ACCOUNTS}
 * accounts, beyond that the ones heard of longest ago are forgotten, so that a count is never too high but for two accounts
 * that share 32 bits. For one thread.
 */
final class Tally {

    private static final int SECONDS_OF_MINUTE = 60;
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int FIRST_CAPACITY = 2;

    /** Marks an account that is at home here; its tries are none of a stranger's. */
    private static final short AT_HOME = -1;

    /** Set while an account was tried with its own clients alone. */
    private static final short OWN_CLIENT = 1 << 14;

    private static final int MOST_TRIES = OWN_CLIENT - 1;

    /** So many accounts that were tried with their own clients count as one: a server that fails refuses whole trains. */
    private static final int OWN_CLIENTS_FOR_ONE = 4;

    /** Strangers whose accounts are named, more than make a spray: from then on each try names its own. */
    private static final int NAMED = 32;

    private static final int LONGS_OF_A_NAME = 2;
    private static final long[] NOBODY = {};
    private static final UUID UNKNOWN = new UUID(0, 0);

    /** The accounts of the first {@link #NAMED}, two numbers each; zeros for one that is not known. */
    private long[] names = NOBODY;

    private int[] who = new int[FIRST_CAPACITY];
    private int[] minutes = new int[FIRST_CAPACITY];
    private short[] tries = new short[FIRST_CAPACITY];
    private int size;

    private int find(int account) {
        for (int i = 0; i < size; i++) {
            if (who[i] == account) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Notes a try at a stranger's account.
     *
     * @param account tells it from others
     * @param name which it is; absent when it need not be named, or the name that was presented belongs to none
     * @param second when, seconds since 1970
     * @param ownClient whether it was made with a client that the account is used to
     */
    void tried(int account, @Nullable UUID name, long second, boolean ownClient) {
        int at = at(account, second);
        if (name != null && at < NAMED) {
            name(at, name.getMostSignificantBits(), name.getLeastSignificantBits());
        }
        boolean own = ownClient && (tries[at] <= 0 || tries[at] >= OWN_CLIENT);
        tries[at] = (short) (Math.min(MOST_TRIES, count(at) + 1) | (own ? OWN_CLIENT : 0));
    }

    private void name(int at, long high, long low) {
        int first = LONGS_OF_A_NAME * at;
        if (first >= names.length) {
            names = Arrays.copyOf(names, LONGS_OF_A_NAME * Math.min(NAMED, who.length));
        }
        names[first] = high;
        names[first + 1] = low;
    }

    private int count(int at) {
        return tries[at] < 0 ? 0 : tries[at] & MOST_TRIES;
    }

    /**
     * Notes that the account's owner was here: what failed before was the owner's mistake.
     *
     * @return whether it was not known that the owner is at home here on that day
     */
    boolean atHome(int account, long second) {
        int known = find(account);
        boolean same = known >= 0 && tries[known] == AT_HOME && second / SECONDS_OF_DAY == dayOf(minutes[known]);
        int at = at(account, second);
        tries[at] = AT_HOME;
        return !same;
    }

    private static long dayOf(int minute) {
        return (long) minute * SECONDS_OF_MINUTE / SECONDS_OF_DAY;
    }

    /**
     * Notes that an account that was tried is the own one of somebody who is at home here: it was the owner's mistake.
     *
     * @return whether it was not known before
     */
    boolean owned(int account) {
        int at = find(account);
        if (at < 0 || tries[at] == AT_HOME) {
            return false;
        }
        tries[at] = AT_HOME;
        return true;
    }

    private int at(int account, long second) {
        int minute = (int) (second / SECONDS_OF_MINUTE);
        int at = find(account);
        if (at >= 0) {
            minutes[at] = Math.max(minutes[at], minute);
            return at;
        }
        if (size < FleetHistory.ACCOUNTS) {
            if (size == who.length) {
                int more = Math.min(FleetHistory.ACCOUNTS, 2 * size);
                who = Arrays.copyOf(who, more);
                minutes = Arrays.copyOf(minutes, more);
                tries = Arrays.copyOf(tries, more);
            }
            at = size++;
        } else {
            at = 0;
            for (int i = 1; i < size; i++) {
                at = minutes[i] < minutes[at] ? i : at;
            }
        }
        who[at] = account;
        minutes[at] = minute;
        tries[at] = 0;
        if (LONGS_OF_A_NAME * at < names.length) {
            name(at, 0, 0);
        }
        return at;
    }

    /**
     * Accounts of strangers that were tried within a time that holds a moment, and one more. The time ends with the last try
     * no later than its length after the moment, so that the order of arrival does not matter.
     *
     * @param moment seconds since 1970
     * @param length seconds
     * @param more an account that counts too; 0 for none
     * @return accounts; of those that were tried with their own clients alone one for every four
     */
    int strangers(long moment, long length, int more) {
        int window = (int) (length / SECONDS_OF_MINUTE);
        int end = end((int) (moment / SECONDS_OF_MINUTE), window);
        int count = more == 0 ? 0 : 1;
        int ownClients = 0;
        for (int i = 0; i < size; i++) {
            if (tries[i] > 0 && who[i] != more && minutes[i] >= end - window && minutes[i] <= end) {
                ownClients += tries[i] >= OWN_CLIENT ? 1 : 0;
                count += tries[i] >= OWN_CLIENT ? 0 : 1;
            }
        }
        return count + ownClients / OWN_CLIENTS_FOR_ONE;
    }

    /**
     * Accounts of strangers that were tried within a time that holds a moment, as in {@link #strangers(long, long, int)}: of so
     * many as are named.
     *
     * @param moment seconds since 1970
     * @param length seconds
     */
    List<UUID> named(long moment, long length) {
        int window = (int) (length / SECONDS_OF_MINUTE);
        int end = end((int) (moment / SECONDS_OF_MINUTE), window);
        List<UUID> accounts = new ArrayList<>();
        for (int i = 0; i < Math.min(size, names.length / LONGS_OF_A_NAME); i++) {
            UUID account = new UUID(names[LONGS_OF_A_NAME * i], names[LONGS_OF_A_NAME * i + 1]);
            if (tries[i] > 0 && minutes[i] >= end - window && minutes[i] <= end && !account.equals(UNKNOWN)) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    private int end(int minute, int window) {
        int end = minute;
        for (int i = 0; i < size; i++) {
            end = tries[i] > 0 && minutes[i] <= minute + window ? Math.max(end, minutes[i]) : end;
        }
        return end;
    }

    /** Every account of a stranger that is remembered; of those tried with their own clients alone one for every four. */
    int strangers() {
        int count = 0;
        int ownClients = 0;
        for (int i = 0; i < size; i++) {
            ownClients += tries[i] >= OWN_CLIENT ? 1 : 0;
            count += tries[i] > 0 && tries[i] < OWN_CLIENT ? 1 : 0;
        }
        return count + ownClients / OWN_CLIENTS_FOR_ONE;
    }

    /** How often these were tried. */
    int tries() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += count(i);
        }
        return count;
    }

    /** How often an account was tried here by a stranger, when it was so not long before a moment; else 0. */
    int tries(int account, long moment, long length) {
        int at = find(account);
        return at >= 0 && Math.abs(moment - (long) minutes[at] * SECONDS_OF_MINUTE) <= length ? count(at) : 0;
    }

    /** Accounts that are at home here. */
    int atHome() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += tries[i] == AT_HOME ? 1 : 0;
        }
        return count;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(who[i]);
            out.writeInt(minutes[i]);
            out.writeShort(tries[i]);
        }
        out.writeByte(names.length);
        for (long part : names) {
            out.writeLong(part);
        }
    }

    /**
     * Reads what was written down.
     *
     * @param in what {@link #write} wrote
     * @param naming whether it names accounts; earlier versions did not
     */
    static Tally read(DataInput in, boolean naming) throws IOException {
        int size = in.readShort();
        if (size < 0 || size > FleetHistory.ACCOUNTS) {
            throw new IOException("a tally of " + size + " accounts");
        }
        Tally tally = new Tally();
        int capacity = Math.max(FIRST_CAPACITY, size);
        tally.who = new int[capacity];
        tally.minutes = new int[capacity];
        tally.tries = new short[capacity];
        for (int i = 0; i < size; i++) {
            tally.who[i] = in.readInt();
            tally.minutes[i] = in.readInt();
            tally.tries[i] = in.readShort();
        }
        tally.size = size;
        if (naming) {
            int named = in.readByte();
            if (named < 0 || named > LONGS_OF_A_NAME * NAMED || named % LONGS_OF_A_NAME != 0) {
                throw new IOException("a tally with " + named + " numbers of names");
            }
            tally.names = named == 0 ? NOBODY : new long[named];
            for (int i = 0; i < named; i++) {
                tally.names[i] = in.readLong();
            }
        }
        return tally;
    }
}
