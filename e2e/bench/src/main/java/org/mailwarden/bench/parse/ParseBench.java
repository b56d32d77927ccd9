// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mailwarden.bench.mail.MailRecipe;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.fetcher.message.MessageReader;

/** Reads the facts of mails from memory: the sample corpora where they are, else generated ones. */
public final class ParseBench implements Benchmark {

    private static final double NANOS = 1e9;

    @Override
    public void measure(Figures figures, Size size) throws IOException {
        List<byte[]> mails = corpus();
        figures.machine("corpus", mails.isEmpty() ? "generated" : "sample corpora");
        if (mails.isEmpty()) {
            figures.say("There are no sample corpora in ../shared/data/mail; generated mails stand in for them");
            MailRecipe recipe = new MailRecipe(1);
            for (int number = 0; number < 1_000; number++) {
                mails.add(recipe.mail(number));
            }
        }
        long bytes = mails.stream().mapToLong(mail -> mail.length).sum();
        figures.say("Parsing %,d mails of %,d bytes on average ...", mails.size(), bytes / mails.size());
        int failures = failures(mails);
        int repeats = Math.max(1, size.of(2_000, 60_000) / mails.size());
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < size.of(2, 4); round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < repeats; i++) {
                failures(mails);
            }
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            double rate = repeats * mails.size() / (nanos / NANOS);
            figures.say("  %s: %,.0f mails per second of processor time", round == 0 ? "warm-up" : "round", rate);
            if (round > 0) {
                rates.add(rate);
            }
        }
        figures.atLeast("messages_per_cpu_second", Rounds.median(rates), 20_000);
        figures.figure("megabytes_per_cpu_second", Rounds.median(rates) * bytes / mails.size() / 1e6);
        figures.atMost("failures", failures, 0);
    }

    private static int failures(List<byte[]> mails) {
        int failures = 0;
        for (byte[] mail : mails) {
            try {
                MessageReader.read(new ByteArrayInputStream(mail), mail.length);
            } catch (IOException | RuntimeException | StackOverflowError failure) {
                failures++;
            }
        }
        return failures;
    }

    /** Every file of the corpora that is a mail: not its oracle, not a licence, not a description. */
    private static List<byte[]> corpus() throws IOException {
        Path folder = Checkout.find().root().resolve("../shared/data/mail").normalize();
        List<byte[]> mails = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(ParseBench::isMail)
                        .sorted()
                        .toList()) {
                    mails.add(Files.readAllBytes(file));
                }
            }
        }
        return mails;
    }

    private static boolean isMail(Path file) {
        String name = file.getFileName().toString();
        // One corpus names its mails by number; the others by ending, beside what a parser should make of them.
        return file.toString().contains("spamassassin")
                ? !List.of("SOURCE.txt", "LICENSE", "NOTICE").contains(name)
                : name.endsWith(".msg") || name.endsWith(".eml");
    }
}
