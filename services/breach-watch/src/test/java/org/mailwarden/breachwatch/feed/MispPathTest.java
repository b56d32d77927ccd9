// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.MispStandIn;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
class MispPathTest extends FeedPathContract {

    private final MispStandIn misp = new MispStandIn();

    MispPathTest(Tables tables) {
        super(tables);
    }

    @AfterEach
    void stop() {
        misp.close();
    }

    @Override
    String create() {
        return FeedApi.created("MISP", Map.of("location", misp.location()), Map.of());
    }

    @Override
    void expose(String address, String password, String day) {
        misp.event(day, List.of(MispStandIn.credential(address, Map.of("format", "clear-text"), password)));
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        misp.answerWith(script);
    }

    @Override
    FindingKind kind() {
        return FindingKind.CREDENTIAL_LEAKED;
    }

    @Override
    FindingKind kindOfOldLeak() {
        return FindingKind.CREDENTIAL_LEAKED_STALE;
    }

    @Test
    void goesOnWithTheEventWhereItWasPaused() {
        // Given
        UUID first = misp.event("2026-01-02", List.of());
        UUID second = misp.event("2026-01-02", List.of());
        String feed = create();
        List<String> asked = new CopyOnWriteArrayList<>();
        answerWith((request, out) -> {
            if (request.target().contains(second.toString())) {
                String job = FeedApi.post(feed + "/runs", Map.of()).path("id");
                Tokens.asAdmin().post("/api/v1/jobs/" + job + "/pause");
                LoopbackServer.send(out, 429, Map.of("Retry-After", "3600"), new byte[0]);
                return;
            }
            misp.serve(request, out);
        });
        JsonPath paused = FeedApi.run(feed);
        answerWith((request, out) -> {
            asked.add(request.target());
            misp.serve(request, out);
        });

        // When
        Tokens.asAdmin().post("/api/v1/jobs/" + paused.getString("id") + "/resume");
        JsonPath done = Imports.ended(paused.getString("id"));

        // Then
        assertThat(paused.getString("state")).isEqualTo("PAUSED");
        assertThat(done.getString("state")).as(done.getString("message")).isEqualTo("DONE");
        assertThat(asked).anySatisfy(target -> assertThat(target).contains(second.toString()));
        assertThat(asked).noneSatisfy(target -> assertThat(target).contains(first.toString()));
    }
}
