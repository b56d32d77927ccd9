// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

/** What kind of network an operator's list says an address belongs to. */
public enum NetworkMark {
    /** Rented machines: people seldom sit there, attackers often. */
    HOSTING("a hosting network"),
    /** The exit of a VPN for the public: its place is not that of the person. */
    VPN("a VPN exit"),
    /** An exit of Tor. */
    TOR("an exit of Tor"),
    /** The organisation's own gateway, VPN or secure web proxy: its place is not that of the person, and it is trusted. */
    OWN_EGRESS("the organisation's own egress");

    private final String text;

    NetworkMark(String text) {
        this.text = text;
    }

    /** In words, with an article. */
    public String text() {
        return text;
    }
}
