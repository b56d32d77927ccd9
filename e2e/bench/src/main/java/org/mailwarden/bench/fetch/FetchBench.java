// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailwarden.bench.baseline.Mbsync;
import org.mailwarden.bench.baseline.RawImap;
import org.mailwarden.bench.fetcher.FetcherService;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.contracts.account.Protocol;

/** Reads one large mailbox in every way. */
public final class FetchBench implements Benchmark {

    /** On two cores three processes take turns: single rounds differ by a third, whatever is read. */
    private static final int WIRE_ROUNDS = 15;

    private static final long SMALLEST_MAIL = 2_000;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        int mails = size.of(300, 20_000);
        try (Mailboxes mailboxes = Mailboxes.start(figures, 1, mails)) {
            wire(figures, mailboxes, mails, size);
            Pop3Reading.measure(figures, mailboxes, mails, size.of(1, 3));
        }
        LargeMessage.measure(figures, size);
    }

    private static void wire(Figures figures, Mailboxes mailboxes, int mails, Size size)
            throws IOException, InterruptedException {
        String user = mailboxes.user(0);
        RawImap raw = new RawImap(mailboxes, mails * SMALLEST_MAIL);
        AtomicInteger accounts = new AtomicInteger();
        try (Reading reading = new Reading(mailboxes);
                FetcherService service = FetcherService.start(
                        mailboxes.folder(), mailboxes.authority().certificateFile(), Map.of())) {
            Rounds.Timed events = () -> service.secondsUntilKnown(
                    service.enrol(
                            "reader" + accounts.incrementAndGet() + "@sample.example",
                            mailboxes.endpoint(Protocol.IMAP),
                            user,
                            mailboxes.password()),
                    mails);
            Rounds wire = new Rounds(figures, "raw", () -> raw.read(user, mailboxes.password()))
                    .with("transport", () -> reading.imap(user, mails, Reading.dropping()))
                    .with("parsed", () -> reading.imap(user, mails, Reading.parsing()));
            Rounds whole = new Rounds(figures, "raw", () -> raw.read(user, mailboxes.password()))
                    .with("parsed", () -> reading.imap(user, mails, Reading.parsing()))
                    .with("events", events::seconds);
            Optional<Path> program = Mbsync.program();
            if (program.isPresent()) {
                figures.machine("mbsync", Machine.version(program.get(), "--version"));
                Mbsync mbsync = new Mbsync(program.get(), mailboxes, 1);
                whole.with("mbsync", () -> mbsync(mbsync, mails));
            }
            int warm = size.of(1, 6);
            figures.say("Warming up: the mailbox %d times in every way ...", warm);
            for (int turn = 0; turn < warm; turn++) {
                raw.read(user, mailboxes.password());
                reading.imap(user, mails, Reading.dropping());
                reading.imap(user, mails, Reading.parsing());
            }
            events.seconds();
            figures.say("Reading %,d mails over TLS ...", mails);
            wire.run(size.of(1, WIRE_ROUNDS));
            figures.say("The same to the acknowledged event, and with mbsync ...");
            whole.run(size.of(1, 3));
            figures.figure("raw_mails_per_second", mails / wire.seconds("raw"));
            figures.figure("parsed_mails_per_second", mails / wire.seconds("parsed"));
            figures.figure("events_per_second", mails / whole.seconds("events"));
            figures.ratio("transport_vs_raw", wire.ratio("transport", "raw"), 0.9);
            figures.ratio("parsed_vs_raw", wire.ratio("parsed", "raw"), 0.5);
            figures.ratio("events_vs_raw", whole.ratio("events", "raw"), 0.3);
            if (program.isPresent()) {
                figures.say("  (mbsync writes a file for each mail; the raw client and ours do not)");
                figures.ratio("parsed_vs_mbsync", whole.ratio("parsed", "mbsync"), 1.5);
            } else {
                figures.missing("parsed_vs_mbsync", "mbsync is not installed (package isync)");
            }
        }
    }

    private static double mbsync(Mbsync mbsync, int mails) throws IOException, InterruptedException {
        mbsync.forget();
        double seconds = mbsync.run();
        if (mbsync.mails() != mails) {
            throw new IOException("mbsync read " + mbsync.mails() + " of " + mails + " mails");
        }
        return seconds;
    }
}
