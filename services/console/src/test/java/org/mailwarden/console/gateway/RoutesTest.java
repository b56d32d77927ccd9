// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/accounts, FETCHER",
        "/api/v1/accounts/7/pause, FETCHER",
        "/api/v1/accounts/7/credential, FETCHER",
        "/api/v1/accounts/7/credential-link, AUTH",
        "/api/v1/accounts/7/credential-link/use, FETCHER",
        "/api/v1/accounts/7/logins, BREACH_WATCH",
        "/api/v1/logins, BREACH_WATCH",
        "/api/v1/logins/sources, BREACH_WATCH",
        "/api/v1/accounts/7/devices, BREACH_WATCH",
        "/api/v1/logins/trusted/8, BREACH_WATCH",
        "/api/v1/logins/settings/versions/0, BREACH_WATCH",
        "/api/v1/logins/replays/8/stories, BREACH_WATCH",
        "/api/v1/logins/export, BREACH_WATCH",
        "/api/v1/logins/map, BREACH_WATCH",
        "/api/v1/corpora, BREACH_WATCH",
        "/api/v1/feeds/combolist/runs, BREACH_WATCH",
        "/api/v1/findings/7/close, BREACH_WATCH",
        "/api/v1/import-files, BREACH_WATCH",
        "/api/v1/jobs/7, BREACH_WATCH",
        "/api/v1/posture/history, BREACH_WATCH",
        "/range/21BD1, BREACH_WATCH",
        "/range, BREACH_WATCH",
        "/api/v1/remediations/7/approve, AUTH",
        "/api/v1/remediations/batches/7/approve, AUTH",
        "/api/v1/policies/default, AUTH",
        "/api/v1/audit/verify, AUTH",
        "/api/v1/doctor, AUTH",
        "/api/v1/letters/reset/preview, AUTH",
        "/api/v1/people/second-factors, AUTH",
        "/api/v1/people/anna/app-passwords, AUTH",
        "/api/v1/me/app-passwords, AUTH",
        "/api/v1/me/app-passwords/7, AUTH",
        "/api/v1/policies/simulate, AUTH",
        "/api/v1/api-keys, AUTH",
        "/api/v1/api-keys/Ab3Cd5Ef7G, AUTH",
        "/api/v1/sources/reset, AUTH",
        "/api/v1/dead-letters/breach.findings.dlq/0/7/replay, AUTH"
    })
    void knowsTheOwnerOfEachPath(String path, Upstream owner) {
        assertThat(Routes.ownerOf(path)).contains(owner);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/me/app-passwords, true",
        "/api/v1/people/anna/app-passwords, false",
        "/api/v1/mee/app-passwords, false",
        "/api/v1/me, false"
    })
    void asksNoRoleForWhatIsAboutTheCallerAlone(String path, boolean withoutRole) {
        assertThat(Routes.isAboutTheCaller(path)).isEqualTo(withoutRole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1/",
                "/api/v1/accountsx",
                "/api/v1/q/health",
                "/api/v2/accounts",
                "/q/metrics",
                "/ranges",
                "/api/v1/live-checks",
                "/api/v1/key-exchanges",
                "/.well-known/jwks.json",
                "/api/v1/retired-passwords/recognise",
                "/policy",
                "/dovecot/events",
                "/stalwart/events",
                "/api/v1/credentials",
                "/api/v1/me",
                "/api/v1/me/",
                "/api/v1/me/accounts",
                "/api/v1/credential-links",
                "/api/v1/credential-links/use",
                "/api/v1/credentials/wanted",
                "/api/v1/accounts/%2e%2e%2fq%2fmetrics",
                "/api/v1/accounts/%2Fq",
                "/api/v1/accounts/%5cq",
                "/api/v1/accounts/..\\q",
                "/api/v1/accounts/../../q/metrics",
                "/api/v1/accounts/.."
            })
    void givesEveryOtherPathToNobody(String path) {
        assertThat(Routes.ownerOf(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/stream, true",
        "/api/v1/events, true",
        "/api/v1/openapi/auth, true",
        "/api/v1/lag, true",
        "/api/v1/streams, false",
        "/api/v2/stream, false",
        "/stream, false"
    })
    void knowsWhatTheConsoleAnswersItself(String path, boolean ours) {
        assertThat(Routes.isOurs(path)).isEqualTo(ours);
        assertThat(Routes.ownerOf(path)).isEmpty();
    }
}
