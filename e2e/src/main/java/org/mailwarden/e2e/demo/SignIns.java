// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.outside.ObservedEvent;

/** The sign-ins that the mail server saw, held against the events. */
final class SignIns implements Chapter {

    /** A wrong password, in the words of servers that say so and of those that say only no (RFC 5530 codes are optional). */
    static final Set<String> REFUSED = Set.of("BAD_CREDENTIALS", "REJECTED_UNSPECIFIED");

    private static final int MOST_REFUSED = 2;
    private static final int LOOKS = 15;

    @Override
    public String title() {
        return "Every sign-in is accounted for";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("login-events", evidence, () -> accounted(world, evidence));
    }

    /**
     * Connections that the mail server took and that are not on Kafka as a sign-in: those cut off by the crash, and those
     * under way. The least of several looks leaves out the latter.
     */
    static long unaccounted(World world) {
        long[] least = {Long.MAX_VALUE};
        int[] looks = {0};
        world.await("a look at the sign-ins", () -> {
            Set<String> signIns = new HashSet<>();
            ofMailServers(world).forEach(event -> signIns.add(event.id()));
            least[0] = Math.min(least[0], world.connections() - signIns.size());
            return ++looks[0] >= LOOKS;
        });
        return least[0];
    }

    private static boolean accounted(World world, Map<String, Object> evidence) {
        long missing = Math.max(0, unaccounted(world) - world.loginsUnaccounted);
        String certificate = world.mail.certificateSha256();
        Person mistyped = Enrolment.mistyped(world);
        List<ObservedEvent> all = ofMailServers(world).toList();
        Set<String> good = new HashSet<>();
        Set<String> refusedIds = new HashSet<>();
        int withoutTls = 0;
        int refusedElsewhere = 0;
        for (ObservedEvent event : all) {
            withoutTls += protectedBy(event, certificate) ? 0 : 1;
            if (event.name().equals("LoginSucceeded")) {
                good.add(event.text("accountId"));
            } else if (REFUSED.contains(event.text("failure"))) {
                refusedIds.add(event.id());
                refusedElsewhere += event.text("accountId").equals(world.account(mistyped)) ? 0 : 1;
            }
        }
        evidence.put("connections at the mail server", world.connections());
        evidence.put(
                "sign-ins on mail.logins",
                all.stream().map(ObservedEvent::id).distinct().count());
        evidence.put("cut off by the crash, or under way", world.loginsUnaccounted);
        evidence.put("missing since", missing);
        evidence.put("accounts with a good sign-in", good.size() + " of " + world.people.size());
        evidence.put("refused with the mistyped password", refusedIds.size());
        evidence.put("refused elsewhere", refusedElsewhere);
        evidence.put("without the facts of the TLS in use", withoutTls);
        return missing == 0
                && withoutTls == 0
                && refusedElsewhere == 0
                && !refusedIds.isEmpty()
                && refusedIds.size() <= MOST_REFUSED
                && good.containsAll(world.accounts.values());
    }

    /** Keycloak tells of sign-ins too. */
    private static Stream<ObservedEvent> ofMailServers(World world) {
        return world.kafka
                .on(Topics.LOGINS)
                .filter(event -> event.text("source").equals("FETCHER") && world.isOurs(event.text("accountId")));
    }

    private static boolean protectedBy(ObservedEvent event, String certificate) {
        JsonNode data = event.data();
        if (data == null) {
            return false;
        }
        JsonNode tls = data.path("tls");
        return tls.path("protocol").asText().startsWith("TLS")
                && !tls.path("cipherSuite").asText().isEmpty()
                && tls.path("certificateSha256").asText().equals(certificate);
    }
}
