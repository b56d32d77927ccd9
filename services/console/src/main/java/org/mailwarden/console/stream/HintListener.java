// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.Topics;

/**
 * Hears what the services say, on a thread of its own. Each process of the console hears all of it, from the moment it
 * listens: so whenever partitions are handed to it, something may have come before that it did not hear. Where the broker
 * is away, or not even its name is known, it tries again until it is there; nothing else of the console waits for that.
 */
@ApplicationScoped
public class HintListener {

    /** How the names of the groups begin in which consoles listen; they never say how far they are. */
    public static final String GROUP_PREFIX = "console-";

    private static final Logger LOG = Logger.getLogger(HintListener.class);

    private static final List<String> TOPICS = List.of(Topics.FINDINGS, Topics.REMEDIATIONS, Topics.ACCOUNTS);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Map<String, Object> broker;
    private final Hints hints;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<String, String> open;

    HintListener(@Identifier("default-kafka-broker") Map<String, Object> broker, Hints hints) {
        this.broker = broker;
        this.hints = hints;
        // Not a virtual one: the client holds locks over its network calls.
        this.thread = Thread.ofPlatform().name("hints").daemon().unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        Consumer<String, String> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        thread.join(LONGEST_END);
    }

    private void run() {
        boolean told = false;
        try {
            do {
                try (Consumer<String, String> consumer = new KafkaConsumer<>(settings())) {
                    open = consumer;
                    told = false;
                    listen(consumer);
                } catch (WakeupException woken) {
                    LOG.debug("The broker is listened to no more");
                } catch (RuntimeException away) {
                    if (!told) {
                        LOG.warnf(
                                away, "Kafka cannot be listened to: open pages are not told what changes until it can");
                        told = true;
                    }
                }
                open = null;
                hints.live(false);
            } while (!stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Consumer<String, String> consumer) {
        consumer.subscribe(TOPICS, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Nothing is kept of what was read.
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // The position is looked up now: what comes after this is heard.
                partitions.forEach(consumer::position);
                hints.lose();
            }
        });
        BrokerPulse pulse = new BrokerPulse(consumer);
        while (stopping.getCount() > 0) {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                HintReader.read(header(record, "ce_type"), record.key(), record.value())
                        .ifPresent(hints::tell);
            }
            hints.live(pulse.beats());
        }
    }

    /** What an operator says of the broker, and what makes each process hear everything. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_PREFIX + UUID.randomUUID());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        // Little at a time: of a record of 64 KiB some hundred bytes are kept.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1_048_576);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 262_144);
        return settings;
    }

    private static @Nullable String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
