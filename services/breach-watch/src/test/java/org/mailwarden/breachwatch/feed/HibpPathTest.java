// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.HibpStandIn;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

@QuarkusTest
class HibpPathTest extends FeedPathContract {

    private final HibpStandIn hibp = new HibpStandIn();

    HibpPathTest(Tables tables) {
        super(tables);
        hibp.verify("fleet.example");
        hibp.verify("elsewhere.example");
    }

    @AfterEach
    void stop() {
        hibp.close();
    }

    @Override
    String create() {
        return FeedApi.created(
                "HIBP",
                Map.of("baseUrl", hibp.base(), "domains", "elsewhere.example fleet.example"),
                Map.of("apiKey", HibpStandIn.TEST_KEY));
    }

    @Override
    void expose(String address, String password, String day) {
        hibp.breached(address, hibp.breach("Breach" + day.replace("-", ""), day, List.of("Passwords")));
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        hibp.mend();
        if (script != null) {
            hibp.fail("/breacheddomain", script);
        }
    }

    @Override
    FindingKind kind() {
        return FindingKind.ADDRESS_IN_BREACH;
    }

    @Override
    FindingKind kindOfOldLeak() {
        return FindingKind.ADDRESS_IN_BREACH;
    }

    @Test
    void closesABreachAndAStealerLogWhenThePasswordIsChanged() {
        // Given
        Person person = sealed(Person.somebody(), "breached-" + UUID.randomUUID());
        expose(person.address(), "", "2026-01-02");
        hibp.stolen(person.address(), "portal.example");
        String feed = create();
        FeedApi.trust(feed);
        FeedApi.run(feed);
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 2);
        List<Finding> raised = Wire.findings(person.accountId()).stream()
                .map(Wire.FindingEvent::finding)
                .toList();

        // When
        person.uses("changed-" + UUID.randomUUID(), 2);

        // Then
        assertThat(raised)
                .extracting(Finding::kind, Finding::severity)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(FindingKind.ADDRESS_IN_BREACH, Severity.MEDIUM),
                        org.assertj.core.groups.Tuple.tuple(FindingKind.STEALER_LOG, Severity.HIGH));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()).stream()
                                .filter(event -> event.type() == EventType.FINDING_CLOSED)
                                .map(event -> event.finding().kind()))
                        .containsExactlyInAnyOrder(FindingKind.ADDRESS_IN_BREACH, FindingKind.STEALER_LOG));
    }

    @Test
    void listsABreachWithTheAccountsThatStandInItAndLeadsToTheirFindings() {
        // Given
        String large = "Large" + UUID.randomUUID().toString().substring(0, 8);
        String small = "Small" + large;
        Person ada = sealed(Person.somebody(), "ada-" + UUID.randomUUID());
        Person bob = sealed(Person.somebody(), "bob-" + UUID.randomUUID());
        hibp.breach(large, "2025-03-04", List.of("Passwords", "Email addresses"));
        hibp.breach(small, "2026-03-04", List.of());
        hibp.breached(ada.address(), large);
        hibp.breached(bob.address(), large);
        hibp.breached(bob.address(), small);
        String feed = create();
        FeedApi.run(feed);
        assertThat(breaches(large).getList("items")).as("what is held").isEmpty();

        // When
        FeedApi.trust(feed);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(breaches(large).getList("items.open"))
                        .as("accounts with an open finding")
                        .containsExactly(2, 1));
        JsonPath both = breaches(large);
        assertThat(both.getList("items.name")).containsExactly(large, small);
        assertThat(both.getList("items.accounts")).containsExactly(2, 1);
        assertThat(both.getList("items.feedId")).containsExactly(feed, feed);
        assertThat(both.getString("items[0].breachedOn")).isEqualTo("2025-03-04");
        assertThat(both.getList("items[0].data")).containsExactly("Email addresses", "Passwords");
        assertThat(breaches(large + "&order=newest").getList("items.name")).containsExactly(small, large);
        JsonPath page = breaches(large + "&limit=1");
        assertThat(breaches(large + "&limit=1&after=" + page.getString("next")).getList("items.name"))
                .containsExactly(small);
        assertThat(answer("findings?breach=" + large).getList("items.address"))
                .containsExactlyInAnyOrder(ada.address(), bob.address());
        JsonPath groups = answer("findings/groups?by=breach&breach=" + large + "&breach=" + small);
        assertThat(groups.getList("items.value")).containsExactly(large, small);
        assertThat(groups.getList("items.findings")).containsExactly(2, 1);
        assertThat(answer("findings/groups?by=breach&kind=ADDRESS_IN_BREACH&breach=" + large + "&breach=" + small)
                        .getList("items"))
                .as("counted one by one")
                .isEqualTo(groups.getList("items"));
        JsonPath first = answer("findings/groups?by=breach&limit=1&breach=" + large + "&breach=" + small);
        assertThat(answer("findings/groups?by=breach&breach=" + large + "&breach=" + small + "&after="
                                + first.getString("next"))
                        .getList("items.value"))
                .containsExactly(small);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order=planet", "colour=red", "text=%00", "after=x", "after=7.AA"})
    void refusesASearchForBreachesThatIsNotUnderstood(String query) {
        assertThat(Tokens.asApprover()
                        .urlEncodingEnabled(false)
                        .get("/api/v1/breaches?" + query)
                        .statusCode())
                .isEqualTo(400);
    }

    private static JsonPath breaches(String text) {
        return answer("breaches?text=" + text);
    }

    private static JsonPath answer(String path) {
        return Tokens.asApprover()
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void putsItsJobAsideForAsLongAsTheServiceWantsAndGoesOn() {
        // Given
        Person person = sealed(Person.somebody(), "patient-" + UUID.randomUUID());
        expose(person.address(), "", "2026-01-02");
        String feed = create();
        FeedApi.trust(feed);
        java.util.concurrent.atomic.AtomicInteger refused = new java.util.concurrent.atomic.AtomicInteger();
        hibp.fail("/breacheddomain/elsewhere", (request, out) -> {
            refused.incrementAndGet();
            hibp.mend();
            LoopbackServer.send(out, 429, Map.of("Retry-After", "1"), new byte[0]);
        });

        // When
        var job = FeedApi.run(feed);

        // Then
        assertThat(refused).hasValue(1);
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 1);
    }

    @Test
    void listsTheAddressesOfOwnDomainsThatBelongToNobody() {
        // Given
        for (int owner = 0; owner < OwnDomains.FEWEST_ACCOUNTS; owner++) {
            sealed(Person.somebody(), "owner-" + UUID.randomUUID());
        }
        String forgotten = "forgotten" + UUID.randomUUID().toString().substring(0, 8) + "@fleet.example";
        String stranger = "stranger" + UUID.randomUUID().toString().substring(0, 8) + "@elsewhere.example";
        expose(forgotten, "", "2026-01-02");
        expose("x" + forgotten, "", "2026-01-02");
        expose(stranger, "", "2026-01-02");
        String feed = create();

        // When
        FeedApi.run(feed);

        // Then
        List<Map<String, Object>> unknown =
                FeedApi.get("unknown-addresses?limit=500").getList("items");
        assertThat(unknown)
                .filteredOn(row -> feed.equals(row.get("feedId")))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("sightings", 1))
                .extracting(row -> row.get("address"))
                .containsExactly(forgotten, "x" + forgotten);
        assertThat(tables.dump()).doesNotContain(stranger);
        assertThat(FeedApi.get("unknown-addresses?limit=1").getString("next")).isNotBlank();
    }
}
