// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Settings are what was asked for, or nothing is changed and a sentence says why. */
class SettingsTextTest {

    private static final String ADA = "00000000-0000-0000-0000-00000000000a";

    @Test
    void whatNobodySetIsWhatDetectorsGoByAnyway() {
        assertThat(SettingsDocument.DEFAULTS.settings()).isEqualTo(SignInSettings.DEFAULTS);
        assertThat(SettingsText.read(SettingsText.written(SettingsDocument.DEFAULTS)))
                .isEqualTo(SettingsDocument.DEFAULTS);
        assertThat(SettingsDocument.DEFAULTS.detectors()).hasSize(13);
    }

    @Test
    void whatIsLeftOutStaysAndNullGoesBackToTheDefault() {
        // Given
        SettingsDocument before = SettingsText.changed(
                SettingsDocument.DEFAULTS,
                json("{'detectors': {'NEW_CLIENT': {'on': false}, 'NEW_COUNTRY': {'severity': 'HIGH'}},"
                        + " 'travel': {'fastestKmh': 900}, 'legacyProtocols': ['pop3']}"));

        // When
        SettingsDocument now = SettingsText.changed(
                before, json("{'travel': {'fastestKmh': null}, 'detectors': {'NEW_COUNTRY': {'severity': null}}}"));

        // Then
        assertThat(before.settings().silent()).containsExactly(FindingKind.NEW_CLIENT);
        assertThat(before.settings().severities()).containsEntry(FindingKind.NEW_COUNTRY, Severity.HIGH);
        assertThat(before.settings().legacyProtocols()).containsExactly("POP3");
        assertThat(now.travel().fastestKmh()).isEqualTo(1000);
        assertThat(now.settings().severities()).isEmpty();
        assertThat(now.settings().silent()).containsExactly(FindingKind.NEW_CLIENT);
        assertThat(SettingsText.differences(before, now))
                .containsExactly(
                        "detectors.NEW_COUNTRY.severity: \"HIGH\", now null", "travel.fastestKmh: 900, now 1000");
    }

    @Test
    void aPolicySaysWhatIsOtherForItsAccountsAlone() {
        // Given
        SettingsDocument settings = SettingsText.changed(
                SettingsDocument.DEFAULTS,
                json("{'travel': {'fastestKmh': 900}, 'policies': [{'name': 'sales', 'accounts': ['" + ADA
                        + "'], 'settings': {'detectors': {'NEW_COUNTRY': {'on': false}}}}]}"));

        // When
        PolicySettings policies = new PolicySettings(SettingsText.read(SettingsText.written(settings)));

        // Then
        assertThat(policies.of(UUID.fromString(ADA)).silent()).containsExactly(FindingKind.NEW_COUNTRY);
        assertThat(policies.of(UUID.fromString(ADA)).travel().fastestKmh()).isEqualTo(900);
        assertThat(policies.of(UUID.randomUUID()).silent()).isEmpty();
        assertThat(policies.of(null).silent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[] | an object",
                "{'travle': {}} | 'travle'",
                "{'travel': {'fastest': 1}} | 'travel.fastest'",
                "{'travel': {'fastestKmh': 5}} | between 100 and 10000, not 5",
                "{'travel': {'fastestKmh': 'fast'}} | 'travel.fastestKmh'",
                "{'travel': {'fastestKmh': 900.5}} | 'travel.fastestKmh'",
                "{'travel': 7} | 'travel'",
                "{'travel': {'clocksDiffer': 'five minutes'}} | 'travel.clocksDiffer' is no length of time",
                "{'learning': {'period': 'P9999D'}} | The learning period is between",
                "{'detectors': {'NEW_PLANET': {'on': true}}} | 'detectors'",
                "{'detectors': {'CREDENTIAL_LEAKED': {'on': true}}} | No detector of sign-ins tells",
                "{'detectors': {'NEW_CLIENT': {'severity': 'AWFUL'}}} | 'detectors.NEW_CLIENT.severity'",
                "{'spray': {'windows': []}} | The number of windows",
                "{'spray': {'windows': [null]}} | 'spray",
                "{'spray': {'windows': [{'accounts': 8}]}} | 'spray.windows",
                "{'legacyProtocols': [null]} | belongs there",
                "{'legacyProtocols': ['pop3 and imap']} | names of protocols",
                "{'policies': [{'name': 'a', 'accounts': [], 'settings': {}}]} | 1 to 1000 accounts",
                "{'policies': [{'name': ' ', 'accounts': ['" + ADA + "'], 'settings': {}}]} | a name of its own",
                "{'policies': [{'name': 'a', 'accounts': ['" + ADA + "']}]} | 'policies",
                "{'policies': [{'name': 'a', 'accounts': ['ada'], 'settings': {}}]} | 'policies",
                "{'policies': [{'name': 'a', 'accounts': ['" + ADA
                        + "'], 'settings': {'travle': 1}}]} | Policy 'a': There is no",
                "{'policies': [{'name': 'a', 'accounts': ['" + ADA + "'], 'settings': {'policies': []}}]} | beside it",
                "{'policies': [{'name': 'a', 'accounts': ['" + ADA + "'], 'settings': {}},"
                        + " {'name': 'b', 'accounts': ['" + ADA + "'], 'settings': {}}]} | under two policies",
                "{'a': {'b': {'c': {'d': {'e': {'f': 1}}}}}} | 'a'"
            })
    void whatCannotBeIsRefusedWithASentence(String changes, String sentence) {
        assertThatThrownBy(() -> SettingsText.changed(SettingsDocument.DEFAULTS, json(changes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
