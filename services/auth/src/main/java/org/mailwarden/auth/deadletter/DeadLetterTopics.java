// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.kit.web.Problems;

/**
 * The dead-letter topics, read in place: in no consumer group, so that nothing is ever taken from them. Each question has a
 * client of its own, for there are few. Safe for use by many threads.
 */
@ApplicationScoped
public class DeadLetterTopics {

    private static final Logger LOG = Logger.getLogger(DeadLetterTopics.class);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Duration LONGEST_READING = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    private static final List<String> NAMES =
            Topics.ALL.stream().map(Topics::deadLetter).sorted().toList();

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Map<String, Object> broker;
    private final Clock clock;

    DeadLetterTopics(@Identifier("default-kafka-broker") Map<String, Object> broker, Clock clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /**
     * What is kept of a partition.
     *
     * @param part the partition
     * @param begin offset of the oldest record
     * @param end offset behind the newest one
     */
    private record Range(TopicPartition part, long begin, long end) {

        /** What of it comes in a list behind a record; all of it without one. */
        Range before(@Nullable DeadLetterPlace last) {
            if (last == null) {
                return this;
            }
            int order = ORDER.compare(part, new TopicPartition(last.topic(), last.partition()));
            long upper = order < 0 ? begin : order == 0 ? Math.min(end, last.offset()) : end;
            return new Range(part, begin, upper);
        }
    }

    /** Whether a name is a dead-letter topic's. */
    static boolean isOne(String topic) {
        return NAMES.contains(topic);
    }

    /** How many records lie on each topic; a topic that the broker does not have is left out. */
    Map<String, Long> counts() {
        return asking(consumer -> {
            Map<String, Long> counts = new TreeMap<>();
            ranges(consumer, partitions(consumer, NAMES))
                    .forEach(range -> counts.merge(range.part().topic(), range.end() - range.begin(), Long::sum));
            return counts;
        });
    }

    /**
     * Reads records by topic and partition, the newest of each first.
     *
     * @param topic where; null for everywhere
     * @param after the last one that was seen; null to begin
     * @param most how many
     */
    List<ConsumerRecord<byte[], byte[]>> page(@Nullable String topic, @Nullable DeadLetterPlace after, int most) {
        return asking(consumer -> {
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            for (Range range : ranges(consumer, partitions(consumer, topic == null ? NAMES : List.of(topic)))) {
                found.addAll(newest(consumer, range.before(after), most - found.size()));
                if (found.size() >= most) {
                    break;
                }
            }
            return List.copyOf(found);
        });
    }

    /** Reads one record; empty when nothing lies there. */
    Optional<ConsumerRecord<byte[], byte[]>> at(DeadLetterPlace place) {
        return asking(consumer -> {
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            range(consumer, new TopicPartition(place.topic(), place.partition()))
                    .filter(range -> place.offset() >= range.begin() && place.offset() < range.end())
                    .ifPresent(range -> read(consumer, range.part(), place.offset(), place.offset() + 1, found::add));
            // Offsets may have gaps, behind which the next one is read.
            return found.stream()
                    .filter(record -> record.offset() == place.offset())
                    .findFirst();
        });
    }

    /** Whether a topic has a record of a key behind a place. */
    boolean hasNewer(Origin origin, byte @Nullable [] key) {
        return asking(consumer -> {
            boolean[] newer = new boolean[1];
            range(consumer, new TopicPartition(origin.topic(), origin.partition()))
                    .ifPresent(range -> read(
                            consumer,
                            range.part(),
                            Math.max(range.begin(), origin.offset() + 1),
                            range.end(),
                            record -> {
                                newer[0] = Arrays.equals(key, record.key());
                                return !newer[0];
                            }));
            return newer[0];
        });
    }

    /**
     * Sends a record to its topic again, with its key, its value and its headers, and waits for the broker.
     *
     * @param record the dead letter
     * @param topic where it came from
     * @param replay marks it
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 503 when the broker did not say that it has it
     */
    void send(ConsumerRecord<byte[], byte[]> record, String topic, UUID replay) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_CALL.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_CALL.toMillis()));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_CALL.toMillis() * 2));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            record.key(),
                            record.value(),
                            new DeadLetterHeaders(record.headers()).forReplay(replay)))
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw away(interrupted);
        } catch (ExecutionException | KafkaException cause) {
            throw away(cause);
        }
    }

    private <T> T asking(Function<Consumer<byte[], byte[]>, T> question) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_CALL.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_CALL.toMillis()));
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return question.apply(consumer);
        } catch (KafkaException cause) {
            throw away(cause);
        }
    }

    private static List<TopicPartition> partitions(Consumer<?, ?> consumer, Collection<String> topics) {
        Map<String, List<PartitionInfo>> known = consumer.listTopics();
        return topics.stream()
                .flatMap(topic -> known.getOrDefault(topic, List.of()).stream())
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .sorted(ORDER)
                .toList();
    }

    private static List<Range> ranges(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(part ->
                        new Range(part, Objects.requireNonNull(begin.get(part)), Objects.requireNonNull(end.get(part))))
                .toList();
    }

    private static Optional<Range> range(Consumer<?, ?> consumer, TopicPartition part) {
        return partitions(consumer, List.of(part.topic())).contains(part)
                ? Optional.of(ranges(consumer, List.of(part)).getFirst())
                : Optional.empty();
    }

    /** The last records of a range. Offsets may have gaps, so it goes back until there are enough. */
    private List<ConsumerRecord<byte[], byte[]>> newest(Consumer<byte[], byte[]> consumer, Range range, int most) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        long upper = range.end();
        while (found.size() < most && upper > range.begin()) {
            long lower = Math.max(range.begin(), upper - (most - found.size()));
            List<ConsumerRecord<byte[], byte[]>> piece = new ArrayList<>();
            read(consumer, range.part(), lower, upper, piece::add);
            found.addAll(piece.reversed());
            upper = lower;
        }
        return found;
    }

    /** Hands over the records from one offset up to another without it, as long as more are wanted. */
    private void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition part,
            long from,
            long to,
            Predicate<ConsumerRecord<byte[], byte[]>> more) {
        Instant end = clock.instant().plus(LONGEST_READING);
        consumer.assign(List.of(part));
        consumer.seek(part, from);
        while (consumer.position(part) < to) {
            if (clock.instant().isAfter(end)) {
                throw new TimeoutException("Reading " + part + " takes too long");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to && !more.test(record)) {
                    return;
                }
            }
        }
    }

    private static RuntimeException away(Exception cause) {
        if (cause instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        LOG.warnf(
                "Kafka did not answer about dead letters: %s", cause.getClass().getSimpleName());
        return Problems.of(
                503,
                "kafka-unavailable",
                "Kafka does not answer, so its dead letters cannot be read or sent again. Look whether it runs, then try"
                        + " again.");
    }
}
