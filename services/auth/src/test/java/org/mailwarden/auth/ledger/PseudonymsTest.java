// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {

    @TempDir
    Path keys;

    private Pseudonyms pseudonyms;

    @BeforeEach
    void load() {
        pseudonyms = new LedgerKeys(keys).pseudonyms();
    }

    @Test
    void noNameIsLeftInARow() {
        Pseudonyms.Hidden row = pseudonyms.hide(
                "ann",
                "remediation.held",
                "Bob is protected, and ann asked; a bobsleigh is not Bob.",
                Map.of("owner", "bob"));

        assertThat(row.actor()).isEqualTo(pseudonyms.of("ANN"));
        assertThat(row.payload()).containsEntry("owner", pseudonyms.of("bob"));
        assertThat(row.reason())
                .isEqualTo(pseudonyms.of("bob") + " is protected, and " + pseudonyms.of("ann")
                        + " asked; a bobsleigh is not " + pseudonyms.of("bob") + ".");
        assertThat(row.names()).containsValues("ann", "bob").hasSize(2);
    }

    @Test
    void ofAKeyThatActsItsOwnerIsHiddenAndFound() {
        Pseudonyms.Hidden row = pseudonyms.hide(
                "API key nightly report of ann",
                "remediation.asked",
                "Asked for by API key nightly report of ann.",
                Map.of("requester", "API key nightly report of ann"));

        String key = "API key nightly report of " + pseudonyms.of("ann");
        assertThat(row.actor()).isEqualTo(key);
        assertThat(row.reason()).isEqualTo("Asked for by " + key + ".");
        assertThat(row.payload()).containsEntry("requester", key);
        assertThat(row.names()).containsExactly(Map.entry(pseudonyms.of("ann"), "ann"));
    }

    @Test
    void servicesAndIdsStayReadable() {
        Pseudonyms.Hidden row = pseudonyms.hide("auth", "5a1f", "done", Map.of("step", "LOGOUT"));

        assertThat(row).isEqualTo(new Pseudonyms.Hidden("auth", "5a1f", "done", Map.of("step", "LOGOUT"), Map.of()));
    }

    @Test
    void aServiceThatCallsByItsClientStaysReadable() {
        assertThat(pseudonyms
                        .hide("mailwarden-breach-watch", "live-check", "", Map.of())
                        .actor())
                .isEqualTo("mailwarden-breach-watch");
    }

    @Test
    void withoutTheKeyTheSameNameIsAnother(@TempDir Path otherKeys) {
        assertThat(new LedgerKeys(otherKeys).pseudonyms().of("ann")).isNotEqualTo(pseudonyms.of("ann"));
    }
}
