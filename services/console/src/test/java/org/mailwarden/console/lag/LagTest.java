// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;
import org.mailwarden.console.support.Topic;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.ControlClient.Server;

/** How far consumer groups are, at a real broker. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LagTest {

    private static final String TOPIC = EventType.MAILBOX_RESET.topic();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String group = "group-" + UUID.randomUUID();

    @Test
    void countsWhatAGroupHasStillToHandle() {
        // Given
        say(3);
        handledEverything();
        say(2);

        // When
        JsonPath lag = lag().jsonPath();

        // Then
        assertThat(of(lag)).containsEntry("lag", 2).containsEntry("members", 0).doesNotContainKey("unknown");
        assertThat(lag.getList("topics", String.class)).contains(TOPIC, "breach.findings");
    }

    @Test
    void doesNotKnowTheLagOfAGroupThatHasNotSaidHowFarItIsEverywhere() {
        // Given
        say(1);
        try (KafkaConsumer<String, String> reader = reader()) {
            reader.subscribe(List.of(TOPIC));
            await().atMost(LONG).until(() -> {
                reader.poll(Duration.ofMillis(100));
                return !reader.assignment().isEmpty();
            });

            // When
            Map<String, Object> lag = of(lag().jsonPath());

            // Then
            assertThat(lag)
                    .containsEntry("lag", null)
                    .containsEntry("unknown", "NEVER_COMMITTED")
                    .containsEntry("members", 1);
        }
    }

    @Test
    void leavesOutTheGroupsOfOpenPages() {
        // Given
        await().atMost(LONG).until(LagTest::aPageCouldBeOpen);

        // When
        List<String> groups = lag().jsonPath().getList("groups.group", String.class);

        // Then
        assertThat(groups).noneMatch(name -> name.startsWith("console-"));
    }

    @Test
    void isForAdminsAlone() {
        // When
        Response refused =
                Tokens.with(Tokens.issuedTo("mailwarden-approver-cli")).get("/api/v1/lag");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("role-needed");
        assertThat(refused.jsonPath().getString("detail")).contains("admin");
    }

    @Test
    void saysThatKafkaDoesNotAnswer() throws Exception {
        // Given
        ControlClient control = new ControlClient(Tokens.setting("test.servers"));
        control.stop(Server.KAFKA);
        try {
            // When
            Response away = lag();

            // Then
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.jsonPath().getString("detail")).contains("Kafka does not answer");
        } finally {
            control.start(Server.KAFKA);
            await().atMost(LONG).until(() -> lag().statusCode() == 200);
        }
    }

    private static Response lag() {
        return Tokens.asAdmin().get("/api/v1/lag");
    }

    private Map<String, Object> of(JsonPath lag) {
        return lag.getMap("groups.find { it.group == '" + group + "' && it.topic == '" + TOPIC + "' }");
    }

    private static void say(int records) {
        for (int count = 0; count < records; count++) {
            Topic.say(EventType.MAILBOX_RESET, UUID.randomUUID(), "{}");
        }
    }

    /** The group says that it has handled everything. */
    private void handledEverything() {
        try (KafkaConsumer<String, String> reader = reader()) {
            List<TopicPartition> partitions = reader.partitionsFor(TOPIC).stream()
                    .map(part -> new TopicPartition(TOPIC, part.partition()))
                    .toList();
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            reader.endOffsets(partitions).forEach((part, end) -> offsets.put(part, new OffsetAndMetadata(end)));
            reader.commitSync(offsets);
        }
    }

    /** Whether the console listens in a group of its own. */
    private static boolean aPageCouldBeOpen() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Tokens.setting("kafka.bootstrap.servers")))) {
            return admin.listGroups().all().get().stream()
                    .anyMatch(found -> found.groupId().startsWith("console-"));
        }
    }

    private KafkaConsumer<String, String> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        Tokens.setting("kafka.bootstrap.servers"),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
