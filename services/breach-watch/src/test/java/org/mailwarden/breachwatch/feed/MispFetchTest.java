// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.breachwatch.feed.misp.MispFeed;
import org.mailwarden.breachwatch.feed.web.Documents;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.MispStandIn;
import org.mailwarden.breachwatch.support.Person;

/** A MISP feed, read as MISP exports it. */
class MispFetchTest extends FeedFetchContract {

    private final MispStandIn misp = new MispStandIn();

    @AfterEach
    void stop() {
        misp.close();
    }

    @Override
    Feed feed() {
        return new MispFeed(new Documents(http, null, CLOCK), new ObjectMapper(), CLOCK);
    }

    @Override
    Map<String, String> settings() {
        return Map.of("location", misp.location());
    }

    @Override
    void plant(List<String> addresses) {
        addresses.forEach(address -> misp.event(
                "2026-02-03",
                List.of(MispStandIn.credential(
                        address, Map.of("type", "password", "format", "clear-text"), PASSWORD))));
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        misp.answerWith(script);
    }

    @Test
    void comparesClearAndHashedPasswordsAlikeAndLeavesOutWhatIsNeither() {
        // Given
        misp.event(
                "2026-02-03",
                List.of(
                        MispStandIn.credential("a@fleet.example", Map.of("format", "clear-text"), PASSWORD),
                        MispStandIn.credential("b@fleet.example", Map.of("format", "hashed"), Person.sha1(PASSWORD)),
                        MispStandIn.credential(
                                "c@fleet.example", Map.of("format", "hashed"), "5f4dcc3b5aa765d61d8327deb882cf99"),
                        MispStandIn.credential("d@fleet.example", Map.of("format", "encrypted"), "x"),
                        MispStandIn.credential("e@fleet.example", Map.of("type", "api-key"), "y"),
                        MispStandIn.credential("no address", Map.of(), PASSWORD)));

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        Fingerprint expected = Fingerprint.ofPassword(PASSWORD);
        assertThat(heard.exposures.stream().filter(Exposure.Password.class::isInstance))
                .hasSize(2)
                .allSatisfy(exposure -> {
                    assertThat(((Exposure.Password) exposure)
                                    .password()
                                    .fingerprint()
                                    .matches(expected))
                            .isTrue();
                    assertThat(exposure.on()).isEqualTo(LocalDate.parse("2026-02-03"));
                });
        assertThat(heard.exposures.stream().filter(Exposure.Breach.class::isInstance))
                .hasSize(3);
    }

    @Test
    void takesWhatMalwareTookForAStealerLog() {
        misp.event(
                "2026-02-03",
                List.of(MispStandIn.credential("a@fleet.example", Map.of("origin", "malware-analysis"), PASSWORD)));

        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        assertThat(heard.exposures).contains(new Exposure.StealerLog(null, LocalDate.parse("2026-02-03")));
    }

    @Test
    void opensNoFileThatIsNoEvent() {
        misp.answerWith((request, out) -> LoopbackServer.sendJson(
                out, 200, "{\"../../etc/passwd\": {\"timestamp\": 1}, \"x\": {\"timestamp\": 2}}"));

        assertThat(fetch(feed(), null, new Heard())).isInstanceOf(Fetched.NothingNew.class);
    }

    @Test
    void isNotBlindedByAnEventFromTheFuture() {
        // Given
        plant(List.of("a@fleet.example"));
        misp.event(
                Long.MAX_VALUE,
                "2026-02-03",
                List.of(MispStandIn.credential("future@fleet.example", Map.of("format", "clear-text"), PASSWORD)));
        Heard first = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // When
        plant(List.of("later@fleet.example"));
        Heard second = readToTheEnd(feed(), first.cursor, Integer.MAX_VALUE);

        // Then
        assertThat(first.addresses).containsExactly("a@fleet.example");
        assertThat(second.addresses).containsExactly("later@fleet.example");
        assertThat(first.remarks).anySatisfy(remark -> assertThat(remark).contains("9999-12-31", "still to come"));
    }

    @Test
    void readsAnewBehindACursorFromTheFuture() {
        plant(List.of("a@fleet.example"));

        Heard heard = readToTheEnd(feed(), Long.MAX_VALUE + " 00000000-0000-0000-0000-000000000001", Integer.MAX_VALUE);

        assertThat(heard.addresses).containsExactly("a@fleet.example");
    }
}
