// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.console.support.Surroundings;

/** What the browser is told about the page's files. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class PageHeadersTest {

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/start.html, text/html",
        "/start.css, text/css",
        "/start.js, text/javascript",
        "/credential.css, text/css",
        "/credential.js, text/javascript",
        "/mailwarden.svg, image/svg+xml",
        "/docs/operations.md, text/plain"
    })
    void sendsEachFileWithItsTypeAndNeverAnOldOne(String path, String type) {
        // When
        var answer = RestAssured.get(path).then();

        // Then
        answer.statusCode(200)
                .header("Content-Type", containsString(type))
                .header("Cache-Control", is("no-cache"))
                .header("X-Content-Type-Options", is("nosniff"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }

    @Test
    void isFramedByNobody() {
        // When
        var answer = RestAssured.get("/").then();

        // Then
        answer.header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Frame-Options", is("DENY"));
    }
}
