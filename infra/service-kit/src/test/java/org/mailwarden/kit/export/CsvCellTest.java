// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a cell that a spreadsheet opens. */
class CsvCellTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"})
    void marksWhatASpreadsheetWouldRun(String formula) {
        assertThat(CsvCell.of(formula)).isEqualTo("'" + formula);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada@example.org", "1-1", "'=1", "2026-11-26T10:15:30Z", " =1"})
    void leavesOtherCellsAsTheyAre(String text) {
        assertThat(CsvCell.of(text)).isEqualTo(text);
    }

    @Test
    void numberInACellStaysANumberWhateverItsSign() {
        assertThat(CsvCell.of(-74.01)).isEqualTo("-74.01");
    }
}
