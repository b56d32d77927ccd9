// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mailwarden.e2e.outside.ObservedEvent;

/**
 * What was delivered, held against the events. Kafka may show one event twice (at least once): one event is one event id.
 *
 * @param delivered messages delivered
 * @param seen of these, how many are an event
 * @param repeated messages that are more than one event id
 * @param strange event ids of messages that nobody delivered there
 * @param records records on the topic, redeliveries included
 */
record Ingest(long delivered, long seen, long repeated, long strange, long records) {

    /**
     * Compares.
     *
     * @param mailboxes account id to the Message-IDs delivered to it
     * @param events all events of the topic; those of other accounts are left out
     * @return the comparison
     */
    static Ingest of(Map<String, List<String>> mailboxes, Stream<ObservedEvent> events) {
        Map<String, Set<String>> eventIds = new HashMap<>();
        long[] records = {0};
        events.filter(event -> event.name().equals("MessageReceived"))
                .filter(event -> mailboxes.containsKey(event.text("accountId")))
                .forEach(event -> {
                    records[0]++;
                    eventIds.computeIfAbsent(
                                    key(event.text("accountId"), event.text("messageId")), key -> new HashSet<>())
                            .add(event.id());
                });
        List<String> wanted = new ArrayList<>();
        mailboxes.forEach((account, messages) -> messages.forEach(message -> wanted.add(key(account, message))));
        long seen = wanted.stream().filter(eventIds::containsKey).count();
        long repeated = eventIds.values().stream().filter(ids -> ids.size() > 1).count();
        long strange = eventIds.size() - seen;
        return new Ingest(wanted.size(), seen, repeated, strange, records[0]);
    }

    /** Whether each message is exactly one event, and no event tells of anything else. */
    boolean exactlyOnce() {
        return delivered > 0 && seen == delivered && repeated == 0 && strange == 0;
    }

    /** The numbers, for the report. */
    Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("delivered", delivered);
        evidence.put("became events", seen);
        evidence.put("repeated", repeated);
        evidence.put("of messages nobody delivered", strange);
        evidence.put("records on Kafka, redeliveries included", records);
        return evidence;
    }

    private static String key(String account, String messageId) {
        return account + ' ' + messageId;
    }
}
