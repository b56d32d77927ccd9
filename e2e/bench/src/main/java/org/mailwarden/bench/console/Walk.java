// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import java.util.List;

/** What a person does with the lists of the console, one thing after the other. */
final class Walk {

    private static final List<String> NAMES = List.of("rossi", "ada.abbas20", "weber1", "kofi", "nothing has this");

    private Walk() {}

    /**
     * Walks once through all of them.
     *
     * @param visitor who walks
     * @param times takes how long each step took
     * @param round the number of the walk; each walk looks for something else
     */
    static void through(Visitor visitor, Samples times, int round) {
        String name = NAMES.get(round % NAMES.size());
        findings(visitor, times, round, name);
        accounts(visitor, times, round, name);
        signIns(visitor, times, round);
        responses(visitor, times);
        audit(visitor, times, round);
    }

    private static void findings(Visitor visitor, Samples times, int round, String name) {
        visitor.open("/findings");
        times.add("findings next", visitor.nextPage());
        times.add("findings search", visitor.search(name));
        visitor.open("/findings?tab=open");
        times.add("findings facet menu", visitor.facetMenu("Severity"));
        times.add(
                "findings facet",
                visitor.choose(List.of("High", "Medium", "Low", "Info").get(round % 4)));
        visitor.closeMenu().orderMenu("Newest first");
        times.add("findings sort", visitor.choose("Gravest first"));
        times.add("findings drawer", visitor.openRow());
        times.add("findings tab", visitor.tab("Closed"));
        times.add("findings closed next", visitor.nextPage());
        times.add("findings closed search", visitor.search(name));
        visitor.open("/findings?tab=open");
        times.add("findings by account", visitor.press("By account"));
        times.add("findings by account next", visitor.nextPage());
        times.add("findings by account open", visitor.openRow());
    }

    private static void accounts(Visitor visitor, Samples times, int round, String name) {
        visitor.open("/accounts");
        times.add("accounts next", visitor.nextPage());
        times.add("accounts search", visitor.search(name));
        visitor.open("/accounts");
        times.add("accounts facet menu", visitor.facetMenu("State"));
        times.add("accounts facet", visitor.choose(List.of("Paused", "Read").get(round % 2)));
        visitor.closeMenu().orderMenu("By address");
        times.add("accounts sort", visitor.choose("Longest not read first"));
        times.add("accounts open", visitor.openRow());
    }

    private static void signIns(Visitor visitor, Samples times, int round) {
        visitor.open("/logins");
        times.add("sign-ins next", visitor.nextPage());
        times.add("sign-ins facet menu", visitor.facetMenu("Outcome"));
        times.add("sign-ins facet", visitor.choose(List.of("Let in", "Refused").get(round % 2)));
        visitor.closeMenu();
        times.add("sign-ins drawer", visitor.openRow());
        visitor.open("/logins");
        times.add("sign-ins search", visitor.search("ada.abbas" + 400 * (1 + round) + "@example.org"));
    }

    private static void responses(Visitor visitor, Samples times) {
        visitor.open("/responses?tab=ended");
        times.add("responses next", visitor.nextPage());
        times.add("responses facet menu", visitor.facetMenu("State"));
        times.add("responses facet", visitor.choose("Rejected"));
        visitor.closeMenu();
        times.add("responses drawer", visitor.openRow());
        times.add("responses tab", visitor.tab("Waiting for approval"));
    }

    private static void audit(Visitor visitor, Samples times, int round) {
        visitor.open("/audit");
        times.add("audit next", visitor.nextPage());
        visitor.orderMenu("Newest first");
        times.add("audit sort", visitor.choose("Oldest first"));
        times.add("audit search", visitor.search("analyst" + round % 12));
        visitor.open("/audit");
        times.add("audit facet menu", visitor.facetMenu("What"));
        visitor.closeMenu();
        times.add("audit drawer", visitor.openRow());
    }
}
