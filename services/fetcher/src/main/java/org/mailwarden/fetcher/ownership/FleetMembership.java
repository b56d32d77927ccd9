// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.Topics;

/**
 * This fetcher's membership in the group that shares the fleet: owning a partition of {@code mail.accounts} is owning its
 * accounts. It reads no record; the database knows the accounts.
 *
 * <p>Cooperative, so that the sessions of partitions that stay do not end whenever a fetcher comes or goes; and without
 * static membership, so that a fetcher that is stopped hands over at once and not after a time-out.
 */
@ApplicationScoped
public class FleetMembership {

    private static final Logger LOG = Logger.getLogger(FleetMembership.class);

    private static final String GROUP = "fetcher-fleet";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private volatile Partitions mine = Partitions.NONE;
    private volatile boolean left;
    private @Nullable Share share;
    private @Nullable Thread member;

    /**
     * Prepares a membership.
     *
     * @param kafka how to reach the brokers
     */
    public FleetMembership(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "fetcher-fleet");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        // A fetcher that died is succeeded within this time; it is missed after three heartbeats.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 12_000);
        // So long the others may take to hear that one comes or goes.
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 60_000);
    }

    /** Who reads the accounts of this fetcher's share. Called on the member's thread. */
    public interface Share {

        /**
         * Ends the sessions of all accounts that are not in a share, and returns only then, or after a bounded time.
         *
         * @param kept what stays this fetcher's
         */
        void shrunk(Partitions kept);

        /**
         * Takes over accounts.
         *
         * @param grown what is this fetcher's from now on
         * @param before what was until now
         */
        void grown(Partitions grown, Partitions before);
    }

    /** What is this fetcher's now. */
    public Partitions mine() {
        return mine;
    }

    /**
     * Joins the group; from then on the share changes as fetchers come and go.
     *
     * @param reader who reads the accounts
     */
    public synchronized void join(Share reader) {
        share = reader;
        left = false;
        member = Thread.ofPlatform().daemon().name("fleet-membership").start(this::run);
    }

    /** Gives the share up and leaves the group, so that others take over at once. Does nothing when not joined. */
    public synchronized void leave() {
        Thread thread = member;
        member = null;
        left = true;
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!left) {
            try {
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                try {
                    follow(consumer);
                } finally {
                    consumer.close(CloseOptions.timeout(LONGEST_GOODBYE));
                }
            } catch (RuntimeException e) {
                LOG.warnf("Not a member of the fetchers' group: %s; joining again", e.getMessage());
                shrink(Partitions.NONE);
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        Changes changes = new Changes();
        consumer.subscribe(List.of(Topics.ACCOUNTS), changes);
        while (!left) {
            consumer.poll(POLL);
            changes.take(consumer);
        }
        shrink(Partitions.NONE);
    }

    private void shrink(Partitions kept) {
        mine = kept;
        Share reader = share;
        if (reader != null) {
            reader.shrunk(kept);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hears what is taken before it is gone, and of what is given once it is there. */
    private final class Changes implements ConsumerRebalanceListener {

        private boolean changed;

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Kafka gives them to another fetcher only after this returns.
            shrink(mine.without(numbers(partitions)));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            changed = true;
        }

        void take(KafkaConsumer<byte[], byte[]> consumer) {
            if (!changed) {
                return;
            }
            changed = false;
            consumer.pause(consumer.assignment());
            Partitions before = mine;
            Partitions now = new Partitions(
                    consumer.partitionsFor(Topics.ACCOUNTS).size(),
                    java.util.Set.copyOf(numbers(consumer.assignment())));
            Share reader = share;
            mine = now;
            if (reader != null && !now.equals(before)) {
                LOG.infof("This fetcher reads the accounts of partitions %s of %d", now.owned(), now.count());
                if (before.count() != now.count()) {
                    reader.shrunk(now);
                }
                reader.grown(now, before);
            }
        }

        private List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toList());
        }
    }
}
