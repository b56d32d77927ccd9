// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.fetcher.session.Limits;

/**
 * Every hostile mail is read to its end once, in bounded memory, and told: parsed or quarantined. Costs are counted (bytes
 * taken, bytes allocated), never timed; the timeout only notices a hang.
 */
@Timeout(300)
class HostileMailTest {

    private static final long SEED = 20261101;

    /** Bytes that may be allocated for one mail, and so an upper bound of the heap it can hold. */
    private static final long ALLOCATED = 64L * 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<HostileMail> MAILS = HostileMails.all(SEED);

    static List<HostileMail> mails() {
        return MAILS;
    }

    @Test
    void thereAreMailsOfEveryClassAndTheSameOnesForTheSameSeed() throws IOException {
        List<HostileMail> mails = mails();
        List<HostileMail> again = HostileMails.all(SEED);

        assertThat(mails).hasSizeGreaterThanOrEqualTo(300);
        for (int i = 0; i < mails.size(); i++) {
            if (mails.get(i).size() < 1_000_000) {
                assertThat(mails.get(i).open().readAllBytes())
                        .isEqualTo(again.get(i).open().readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mails")
    void isReadOnceInBoundedMemoryAndTold(HostileMail mail) throws IOException {
        // Given
        HostileMail.Reading raw = mail.open();
        long before = THREADS.getCurrentThreadAllocatedBytes();

        // When
        ParsedMessage message = MessageReader.read(raw, mail.size());

        // Then
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(message.size()).isEqualTo(mail.size());
        assertThat(message.fingerprint()).isEqualTo(fingerprint(mail));
        assertThat(raw.taken()).isEqualTo(mail.size());
        assertThat(raw.ended()).isTrue();
        assertThat(raw.largest()).isLessThanOrEqualTo(Limits.HEADER_BYTES);
        assertThat(allocated).isLessThanOrEqualTo(ALLOCATED);
        assertThat(message.structure().size() + message.attachedFiles().size()).isLessThanOrEqualTo(150);
        assertThat(message.toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
        if (message.quarantine() == null) {
            assertThat(message.structure()).isNotEmpty();
        }
    }

    @Test
    void eachLimitIsNamedByItsOwnReason() throws IOException {
        assertThat(reason("message in message 31")).isNull();
        assertThat(reason("message in message 32")).isEqualTo(QuarantineReason.NESTED_TOO_DEEP);
        assertThat(reason("empty parts 999")).isNull();
        assertThat(reason("empty parts 1000")).isEqualTo(QuarantineReason.TOO_MANY_PARTS);
        assertThat(reason("fields 2000")).isNull();
        assertThat(reason("fields 2001")).isEqualTo(QuarantineReason.TOO_MANY_FIELDS);
        assertThat(reason("Subject of 100000")).isNull();
        assertThat(reason("Subject of 1048600")).isEqualTo(QuarantineReason.LINE_TOO_LONG);
        assertThat(reason("Subject over lines")).isEqualTo(QuarantineReason.HEADER_TOO_LONG);
        assertThat(reason("Content-Type of 1000")).isNull();
        assertThat(reason("Content-Type of 100000")).isEqualTo(QuarantineReason.HEADER_TOO_LONG);
        assertThat(reason("boundary of 10000")).isNull();
        assertThat(reason("boundary that the body almost is, of a--")).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("boundary of dashes and their doubles")).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("boundary in pieces")).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("1999 addresses in To")).isNull();
        assertThat(reason("2001 addresses in To")).isEqualTo(QuarantineReason.TOO_MANY_ADDRESSES);
    }

    @Test
    void addressesOfAllHeadersTogetherAreBounded() throws IOException {
        HostileMail mail = new HostileMail("headers").add("To: a@b.example, c@d.example\nCc: e@f.example\n", 900);

        ParsedMessage message = MessageReader.read(mail.open(), mail.size());

        assertThat(message.envelope().toCount() + message.envelope().ccCount()).isLessThanOrEqualTo(Limits.ADDRESSES);
        assertThat(message.quarantine()).isEqualTo(QuarantineReason.TOO_MANY_ADDRESSES);
    }

    @Test
    void mailThatIsAnnouncedAsTooLargeKeepsItsAnnouncedSizeAndIsQuarantined() throws IOException {
        HostileMail mail = new HostileMail("large").add("Subject: x\n\nbeginning");

        ParsedMessage message = MessageReader.read(mail.open(), Limits.MESSAGE_BYTES + 1);

        assertThat(message.size()).isEqualTo(Limits.MESSAGE_BYTES + 1);
        assertThat(message.quarantine()).isEqualTo(QuarantineReason.MESSAGE_TOO_LARGE);
        assertThat(message.sha256()).isNull();
        assertThat(message.subject()).isEqualTo("x");
    }

    private static QuarantineReason reason(String name) throws IOException {
        HostileMail mail = mails().stream()
                .filter(any -> any.toString().equals(name))
                .findFirst()
                .orElseThrow();
        return MessageReader.read(mail.open(), mail.size()).quarantine();
    }

    /** Said again in the plainest way: SHA-256 over the header block, at most 1 MiB of it, and the size in digits. */
    private static String fingerprint(HostileMail mail) throws IOException {
        MessageDigest digest = MeasuredInput.sha256();
        try (InputStream raw = mail.open()) {
            int newlines = 0;
            byte[] block = raw.readNBytes(Limits.HEADER_BYTES);
            int end = 0;
            while (end < block.length && newlines < 2) {
                byte b = block[end++];
                newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
            }
            digest.update(block, 0, end);
        }
        digest.update(Long.toString(mail.size()).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest());
    }
}
