// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.MispStandIn;
import org.mailwarden.breachwatch.support.Tables;
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
}
