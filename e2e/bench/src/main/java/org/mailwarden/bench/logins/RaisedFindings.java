// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.FindingKind;

/** Sees when findings of retired passwords arrive at whoever reads the topic of findings; reads on a thread of its own. */
final class RaisedFindings implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, String> consumer;
    private final Map<UUID, Long> seen = new ConcurrentHashMap<>();
    private final Thread thread;

    /** Looks from now on. */
    RaisedFindings(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers, "fetch.max.wait.ms", 50),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.FINDINGS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        thread = Thread.ofPlatform().name("findings").start(this::read);
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode finding = json.readTree(record.value());
                    if (finding.path("kind").asText().equals(FindingKind.RETIRED_PASSWORD_USED.name())) {
                        seen.putIfAbsent(
                                UUID.fromString(finding.path("accountId").asText()), System.nanoTime());
                    }
                }
            }
        } catch (WakeupException ending) {
            consumer.close();
        } catch (IOException e) {
            throw new IllegalStateException("A finding cannot be read", e);
        }
    }

    /**
     * Waits for a finding about each account.
     *
     * @return when each was seen first, {@link System#nanoTime()}
     */
    Map<UUID, Long> await(Set<UUID> accounts, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!seen.keySet().containsAll(accounts) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        return Map.copyOf(seen);
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }
}
