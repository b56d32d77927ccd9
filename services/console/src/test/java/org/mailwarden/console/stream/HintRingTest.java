// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.EventType;

class HintRingTest {

    private static final Change CHANGE =
            new Change(HintKind.FINDING, EventType.FINDING_RAISED, UUID.randomUUID(), UUID.randomUUID());

    private final HintRing ring = new HintRing(7, 3);

    @Test
    void goesOnAfterACursor() {
        // Given
        Hint first = ring.add(CHANGE);
        Hint second = ring.add(CHANGE);

        // When
        HintRing.Answer answer = ring.after(first.cursor(), 10);

        // Then
        assertThat(answer).isEqualTo(new HintRing.Answer.Known(List.of(second), second.cursor()));
    }

    @Test
    void givesAtMostWhatIsAskedForAndSaysWhereToGoOn() {
        // Given
        Cursor before = ring.end();
        Hint first = ring.add(CHANGE);
        ring.add(CHANGE);

        // When
        HintRing.Answer answer = ring.after(before, 1);

        // Then
        assertThat(answer).isEqualTo(new HintRing.Answer.Known(List.of(first), first.cursor()));
    }

    @Test
    void keepsTheLatestAloneAndDoesNotPassOverWhatItForgot() {
        // Given
        Cursor before = ring.end();
        IntStream.range(0, 4).forEach(i -> ring.add(CHANGE));

        // When
        HintRing.Answer answer = ring.after(before, 10);

        // Then
        assertThat(answer).isEqualTo(new HintRing.Answer.Lost(ring.end()));
        assertThat(ring.after(new Cursor(7, 1), 10)).isInstanceOf(HintRing.Answer.Known.class);
    }

    @Test
    void goesOnFromNothingOfBeforeAGap() {
        // Given
        Hint last = ring.add(CHANGE);
        Cursor end = ring.lose();

        // When
        Hint next = ring.add(CHANGE);

        // Then
        assertThat(ring.after(last.cursor(), 10)).isInstanceOf(HintRing.Answer.Lost.class);
        assertThat(ring.after(end, 10)).isEqualTo(new HintRing.Answer.Known(List.of(next), next.cursor()));
    }

    @Test
    void goesOnFromNoCursorOfAnotherProcessOrOfTheFuture() {
        // Given
        Hint hint = ring.add(CHANGE);

        // Then
        assertThat(ring.after(new Cursor(6, hint.cursor().number()), 10)).isInstanceOf(HintRing.Answer.Lost.class);
        assertThat(ring.after(new Cursor(7, hint.cursor().number() + 1), 10)).isInstanceOf(HintRing.Answer.Lost.class);
    }

    @Test
    void readsNoCursorFromWhatIsNone() {
        assertThat(Cursor.parse("1764212345678-42")).contains(new Cursor(1764212345678L, 42));
        assertThat(List.of("", "7", "7-", "-7", "7-x", "7-7 ", "7-99999999999999999999"))
                .allSatisfy(text -> assertThat(Cursor.parse(text)).isEmpty());
    }
}
