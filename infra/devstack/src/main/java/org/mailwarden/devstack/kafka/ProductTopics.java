// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.mailwarden.contracts.event.Topics;

/**
 * Creates the topics of the product and their dead-letter topics.
 *
 * @param bootstrapServers a broker
 */
record ProductTopics(String bootstrapServers) {

    private static final int PARTITIONS = 3;
    private static final Set<String> COMPACTED = Set.of(Topics.ACCOUNTS, Topics.POSTURE);
    /** What could not be read is no less worth to a thief: it goes as soon as the rest. */
    private static final Set<String> SEALED = Set.of(Topics.CREDENTIALS, Topics.deadLetter(Topics.CREDENTIALS));

    private static final long LIMIT_SECONDS = 30;

    void create() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "retry.backoff.ms", "50");
        try (Admin admin = Admin.create(settings)) {
            Set<String> existing = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = Topics.ALL.stream()
                    .flatMap(topic -> Stream.of(topic(topic), topic(Topics.deadLetter(topic))))
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topics", interrupted);
        } catch (ExecutionException | TimeoutException cause) {
            throw new IllegalStateException("The topics could not be created at " + bootstrapServers, cause);
        }
    }

    private static NewTopic topic(String name) {
        if (COMPACTED.contains(name)) {
            return plain(name).configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        if (SEALED.contains(name)) {
            String day = Long.toString(Duration.ofHours(24).toMillis());
            // The segment time too: a broker only ever removes whole closed segments.
            return plain(name)
                    .configs(Map.of(
                            TopicConfig.RETENTION_MS_CONFIG,
                            day,
                            TopicConfig.SEGMENT_MS_CONFIG,
                            Long.toString(Duration.ofHours(1).toMillis())));
        }
        return plain(name);
    }

    private static NewTopic plain(String name) {
        return new NewTopic(name, PARTITIONS, (short) 1);
    }
}
