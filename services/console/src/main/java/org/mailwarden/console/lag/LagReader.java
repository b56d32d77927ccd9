// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.stream.HintListener;
import org.mailwarden.contracts.event.Topics;

/** Asks Kafka how far each consumer group is. Blocks for some seconds at most; safe for use by many threads. */
@ApplicationScoped
public class LagReader {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Map<String, Object> broker;

    LagReader(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = broker;
    }

    /** Kafka did not answer at all. */
    static final class Away extends Exception {

        private static final long serialVersionUID = 1L;

        Away(Throwable cause) {
            super(cause);
        }
    }

    /**
     * What Kafka tells.
     *
     * @param topics the topics of the product that there are
     * @param groups by topic and name; without the groups of open pages, which never say how far they are
     * @param silent groups of which it tells nothing
     */
    record Answer(List<String> topics, List<GroupLag> groups, List<String> silent) {}

    /**
     * Asks.
     *
     * @return what Kafka tells
     * @throws Away when it does not answer
     */
    Answer ask() throws Away {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            return ask(admin);
        } catch (ExecutionException | KafkaException cause) {
            throw new Away(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Away(interrupted);
        }
    }

    private static Answer ask(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = admin.listTopics().names().get();
        Map<String, TopicDescription> topics = admin.describeTopics(
                        Topics.ALL.stream().filter(names::contains).toList())
                .allTopicNames()
                .get();
        List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .filter(group -> !group.startsWith(HintListener.GROUP_PREFIX))
                .sorted()
                .toList();
        var described = admin.describeConsumerGroups(groups).describedGroups();
        var committed = admin.listConsumerGroupOffsets(
                groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())));
        List<TopicPartition> partitions =
                topics.values().stream().flatMap(topic -> of(topic).stream()).toList();
        Map<TopicPartition, Long> begin = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
        List<GroupLag> lags = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (String group : groups) {
            Optional<ConsumerGroupDescription> members = told(Objects.requireNonNull(described.get(group)));
            Optional<Map<TopicPartition, OffsetAndMetadata>> offsets =
                    told(committed.partitionsToOffsetAndMetadata(group));
            if (members.isEmpty() && offsets.isEmpty()) {
                silent.add(group);
            }
            for (TopicDescription topic : topics.values()) {
                if (reads(topic.name(), members, offsets)) {
                    lags.add(new GroupLag(
                            topic.name(),
                            group,
                            offsets.<Lag>map(known -> lag(of(topic), begin, end, known))
                                    .orElseGet(() -> new Lag.Unknown(Lag.Reason.NO_ANSWER)),
                            members.map(known -> known.members().size()).orElse(null)));
                }
            }
        }
        lags.sort(Comparator.comparing(GroupLag::topic).thenComparing(GroupLag::group));
        return new Answer(topics.keySet().stream().sorted().toList(), List.copyOf(lags), List.copyOf(silent));
    }

    private static Lag lag(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> begin,
            Map<TopicPartition, Long> end,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        return Lag.of(partitions.stream()
                .map(part -> new PartitionOffsets(begin.get(part), end.get(part), offset(committed.get(part))).lag())
                .toList());
    }

    /** Whether a group has said how far it is on a topic, or one of its consumers reads it now. */
    private static boolean reads(
            String topic,
            Optional<ConsumerGroupDescription> members,
            Optional<Map<TopicPartition, OffsetAndMetadata>> committed) {
        Stream<TopicPartition> assigned = members.stream()
                .flatMap(known -> known.members().stream())
                .flatMap(member -> member.assignment().topicPartitions().stream());
        Stream<TopicPartition> said = committed.stream().flatMap(known -> known.keySet().stream());
        return Stream.concat(assigned, said).anyMatch(part -> part.topic().equals(topic));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec where)
            throws InterruptedException {
        ListOffsetsResult asked =
                admin.listOffsets(partitions.stream().collect(Collectors.toMap(part -> part, part -> where)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition part : partitions) {
            told(asked.partitionResult(part)).ifPresent(offset -> offsets.put(part, offset.offset()));
        }
        return offsets;
    }

    private static List<TopicPartition> of(TopicDescription topic) {
        return topic.partitions().stream()
                .map(part -> new TopicPartition(topic.name(), part.partition()))
                .toList();
    }

    // For a partition of which nothing was said the broker tells nothing at all.
    private static @Nullable Long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? null : committed.offset();
    }

    /** What was told; what was not, of one group or partition, is no reason to show nothing of the others. */
    private static <T> Optional<T> told(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return Optional.ofNullable(answer.get());
        } catch (ExecutionException notTold) {
            return Optional.empty();
        }
    }
}
