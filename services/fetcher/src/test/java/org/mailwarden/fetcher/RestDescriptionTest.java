// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.description.PublishedDescription;

/** What is published of the REST interface. */
@QuarkusTest
class RestDescriptionTest {

    @Test
    void isWhatTheServiceSaysOfItself() {
        // When
        String said = RestAssured.get("/q/openapi?format=json").asString();

        // Then
        assertThat(new PublishedDescription("fetcher").fault(said)).isEmpty();
    }
}
