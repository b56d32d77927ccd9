// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes sign-ins from a thread of its own, so that a broker that is away holds nobody up. What cannot be published is
 * counted and given up: auth reads Keycloak's own store of events later and publishes what is missing. Safe for many threads.
 */
final class KafkaSignIns implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KafkaSignIns.class);
    private static final String TOPIC = "mail.logins";
    private static final int MOST_WAITING = 10_000;
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong givenUp = new AtomicLong();
    private final ThreadPoolExecutor work = Background.oneThread("mailwarden-sign-ins", MOST_WAITING);
    /** Used by the one thread of {@link #work} alone. */
    private @Nullable KafkaProducer<String, String> producer;

    KafkaSignIns(String bootstrapServers) {
        settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "mailwarden-keycloak",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                5_000,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                8_000_000L);
    }

    /**
     * Hands a sign-in over and returns at once.
     *
     * @param event the sign-in
     * @param key Kafka key: events of one person keep their order
     */
    void publish(SignInEvent event, String key) {
        try {
            work.execute(() -> send(event, key));
        } catch (RejectedExecutionException e) {
            giveUp("too many are waiting");
        }
    }

    /** Gives what waits a moment, then ends. */
    @Override
    public void close() {
        work.execute(() -> {
            if (producer != null) {
                producer.close(LAST_WORD);
            }
        });
        work.shutdown();
    }

    private void send(SignInEvent event, String key) {
        try {
            ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, key, json.writeValueAsString(event));
            Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            event.id(),
                            "ce_type",
                            event.type(),
                            "ce_source",
                            "urn:mailwarden:keycloak",
                            "ce_time",
                            event.occurredAt(),
                            "content-type",
                            "application/json")
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer().send(record, (done, failure) -> {
                if (failure != null) {
                    giveUp(failure.getClass().getSimpleName());
                }
            });
        } catch (JsonProcessingException | RuntimeException e) {
            giveUp(e.getClass().getSimpleName());
        }
    }

    private KafkaProducer<String, String> producer() {
        KafkaProducer<String, String> known = producer;
        if (known == null) {
            known = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
            producer = known;
        }
        return known;
    }

    private void giveUp(String why) {
        long count = givenUp.incrementAndGet();
        // The first, and then ever fewer: a broker that is away for an hour must not fill the disk.
        if (Long.bitCount(count) == 1) {
            LOG.warnf(
                    "%d sign-ins could not be published since the start, the last one because of %s; auth publishes"
                            + " them from Keycloak's own events",
                    count, why);
        }
    }
}
