// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mailwarden.contracts.event.Topics;

/** Reads every topic from its beginning, dead letters too, and remembers what was on them. */
public final class KafkaObserver implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final Map<String, ConcurrentLinkedQueue<ObservedEvent>> events = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> everything = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private volatile boolean closing;

    /**
     * Starts to observe.
     *
     * @param bootstrapServers the broker
     */
    public KafkaObserver(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new StringDeserializer(),
                new StringDeserializer());
        List<String> topics = Stream.concat(
                        Topics.ALL.stream(), Topics.ALL.stream().map(Topics::deadLetter))
                .toList();
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        topics.forEach(topic -> events.put(topic, new ConcurrentLinkedQueue<>()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader = Thread.ofVirtual().name("kafka-observer").start(this::read);
    }

    private void read() {
        try {
            while (!closing) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    remember(record);
                }
            }
        } catch (WakeupException e) {
            // Closing.
        } finally {
            consumer.close();
        }
    }

    private void remember(ConsumerRecord<String, String> record) {
        StringBuilder whole = new StringBuilder(record.topic())
                .append('\n')
                .append(record.key())
                .append('\n')
                .append(record.value());
        for (Header header : record.headers()) {
            whole.append('\n').append(header.key()).append('=').append(text(header));
        }
        everything.add(whole.toString());
        Header type = record.headers().lastHeader("ce_type");
        Header id = record.headers().lastHeader("ce_id");
        if (type != null && id != null) {
            String name = text(type).replaceAll("^org\\.mailwarden\\.|\\.v1$", "");
            try {
                queue(record.topic())
                        .add(new ObservedEvent(
                                text(id), name, record.value() == null ? null : Http.JSON.readTree(record.value())));
            } catch (JsonProcessingException e) {
                queue(record.topic()).add(new ObservedEvent(text(id), "malformed", null));
            }
        }
    }

    private ConcurrentLinkedQueue<ObservedEvent> queue(String topic) {
        return events.computeIfAbsent(topic, ignored -> new ConcurrentLinkedQueue<>());
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * The events of a topic so far.
     *
     * @param topic the topic
     * @return in the order in which they were read
     */
    public Stream<ObservedEvent> on(String topic) {
        return queue(topic).stream();
    }

    /**
     * Counts events.
     *
     * @param topic the topic
     * @param which which events
     * @return how many
     */
    public long count(String topic, Predicate<ObservedEvent> which) {
        return on(topic).filter(which).count();
    }

    /** Every record so far as text: topic, key, value and headers. */
    public Stream<String> everything() {
        return everything.stream();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            reader.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
