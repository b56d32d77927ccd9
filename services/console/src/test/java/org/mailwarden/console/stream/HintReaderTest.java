// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.event.EventType;

class HintReaderTest {

    private static final UUID ACCOUNT = UUID.fromString("0190a000-0000-7000-8000-000000000001");
    private static final UUID THING = UUID.fromString("0190a000-0000-7000-8000-000000000002");

    @ParameterizedTest
    @CsvSource({
        "FINDING_RAISED, FINDING, findingId",
        "REMEDIATION_HELD, REMEDIATION, remediationId",
        "ACCOUNT_CHANGED, ACCOUNT, accountId"
    })
    void readsWhichThingChangedAndNothingElse(EventType type, HintKind kind, String field) {
        // When
        var read = HintReader.read(
                type.type(),
                ACCOUNT.toString(),
                "{\"address\":\"anna@example.org\",\"" + field + "\":\"" + THING + "\"}");

        // Then
        assertThat(read).contains(new Change(kind, type, THING, ACCOUNT));
        assertThat(read.orElseThrow().json())
                .isEqualTo("{\"kind\":\"" + kind.label() + "\",\"type\":\"" + type.eventName() + "\",\"id\":\"" + THING
                        + "\",\"account\":\"" + ACCOUNT + "\"}");
    }

    @Test
    void readsFromATombstoneThatTheAccountChanged() {
        assertThat(HintReader.read(EventType.ACCOUNT_CHANGED.type(), ACCOUNT.toString(), null))
                .contains(new Change(HintKind.ACCOUNT, EventType.ACCOUNT_CHANGED, ACCOUNT, ACCOUNT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | 0190a000-0000-7000-8000-000000000001 | {}",
                "org.mailwarden.FindingRaised.v1 | null | {}",
                "org.mailwarden.FindingRaised.v1 | no account | {}",
                "org.mailwarden.FindingRaised.v1 | 0190a000-0000-7000-8000-000000000001 | {}",
                "org.mailwarden.FindingRaised.v1 | 0190a000-0000-7000-8000-000000000001 | [",
                "org.mailwarden.FindingRaised.v1 | 0190a000-0000-7000-8000-000000000001 | {\"findingId\": {}}",
                "org.mailwarden.FindingRaised.v1 | 0190a000-0000-7000-8000-000000000001 | {\"findingId\": \"a\\nb\"}",
                "org.mailwarden.LoginFailed.v1 | 0190a000-0000-7000-8000-000000000001 | {}",
                "something else | 0190a000-0000-7000-8000-000000000001 | {}"
            })
    void passesOverWhatIsNotToBeRead(String type, String key, String data) {
        assertThat(HintReader.read(type, key, data)).isEmpty();
    }

    @Test
    void tellsEachKindToWhomItsServiceWouldShowIt() {
        assertThat(HintKind.REMEDIATION.isFor(Set.of("viewer", "analyst"))).isTrue();
        assertThat(HintKind.REMEDIATION.isFor(Set.of("service"))).isFalse();
        assertThat(HintKind.FINDING.isFor(Set.of("service"))).isTrue();
        assertThat(HintKind.values()).noneMatch(kind -> kind.isFor(Set.of("auditor", "approver")));
    }
}
