// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** Findings for which something is being done. */
@QuarkusTest
class InResponseTest {

    private static final Instant THEN = Instant.parse("2026-03-02T12:00:00Z");

    private final Event<Remediation> told;
    private final Raising raising;
    private final Tables tables;

    private final Person person = Person.somebody();
    private final UUID remediation = UUID.randomUUID();

    /** Stands in the summary of each finding of one test. */
    private final String mark = "mark-" + UUID.randomUUID();

    InResponseTest(Event<Remediation> told, Raising raising, Tables tables) {
        this.told = told;
        this.raising = raising;
        this.tables = tables;
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED, OBSERVE, false",
        "PLANNED, PROPOSE, true",
        "HELD, OBSERVE, true",
        "APPROVED, PROPOSE, true",
        "STARTED, AUTO, true",
        "APPLIED, AUTO, true",
        "VERIFIED, AUTO, false",
        "FAILED, AUTO, false",
        "REJECTED, PROPOSE, false",
        "EXPIRED, PROPOSE, false"
    })
    void isOneForWhoseAccountARemediationIsUnderWay(RemediationState state, ResponseMode mode, boolean isInResponse) {
        // Given
        UUID finding = finding(person);
        UUID another = finding(Person.somebody());

        // When
        tell(state, mode, THEN);

        // Then
        assertThat(found(true)).isEqualTo(isInResponse ? List.of(finding) : List.of());
        assertThat(found(false)).hasSize(isInResponse ? 1 : 2).contains(another);
    }

    @Test
    void isOneThatIsAboutSeveralAccountsWhenOneOfThemHasARemediationUnderWay() {
        // Given
        UUID finding = finding(Person.somebody());
        tables.change("update finding set accounts = cast('{" + UUID.randomUUID() + "," + person.accountId()
                + "}' as uuid[]) where id = '" + finding + "'");

        // When
        tell(RemediationState.STARTED, ResponseMode.AUTO, THEN);

        // Then
        assertThat(found(true)).containsExactly(finding);
        assertThat(found(false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void theNewestThatWasToldCountsAndOfTwoAtOneTimeTheEnd(int later, boolean isInResponse) {
        // Given
        finding(person);
        tell(RemediationState.EXPIRED, ResponseMode.AUTO, THEN);

        // When
        tell(RemediationState.STARTED, ResponseMode.AUTO, THEN.plusSeconds(later));

        // Then
        assertThat(found(true)).hasSize(isInResponse ? 1 : 0);
    }

    @Test
    void isAWordAndNothingElse() {
        // When
        int status = Tokens.asApprover().get("/api/v1/findings?inResponse=yes").statusCode();

        // Then
        assertThat(status).isEqualTo(400);
    }

    private UUID finding(Person of) {
        return raising.raise(of, FindingKind.STEALER_LOG, Severity.HIGH, mark, "log");
    }

    private List<UUID> found(boolean inResponse) {
        String search = "?text=" + mark + "&inResponse=" + inResponse;
        List<String> ids =
                Tokens.asApprover().get("/api/v1/findings" + search).jsonPath().getList("items.findingId");
        assertThat(Tokens.asApprover()
                        .get("/api/v1/findings/facets" + search)
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(ids.size());
        return ids.stream().map(UUID::fromString).toList();
    }

    private void tell(RemediationState state, ResponseMode mode, Instant changedAt) {
        QuarkusTransaction.requiringNew()
                .run(() -> told.fire(new Remediation(
                        remediation,
                        person.accountId(),
                        person.address(),
                        person.owner(),
                        null,
                        1,
                        List.of(),
                        RemediationAction.FORCE_RESET,
                        mode,
                        "default",
                        state,
                        null,
                        List.of(),
                        List.of(),
                        THEN,
                        changedAt)));
    }
}
