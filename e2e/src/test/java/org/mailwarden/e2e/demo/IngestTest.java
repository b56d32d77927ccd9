// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.e2e.outside.ObservedEvent;

class IngestTest {

    private static final Map<String, List<String>> DELIVERED = Map.of("ada", List.of("<1@x>", "<2@x>"));

    @Test
    void eachMessageOnceHolds() {
        Ingest ingest = Ingest.of(DELIVERED, Stream.of(received("a", "ada", "<1@x>"), received("b", "ada", "<2@x>")));

        assertThat(ingest.exactlyOnce()).isTrue();
    }

    @Test
    void sameEventTwiceOnKafkaIsStillOnce() {
        Ingest ingest = Ingest.of(
                DELIVERED,
                Stream.of(received("a", "ada", "<1@x>"), received("a", "ada", "<1@x>"), received("b", "ada", "<2@x>")));

        assertThat(ingest.exactlyOnce()).isTrue();
        assertThat(ingest.records()).isEqualTo(3);
    }

    @Test
    void missingMessageIsALoss() {
        assertThat(Ingest.of(DELIVERED, Stream.of(received("a", "ada", "<1@x>")))
                        .exactlyOnce())
                .isFalse();
    }

    @Test
    void messageUnderTwoEventIdsIsARepetition() {
        Ingest ingest = Ingest.of(
                DELIVERED,
                Stream.of(received("a", "ada", "<1@x>"), received("c", "ada", "<1@x>"), received("b", "ada", "<2@x>")));

        assertThat(ingest.exactlyOnce()).isFalse();
        assertThat(ingest.repeated()).isEqualTo(1);
    }

    @Test
    void eventOfAMessageThatNobodyDeliveredIsStrange() {
        Ingest ingest = Ingest.of(
                DELIVERED,
                Stream.of(received("a", "ada", "<1@x>"), received("b", "ada", "<2@x>"), received("c", "ada", "<3@x>")));

        assertThat(ingest.exactlyOnce()).isFalse();
        assertThat(ingest.strange()).isEqualTo(1);
    }

    @Test
    void nothingDeliveredProvesNothing() {
        assertThat(Ingest.of(Map.of(), Stream.of()).exactlyOnce()).isFalse();
    }

    private static ObservedEvent received(String id, String account, String messageId) {
        return new ObservedEvent(
                id,
                "MessageReceived",
                JsonNodeFactory.instance.objectNode().put("accountId", account).put("messageId", messageId));
    }
}
