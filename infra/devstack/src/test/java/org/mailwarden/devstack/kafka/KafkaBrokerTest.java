// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.contracts.event.Topics;

class KafkaBrokerTest {

    @TempDir
    Path folder;

    @Test
    void topicsWithTheirDeadLettersAreThereAndRecordsSurviveARestart() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), 0)) {
            // Given
            broker.start();
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(Topics.MESSAGES, 0, "key", "kept"))
                        .get();
            }

            // When
            broker.stop();
            broker.start();

            // Then
            try (Admin admin = Admin.create(client)) {
                assertThat(admin.listTopics().names().get())
                        .containsAll(Topics.ALL)
                        .containsAll(Topics.ALL.stream().map(Topics::deadLetter).toList());
            }
            try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
                TopicPartition partition = new TopicPartition(Topics.MESSAGES, 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(10));
                assertThat(records.records(partition)).extracting("value").containsExactly("kept");
            }
        }
    }

    @Test
    void whoReadsATopicAgainSeesAllOfItAndWhatCameSince() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), 0)) {
            // Given
            broker.start();
            send(broker, "first");
            assertThat(TopicReader.all(broker.bootstrapServers(), Topics.MESSAGES))
                    .extracting("value")
                    .containsExactly("first");
            broker.stop();
            broker.start();

            // When
            send(broker, "second");

            // Then
            assertThat(TopicReader.all(broker.bootstrapServers(), Topics.MESSAGES))
                    .extracting("value")
                    .containsExactly("first", "second");
        }
    }

    private static void send(KafkaBroker broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.MESSAGES, 0, "key", value))
                    .get();
        }
    }

    @Test
    void sealedCredentialsGoAfterADayAlsoThoseThatNobodyCouldRead() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), 0)) {
            // When
            broker.start();

            // Then
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
                Map<ConfigResource, Config> configs = admin.describeConfigs(
                                Stream.of(Topics.CREDENTIALS, Topics.deadLetter(Topics.CREDENTIALS))
                                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                                        .toList())
                        .all()
                        .get();
                assertThat(configs)
                        .hasSize(2)
                        .allSatisfy((topic, config) -> assertThat(config.get(TopicConfig.RETENTION_MS_CONFIG)
                                        .value())
                                .isEqualTo("86400000"));
            }
        }
    }
}
