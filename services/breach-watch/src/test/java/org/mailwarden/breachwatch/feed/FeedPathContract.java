// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;

/** What every feed keeps to from the source to the published event. */
abstract class FeedPathContract {

    static final Duration SOON = Duration.ofSeconds(90);

    final Tables tables;

    FeedPathContract(Tables tables) {
        this.tables = tables;
    }

    /** Makes a feed that reads the source. */
    abstract String create();

    /** Makes the source tell of an address, with a password where it knows passwords, and the day of the leak. */
    abstract void expose(String address, String password, String day);

    /** Makes the source answer so, until it is told null. */
    abstract void answerWith(LoopbackServer.@Nullable Script script);

    /** What somebody is told whose current password, or whose address, the source has. */
    abstract FindingKind kind();

    /** What somebody is told of a leak that is over. */
    abstract FindingKind kindOfOldLeak();

    @Test
    void isObservedAtFirstAndBecomesAFindingOnceWhenAnAdminReleasesIt() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        String stranger = "s" + UUID.randomUUID().toString().substring(0, 8) + "@elsewhere.example";
        expose(person.address(), password, "2026-01-02");
        expose(stranger, password, "2026-01-02");
        String feed = create();

        // When
        JsonPath first = FeedApi.run(feed);
        Map<String, Object> observed = FeedApi.newest(feed);
        JsonPath second = FeedApi.run(feed);

        // Then
        assertThat(first.getString("state")).as(first.getString("message")).isEqualTo("DONE");
        assertThat(observed).containsEntry("state", "OBSERVED").containsEntry("accounts", 1);
        assertThat((Map<?, ?>) observed.get("found")).isEqualTo(Map.of(kind().name(), 1));
        assertThat(FeedApi.get(feed + "/runs/" + observed.get("id") + "/matches")
                        .getList("items.address"))
                .containsExactly(person.address());
        assertThat(second.getString("message")).contains("nothing new");
        assertThat(Wire.findings(person.accountId())).isEmpty();

        // When
        FeedApi.post(feed + "/runs/" + observed.get("id") + "/release", Map.of())
                .then()
                .statusCode(200);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED));
        Finding finding = Wire.findings(person.accountId()).getFirst().finding();
        assertThat(finding.kind()).isEqualTo(kind());
        assertThat(finding.state()).isEqualTo(FindingState.OPEN);
        assertThat(finding.facts()).isNotEmpty();
        assertThat(FeedApi.post(feed + "/runs/" + observed.get("id") + "/release", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(tables.dump())
                .doesNotContain(
                        password,
                        Person.sha1(password),
                        Person.sha1(password).toLowerCase(java.util.Locale.ROOT),
                        stranger);
    }

    @Test
    void closesByItselfWhatIsOlderThanTheLastChangeOfThePassword() {
        // Given
        Person person = sealed(Person.somebody(), "first-" + UUID.randomUUID());
        person.uses("second-" + UUID.randomUUID(), 2);
        await().atMost(SOON)
                .until(() -> tables.count("credential", person.accountId()) == 1
                        && tables.dump().contains("(" + person.accountId() + ",2,"));
        expose(person.address(), "other-" + UUID.randomUUID(), "2020-01-02");
        String feed = create();
        FeedApi.trust(feed);

        // When
        FeedApi.run(feed);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED, EventType.FINDING_CLOSED));
        assertThat(Wire.findings(person.accountId()).getLast().finding().kind()).isEqualTo(kindOfOldLeak());
    }

    @Test
    void losesNothingWhenItsSourceIsOutOfOrderForATime() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();
        FeedApi.trust(feed);
        answerWith((request, out) -> LoopbackServer.send(out, 503, Map.of(), new byte[0]));

        // When
        JsonPath failed = FeedApi.run(feed);
        answerWith(null);
        JsonPath mended = FeedApi.run(feed);

        // Then
        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("message")).contains("503", "goes on from where");
        assertThat(mended.getString("state")).isEqualTo("DONE");
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 1);
    }

    Person sealed(Person person, String password) {
        person.uses(password, 1);
        await().atMost(SOON).until(() -> tables.count("credential", person.accountId()) == 1);
        return person;
    }
}
