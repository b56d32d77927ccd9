// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mailwarden.e2e.promise.Promise;

/** Tells the story: chapters, lines, progress, and the table of promises. For one thread. */
final class Terminal {

    private static final int QUARTERS = 4;

    private final PrintStream out;
    private final boolean interactive;
    private int quarter = -1;
    private String shown = "";

    /**
     * Makes a terminal.
     *
     * @param out where to
     * @param interactive whether a person looks on: progress then rewrites its line
     */
    Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    void chapter(int number, int of, String title) {
        endProgress();
        out.printf("%n[%d/%d] %s%n", number, of, title);
    }

    void say(String format, Object... values) {
        endProgress();
        out.println("      " + String.format(Locale.ROOT, format, values));
    }

    void component(String name, String detail, Duration took) {
        endProgress();
        out.printf(Locale.ROOT, "      %-14s %6.1f s  %s%n", name, took.toMillis() / 1000.0, detail);
    }

    /**
     * Shows how far something is: every step to a person, every quarter in a log.
     *
     * @param what what is done
     * @param done how much of it
     * @param total all of it, at least 1
     */
    void progress(String what, long done, long total) {
        String line = String.format(Locale.ROOT, "      %-34s %,7d of %,d", what, done, total);
        if (interactive) {
            out.print("\r" + line);
            out.flush();
            shown = line;
            if (done >= total) {
                endProgress();
            }
            return;
        }
        int reached = (int) (done * QUARTERS / total);
        if (!what.equals(shown)) {
            shown = what;
            quarter = 0;
        }
        if (reached > quarter) {
            quarter = reached;
            out.println(line);
        }
    }

    void promises(List<Promise> promises) {
        endProgress();
        out.println();
        out.println("Promises");
        for (Promise promise : promises) {
            out.printf("  %-4s  %-16s %s%n", promise.held() ? "held" : "LOST", promise.id(), promise.text());
            evidence(promise.evidence(), 26);
        }
    }

    private void evidence(Map<?, ?> facts, int indent) {
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> more) {
                out.println(" ".repeat(indent) + name);
                evidence(more, indent + 2);
            } else {
                out.println(" ".repeat(indent) + name + ": " + value);
            }
        });
    }

    void line(String text) {
        endProgress();
        out.println(text);
    }

    private void endProgress() {
        if (interactive && !shown.isEmpty()) {
            out.println();
            shown = "";
        }
    }
}
