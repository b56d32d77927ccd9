// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterHeadersTest {

    private static final String OURS = "org.mailwarden.kit.inbox.UnreadableEvent";

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void whatTheRecordBroughtAlongCountsNothingAgainstTheQueueThatPutItThere() {
        // Given
        said("dead-letter-topic", "breach.findings");
        said("dead-letter-partition", "2");
        said("dead-letter-offset", "7");
        said("dead-letter-topic", "mail.accounts");
        said("dead-letter-offset", "1");

        // When, Then
        assertThat(new DeadLetterHeaders(headers).origin()).contains(new Origin("breach.findings", 2, 7));
    }

    @ParameterizedTest
    @CsvSource({"-1, 7", "x, 7", "2, -7", "2, 99999999999999999999", "'', 7"})
    void aPlaceThatIsNoneIsNotKnown(String partition, String offset) {
        // Given
        said("dead-letter-topic", "breach.findings");
        said("dead-letter-partition", partition);
        said("dead-letter-offset", offset);

        // When, Then
        assertThat(new DeadLetterHeaders(headers).origin()).isEmpty();
    }

    @Test
    void theWordsOfAnotherFailureAreNotPassedOn() {
        // Given
        said("dead-letter-exception-class-name", "com.example.ParseException");
        said("dead-letter-reason", "unexpected 'hunter2'");

        // When, Then
        assertThat(new DeadLetterHeaders(headers).reason()).isEmpty();
        assertThat(new DeadLetterHeaders(headers).failure()).contains("com.example.ParseException");
    }

    @Test
    void aReasonIsOneLineThatTurnsNothingAroundAndHasAnEnd() {
        // Given
        said("dead-letter-exception-class-name", OURS);
        said("dead-letter-reason", "one\r\n\u202Etwo\u0000" + "x".repeat(600));

        // When, Then
        assertThat(new DeadLetterHeaders(headers).reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("one two xxx")
                        .hasSize(501)
                        .endsWith("…"));
    }

    @Test
    void aReplayCarriesWhatTheRecordHadBeforeAndOneMark() {
        // Given
        UUID replay = UUID.randomUUID();
        said("dead-letter-topic", "breach.findings");
        said("ce_id", "7");
        said(DeadLetterHeaders.REPLAY, UUID.randomUUID().toString());

        // When
        var again = new DeadLetterHeaders(headers).forReplay(replay);

        // Then
        assertThat(StreamSupport.stream(again.spliterator(), false).map(Header::key))
                .containsExactly("ce_id", DeadLetterHeaders.REPLAY);
        assertThat(new DeadLetterHeaders(again).replay()).contains(replay);
    }

    private void said(String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
