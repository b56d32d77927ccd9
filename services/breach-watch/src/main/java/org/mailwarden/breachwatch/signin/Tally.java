// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

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

    /** Notes a try at a stranger's account, and whether it was made with a client that the account is used to. */
    void tried(int account, long second, boolean ownClient) {
        int at = at(account, second);
        boolean own = ownClient && (tries[at] <= 0 || tries[at] >= OWN_CLIENT);
        tries[at] = (short) (Math.min(MOST_TRIES, count(at) + 1) | (own ? OWN_CLIENT : 0));
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
    }

    static Tally read(DataInput in) throws IOException {
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
        return tally;
    }
}
