// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

/**
 * Whether refusals speak against the server and not against the passwords. Pure.
 *
 * @param incidentAccounts accounts that make an incident, however large the server is
 * @param incidentShare share of the server's accounts that does so too
 */
record HostHealth(int incidentAccounts, double incidentShare) {

    /** One refused account is no sign of a broken server, be it the only one there. */
    private static final int FEWEST = 2;

    /**
     * Judges.
     *
     * @param refused accounts refused lately
     * @param accounts accounts of the server in all
     * @return whether the server has an incident
     */
    boolean isIncident(int refused, int accounts) {
        return refused >= incidentAccounts || (refused >= FEWEST && refused >= incidentShare * accounts);
    }

    /**
     * Says it in plain words.
     *
     * @param host the server
     * @param refused accounts refused lately
     * @return the sentence
     */
    static String sentence(String host, int refused) {
        return "The server " + host + " refuses many accounts at once (" + refused
                + " within minutes), so the fault is taken to be the server's and no password is given up. One account"
                + " tries from time to time; when it is let in, all are read again.";
    }
}
