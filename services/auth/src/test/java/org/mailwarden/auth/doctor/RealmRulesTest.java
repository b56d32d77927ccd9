// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.doctor.Examination.Result;
import org.mailwarden.auth.keycloak.RealmFacts;

class RealmRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RealmRules RULES = new RealmRules(new KeycloakVersions("26.7.3", List.of()));

    /** A realm at which nothing is wrong. */
    private static final RealmFacts GOOD = new RealmFacts(
            "26.7.9",
            false,
            true,
            true,
            false,
            10,
            200,
            1,
            true,
            86_400,
            2_592_000,
            true,
            true,
            true,
            true,
            true,
            List.of(),
            RealmRules.NEEDED,
            false,
            3,
            3,
            List.of(),
            0,
            List.of(),
            0);

    @Test
    void aGoodRealmHasNothingToMend() {
        assertThat(RULES.judge(GOOD)).allMatch(one -> one.result() == Result.OK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resetPasswordAllowed        | true    | forgot-password          | WARNING
            smtpConfigured              | false   | smtp                     | WARNING
            bruteForceProtected         | false   | brute-force              | FAULT
            permanentLockout            | true    | brute-force              | WARNING
            failureFactor               | 2       | brute-force              | WARNING
            otpLookAheadWindow          | 0       | otp-window               | FAULT
            offlineMaxLifespanEnabled   | false   | offline-sessions         | WARNING
            offlineMaxSeconds           | 8000000 | offline-sessions         | WARNING
            adminPermissionsEnabled     | false   | fine-grained-permissions | FAULT
            signInListener              | false   | sign-in-events           | WARNING
            breachedPasswordPolicy      | false   | breached-passwords       | WARNING
            fleetGroup                  | false   | group-fleet              | FAULT
            protectedGroup              | false   | group-protected          | FAULT
            fullScopeAllowed            | true    | account-scope            | WARNING
            disabledActions             | ["UPDATE_PASSWORD"] | required-actions | FAULT
            withoutRecoveryAddressCount | 2       | recovery-addresses       | WARNING
            stuckCount                  | 1       | reset-completable        | WARNING
            """)
    void oneBrokenThingIsNamedWithWhatToDo(String field, String value, String code, Result result) throws Exception {
        // Given
        ObjectNode broken = JSON.valueToTree(GOOD);
        broken.set(field, JSON.readTree(value));

        // When
        List<Examination> found = RULES.judge(JSON.treeToValue(broken, RealmFacts.class));

        // Then
        assertThat(found)
                .filteredOn(one -> one.result() != Result.OK)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.code()).isEqualTo(code);
                    assertThat(one.result()).isEqualTo(result);
                    assertThat(one.toDo()).endsWith(".");
                });
    }

    @Test
    void aRightTooManyIsNamedAndOneTooFewIsAFault() {
        assertThat(RULES.judge(withRoles("realm-management/manage-users"))).anySatisfy(one -> {
            assertThat(one.result()).isEqualTo(Result.WARNING);
            assertThat(one.sentence()).contains("realm-management/manage-users");
        });
        assertThat(RULES.judge(withRoles())).anySatisfy(one -> {
            assertThat(one.result()).isEqualTo(Result.FAULT);
            assertThat(one.sentence()).contains("lacks mailwarden-recovery/mint-link");
        });
    }

    private static RealmFacts withRoles(String... extra) {
        ObjectNode facts = JSON.valueToTree(GOOD);
        Set<String> roles = new java.util.TreeSet<>(extra.length == 0 ? Set.<String>of() : RealmRules.NEEDED);
        roles.addAll(List.of(extra));
        facts.set("roles", JSON.valueToTree(roles));
        return JSON.convertValue(facts, RealmFacts.class);
    }

    @ParameterizedTest
    @CsvSource({
        "26.7.1, FAULT",
        "26.7.2, OK",
        "26.7.3, OK",
        "26.6.5, FAULT",
        "26.6.6, OK",
        "26.5.9, FAULT",
        "26.4.15, OK",
        "25.0.0, FAULT",
        "26.8.0, OK",
        "27.0.0, OK",
        "999.0.0-SNAPSHOT, OK",
        "nightly, FAULT"
    })
    void aVersionWithATakeoverHoleIsRefusedInEveryLine(String version, Result result) {
        KeycloakVersions versions = new KeycloakVersions(
                "26.7.3",
                List.of(new KeycloakVersions.Hole(
                        "CVE-1", List.of("26.4.15", "26.6.6", "26.7.2"), true, "takeover", "https://example.org")));

        assertThat(versions.judge(version)).extracting(Examination::result).containsExactly(result);
    }
}
