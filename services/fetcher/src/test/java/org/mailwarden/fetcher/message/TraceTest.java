// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.mail.AuthenticationProperty;
import org.mailwarden.contracts.mail.AuthenticationResult;

/** Which hop is the first from outside, and whose authentication results are believed. */
class TraceTest {

    private static final Receiver RECEIVER =
            Receiver.of("imap.example.org", "ada@mail.example", List.of("mx.stripping.example"));

    private static final String INSIDE =
            "from mx1.example.org (mx1.example.org [192.0.2.10]) by store.example.org with ESMTPS id 1; Mon, 2 Nov 2026 10:00:02 +0000";

    private static final String BORDER =
            "from mail.sender.example (out.sender.example [203.0.113.7])\r\n by mx1.example.org (Postfix) with ESMTPS id 2"
                    + " for <ada@mail.example>; Mon, 2 Nov 2026 10:00:01 +0000";

    private static final String RESULTS = "mx1.example.org; dkim=pass (2048-bit key) reason=\"good signature\""
            + " header.d=sender.example header.b=aB3/+=; spf=pass smtp.mailfrom=bob@sender.example; arc=none";

    @Test
    void skipsTheOwnServersAndStopsAtTheFirstHostOutside() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received("by localhost with LMTP id 0; Mon, 2 Nov 2026 10:00:03 +0000");
        trace.received("from filter (localhost [127.0.0.1]) by mx1.example.org with ESMTP id 3");
        trace.received(INSIDE);
        trace.received(BORDER);
        trace.received("from forged.example (forged.example [198.51.100.66]) by mx1.example.org with ESMTP id 4");

        // Then
        assertThat(trace.external()).isNotNull();
        assertThat(trace.external().position()).isEqualTo(4);
        assertThat(trace.external().helo()).isEqualTo("mail.sender.example");
        assertThat(trace.external().host()).isEqualTo("out.sender.example");
        assertThat(trace.external().address()).isEqualTo("203.0.113.7");
        assertThat(trace.external().by()).isEqualTo("mx1.example.org");
        assertThat(trace.external().protocol()).isEqualTo("ESMTPS");
        assertThat(trace.external().at()).isEqualTo(Instant.parse("2026-11-02T10:00:01Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from a.example ([203.0.113.7] helo=evil.example) by mx.x with esmtps id 1|203.0.113.7",
                "from [203.0.113.7] (helo=evil.example) by mx.x with esmtp (Exim 4.9)|203.0.113.7",
                "from unknown (HELO [10.0.0.1]) (203.0.113.7) by 0 with SMTP; 2 Nov 2026 10:00:01 -0000|203.0.113.7",
                "from evil.example (203.0.113.7) by mx.prod.example (2001:db8::9) with Microsoft SMTP Server|203.0.113.7",
                "from x.example (unknown [IPv6:2001:db8::7]) by mx.x with ESMTP|2001:db8:0:0:0:0:0:7",
                "from mx1.example.org (unknown [203.0.113.7]) by mx.x with ESMTP|203.0.113.7",
                "from mx1.example.org (mx1.example.org [203.0.113.7] (may be forged)) by mx.x with ESMTP|203.0.113.7",
                "from [127.0.0.1] (unknown [203.0.113.7]) by mx.x with ESMTPSA|203.0.113.7",
            })
    void readsTheClientsAddressInTheDialectsOfTheUsualServersAndNeverTheClientsOwnWord(String header, String address) {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received(header);

        // Then
        assertThat(trace.external()).isNotNull();
        assertThat(trace.external().address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "from",
                "from [10.1.2.3] by x",
                "from x (x [10.1.2.3]) by y",
                "from x (x [192.168.1.1]) by y",
                "from x (x [172.16.1.1]) by y",
                "from x (x [100.64.0.1]) by y",
                "from x (x [169.254.1.1]) by y",
                "from x (x [IPv6:::1]) by y",
                "from x (x [IPv6:fd00::1]) by y",
                "from x (x [IPv6:fe80::1]) by y",
                "from x (x [IPv6:::ffff:10.0.0.1]) by y",
                "from mx2.example.org by imap.example.org with LMTP id 3",
                "from mx2.mail.example (mx2.mail.example. [203.0.113.7]) by imap.example.org",
            })
    void takesPrivateAddressesAndHandOversAsInside(String header) {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received(header);

        // Then
        assertThat(trace.external()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from x (x [999.1.2.3]) by y",
                "from x (x [1.2.3]) by y",
                "from x (x [::gggg]) by y",
                "from x (x [1:2:3:4:5:6:7:8:9]) by y",
                "from x ((((((((((((([[[[[[[ by",
                "from notexample.org by y",
            })
    void neverTakesABogusAddressForAnInsideOne(String header) {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received(header);

        // Then
        assertThat(trace.external()).isNotNull();
        assertThat(trace.external().address()).isNull();
    }

    @Test
    void believesTheResultsThatTheReceiverWroteAboveTheBorder() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.authenticationResults(RESULTS);
        trace.received(INSIDE);
        trace.received(BORDER);

        // Then
        assertThat(trace.results())
                .containsExactly(
                        new AuthenticationResult(
                                "mx1.example.org",
                                "dkim",
                                "pass",
                                "good signature",
                                List.of(
                                        new AuthenticationProperty("header.d", "sender.example"),
                                        new AuthenticationProperty("header.b", "aB3/+="))),
                        new AuthenticationResult(
                                "mx1.example.org",
                                "spf",
                                "pass",
                                null,
                                List.of(new AuthenticationProperty("smtp.mailfrom", "bob@sender.example"))),
                        new AuthenticationResult("mx1.example.org", "arc", "none", null, List.of()));
    }

    @Test
    void neverBelievesResultsBelowTheBorderEvenInTheReceiversOwnName() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received(BORDER);
        trace.authenticationResults(RESULTS);
        trace.received(INSIDE);
        trace.authenticationResults(RESULTS);

        // Then
        assertThat(trace.results()).isEmpty();
    }

    @Test
    void neverBelievesResultsOfAStrangerOrOfNobodyAboveTheBorder() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.authenticationResults("mx.elsewhere.example; dkim=pass header.d=bank.example");
        trace.authenticationResults("dkim=pass header.d=bank.example");
        trace.received(BORDER);

        // Then
        assertThat(trace.results()).isEmpty();
    }

    @Test
    void neverBelievesResultsOfAMailThatHasNoBorder() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.authenticationResults(RESULTS);
        trace.received(INSIDE);

        // Then
        assertThat(trace.results()).isEmpty();
    }

    @Test
    void believesAServerThatRemovesForgedResultsDirectlyBelowItsOwnHop() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received("by 2002:a05:6a10::1 with SMTP id 5; Mon, 2 Nov 2026 10:00:03 +0000");
        trace.received("from a.example (a.example. [203.0.113.7]) by mx.stripping.example with ESMTPS id 6");
        trace.authenticationResults("mx.stripping.example; dkim=pass header.i=@sender.example");
        trace.received("from forged.example (forged.example [198.51.100.66]) by mx.stripping.example with ESMTP id 7");
        trace.authenticationResults("mx.stripping.example; dkim=pass header.i=@bank.example");

        // Then
        assertThat(trace.results())
                .extracting(result -> result.properties().getFirst().value())
                .containsExactly("@sender.example");
    }

    @Test
    void neverBelievesThatServersNameBelowAnotherServersHop() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        trace.received(BORDER);
        trace.authenticationResults("mx.stripping.example; dkim=pass header.i=@bank.example");

        // Then
        assertThat(trace.results()).isEmpty();
    }

    @Test
    void givesUpAfterAHundredHops() {
        // Given
        Trace trace = new Trace(RECEIVER);

        // When
        for (int i = 0; i < 10_000; i++) {
            trace.received("from x (x [10.0.0.1]) by y");
        }

        // Then
        assertThat(trace.isOver()).isTrue();
        assertThat(trace.isCut()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "imap.example.org, mx9.example.org, true",
        "imap.example.org, example.org, true",
        "imap.example.org, notexample.org, false",
        "imap.example.co.uk, mx.example.co.uk, true",
        "example.co.uk, other.co.uk, false",
        "mail.abc.de, other.de, false",
        "localhost, localhost, false",
        "192.0.2.1, x.2.1, false",
    })
    void knowsTheHostsOfTheMailServersDomainOnly(String server, String host, boolean inside) {
        assertThat(Receiver.of(server, "ada@mail.example", List.of()).hasHost(host))
                .isEqualTo(inside);
    }
}
