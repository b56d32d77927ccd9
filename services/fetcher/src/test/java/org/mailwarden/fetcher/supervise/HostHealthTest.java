// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostHealthTest {

    @ParameterizedTest
    @CsvSource({"1,1,false", "1,4,false", "2,10,true", "2,11,false", "2,1000,false", "3,1000,true", "0,0,false"})
    void manyRefusedAccountsSpeakAgainstTheServerAndOneNever(int refused, int accounts, boolean incident) {
        assertThat(new HostHealth(3, 0.2).isIncident(refused, accounts)).isEqualTo(incident);
    }
}
