// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.contracts.mail.SenderProof;
import org.mailwarden.devstack.mail.DkimSender;
import org.mailwarden.fetcher.discover.DnsAnswer;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.message.Receiver;
import org.mailwarden.kit.event.Event;

/** Which mails become evidence, and that no other does. */
@Timeout(60)
class EvidenceFinderTest {

    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String GOOGLE = "accounts.google.com";
    private static final DkimSender SENDER = new DkimSender(GOOGLE);
    private static final String OUTSIDE =
            "Received: from mail.outside.example (mail.outside.example [198.51.100.7]) by mx.sample.example; Thu, 26 Nov 2026 09:59:00 +0000\r\n";
    private static final String PASSED = "Authentication-Results: mx.sample.example;"
            + " dkim=pass header.d=accounts.google.com; dmarc=pass header.from=accounts.google.com\r\n";
    private static final String MAIL = """
            From: Google <no-reply@accounts.google.com>
            To: ada@sample.example
            Subject: Security alert
            Date: Thu, 26 Nov 2026 09:58:00 +0000
            Message-ID: <1@accounts.google.com>
            Content-Type: text/plain; charset=utf-8

            We noticed a new sign-in to your Google Account
            Device: Win\u202Edows
            Location: Lagos, Nigeria
            Time: 10:58
            IP: 203.0.113.7
            canary-of-the-body
            """.replace("\n", "\r\n");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> asked = new ArrayList<>();
    private DnsAnswer keyOfGoogle = new DnsAnswer.Records(List.of(SENDER.keyRecord()));

    private final EvidenceFinder finder = new EvidenceFinder(
            new EvidenceRules(Optional.empty(), Clock.systemUTC()), this::key, new Settings(), meters);

    private record Settings() implements EvidenceConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Optional<Path> rules() {
            return Optional.empty();
        }

        @Override
        public Duration newFor() {
            return Duration.ofDays(7);
        }

        @Override
        public boolean verifiesDkim() {
            return true;
        }

        @Override
        public Optional<Path> dkimKeys() {
            return Optional.empty();
        }

        @Override
        public List<String> trustedForwarders() {
            return List.of("forwarder.example");
        }
    }

    private DnsAnswer key(String name) {
        asked.add(name);
        return name.equals(SENDER.keyName()) ? keyOfGoogle : new DnsAnswer.None();
    }

    @Test
    void believesTheReceivingServer() throws IOException {
        EvidenceSeen seen = look(PASSED + OUTSIDE + MAIL).orElseThrow();

        assertThat(seen.proof()).isEqualTo(SenderProof.RECEIVER);
        assertThat(asked).isEmpty();
        assertThat(seen.kind()).isEqualTo(EvidenceKind.NEW_SIGN_IN);
        assertThat(seen.service()).isEqualTo("Google");
        assertThat(seen.senderDomain()).isEqualTo(GOOGLE);
        assertThat(seen.addressedToAccount()).isTrue();
        assertThat(seen.old()).isFalse();
        assertThat(seen.reportedPlace()).isEqualTo("Lagos, Nigeria");
        assertThat(seen.reportedDevice()).isEqualTo("Windows");
        assertThat(seen.reportedAddress()).isEqualTo("203.0.113.7");
        assertThat(seen.toString()).doesNotContain("canary");
    }

    @Test
    void verifiesTheSignatureWhereTheReceivingServerSaysNothing() throws IOException {
        EvidenceSeen seen = look(OUTSIDE + SENDER.sign(MAIL)).orElseThrow();

        assertThat(seen.proof()).isEqualTo(SenderProof.DKIM);
        assertThat(asked).containsExactly(SENDER.keyName());
    }

    @Test
    void believesAForwarderThatIsTrustedInAChainThatIsWhole() throws IOException {
        String chain = "ARC-Seal: i=1; a=rsa-sha256; d=forwarder.example; s=a; cv=none; b=x\r\n"
                + "ARC-Authentication-Results: i=1; mx.forwarder.example; dkim=pass header.d=accounts.google.com\r\n";
        String whole = "Authentication-Results: mx.sample.example; arc=pass\r\n";

        assertThat(look(whole + OUTSIDE + chain + MAIL).orElseThrow().proof()).isEqualTo(SenderProof.ARC);
        assertThat(look(OUTSIDE + chain + MAIL)).isEmpty();
        assertThat(look(whole + OUTSIDE + chain.replace("d=forwarder", "d=stranger") + MAIL))
                .isEmpty();
        assertThat(look(whole + OUTSIDE + chain.replace("i=1; a", "i=2; a") + MAIL))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Below the header in which the receiver took it, where the sender writes what it likes.
                "OUTSIDE PASSED",
                // In the name of another server, or of none.
                "OTHER OUTSIDE",
                // Of a server that looked, and found nothing or another signer.
                "FAILED OUTSIDE",
                "STRANGER OUTSIDE",
                "SPF OUTSIDE",
                // With no word of how it came.
                "PASSED"
            })
    void forgedOrUnalignedResultsProveNothing(String shape) throws IOException {
        String header = shape.replace("OUTSIDE", OUTSIDE)
                .replace("PASSED", PASSED)
                .replace("OTHER", PASSED.replace("mx.sample.example", "mx.stranger.example"))
                .replace("FAILED", PASSED.replace("=pass", "=fail"))
                .replace("STRANGER", PASSED.replace(GOOGLE, "stranger.example"))
                .replace("SPF", "Authentication-Results: mx.sample.example; spf=pass smtp.mailfrom=" + GOOGLE + "\r\n")
                .replace("\r\n ", "\r\n");

        assertThat(look(header + MAIL)).isEmpty();
        assertThat(count("unauthenticated")).isEqualTo(1);
    }

    @Test
    void changedMailProvesNothing() throws IOException {
        String signed = SENDER.sign(MAIL);

        assertThat(look(signed.replace("Lagos", "Paris"))).isEmpty();
        assertThat(look(signed.replace("Security alert", "Security alert!"))).isEmpty();
        assertThat(look("From: no-reply@accounts.google.com\r\n" + signed)).isEmpty();
        assertThat(look("Subject: Security alert\r\n" + signed)).isEmpty();
        assertThat(count("unauthenticated")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rsa-sha256; c=relaxed/relaxed; d=stranger.example; s=test; h=from:to:subject:date;",
                "a=rsa-sha256; c=relaxed/relaxed; d=accounts.google.com; s=test; h=from:to:date;",
                "a=rsa-sha256; c=relaxed/relaxed; d=accounts.google.com; s=test; l=10; h=from:to:subject:date;",
                "a=rsa-sha1; c=relaxed/relaxed; d=accounts.google.com; s=test; h=from:to:subject:date;",
                "a=rsa-sha256; c=relaxed/relaxed; d=accounts.google.com; s=absent; h=from:to:subject:date;"
            })
    void weakOrStrangeSignaturesProveNothing(String tags) throws IOException {
        assertThat(look(SENDER.sign(tags, MAIL))).isEmpty();
        assertThat(asked).allMatch(name -> name.endsWith("._domainkey." + GOOGLE));
    }

    @Test
    void whatCouldNotBeAskedIsNoEvidenceAndIsCounted() throws IOException {
        keyOfGoogle = new DnsAnswer.Unavailable();

        assertThat(look(SENDER.sign(MAIL))).isEmpty();
        assertThat(count("could-not-tell")).isEqualTo(1);
        assertThat(count("unauthenticated")).isZero();
    }

    @Test
    void manySignaturesCostFewQuestions() throws IOException {
        String signature = SENDER.sign(MAIL).replace(MAIL, "").replace("s=test", "s=absent");

        assertThat(look(signature.repeat(50) + MAIL)).isEmpty();
        assertThat(asked).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void oldMailIsMarkedAndASharedOneIsToldApart() throws IOException {
        EvidenceSeen seen = look(PASSED
                        + OUTSIDE
                        + MAIL.replace("26 Nov 2026", "1 Nov 2026").replace("To: ada@", "To: team@"))
                .orElseThrow();

        assertThat(seen.old()).isTrue();
        assertThat(seen.sentAt()).isEqualTo(Instant.parse("2026-11-01T09:58:00Z"));
        assertThat(seen.addressedToAccount()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cc: ada@sample.example", "To: ada@sample.example"})
    void addressThatWasAddedToSomebodyElsesMailIsNotTheAccounts(String added) throws IOException {
        // Given
        String another = MAIL.replace("To: ada@", "To: mallory@");

        // When
        EvidenceSeen seen = look(PASSED + OUTSIDE + added + "\r\n" + another).orElseThrow();

        // Then
        assertThat(seen.addressedToAccount()).isFalse();
    }

    @Test
    void theSameMailIsTheSameEventWhereverItLies() throws IOException {
        assertThat(event(PASSED + OUTSIDE + MAIL).orElseThrow().id())
                .isEqualTo(event(PASSED + OUTSIDE + MAIL).orElseThrow().id());
    }

    @Test
    void mailOfAListIsWhatAnybodyWrote() throws IOException {
        assertThat(look(PASSED + OUTSIDE + "List-Id: <x.accounts.google.com>\r\n" + MAIL))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/plain, true", "text/html, true", "application/octet-stream, false"})
    void hugeBodiesAreReadInPart(String type, boolean recognised) throws IOException {
        String huge = MAIL.replace("text/plain", type) + "<div><b>x</b>".repeat(400_000);

        assertThat(look(PASSED + OUTSIDE + huge).isPresent()).isEqualTo(recognised);
        assertThat(look(SENDER.sign(huge))).isEmpty();
    }

    @Test
    void mailOfOthersIsNotKept() throws IOException {
        Capture capture = finder.capture();
        byte[] raw = MAIL.replace(GOOGLE, "friend.example").getBytes(StandardCharsets.UTF_8);

        capture.through(new ByteArrayInputStream(raw)).readAllBytes();

        assertThat(capture.message()).isEmpty();
    }

    @Test
    void encodedHtmlReadsLikeText() throws IOException {
        String html = """
                <html><head><style>.x{}</style></head><body><p>We noticed a new&nbsp;sign-in</p>\
                <table><tr><td>Location: Lagos</td></tr></table></body></html>""";
        String mail = MAIL.substring(0, MAIL.indexOf("Content-Type"))
                + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + java.util.Base64.getMimeEncoder().encodeToString(html.getBytes(StandardCharsets.UTF_8))
                + "\r\n--b--\r\n";

        assertThat(look(PASSED + OUTSIDE + mail).orElseThrow().reportedPlace()).isEqualTo("Lagos");
    }

    @Test
    void recordOfSeveralStringsIsOneText() {
        assertThat(TextRecord.joined("\"v=DKIM1; p=AB\" \"CD\\\"\"")).isEqualTo("v=DKIM1; p=ABCD\"");
    }

    private double count(String outcome) {
        return meters.counter("mailwarden.fetcher.evidence", "outcome", outcome).count();
    }

    private Optional<EvidenceSeen> look(String mail) throws IOException {
        return event(mail).map(event -> (EvidenceSeen) event.data());
    }

    private Optional<Event> event(String mail) throws IOException {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        Receiver receiver = Receiver.of("imap.sample.example", "ada@sample.example", List.of());
        Capture capture = finder.capture();
        InputStream through = capture.through(new ByteArrayInputStream(raw));
        ParsedMessage message = MessageReader.read(through, raw.length, receiver);
        return finder.look(ACCOUNT, new Provenance(receiver, null, "ada@sample.example", "ada"), message, capture, NOW);
    }
}
