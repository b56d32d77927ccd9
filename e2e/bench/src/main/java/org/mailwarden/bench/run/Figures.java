// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What one run measured, and which goals it met. Used by one thread. */
public final class Figures {

    private final PrintStream out;
    private final Map<String, Double> ratios = new TreeMap<>();
    private final Map<String, Double> figures = new TreeMap<>();
    private final Map<String, Double> goals = new TreeMap<>();
    private final Map<String, Object> machine = new TreeMap<>();
    private boolean held = true;

    /**
     * Starts with nothing.
     *
     * @param out where progress is told
     */
    public Figures(PrintStream out) {
        this.out = out;
    }

    /** Says a line to whoever watches. */
    public void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    /** Notes a ratio that is to be at least the goal. */
    public void ratio(String name, double value, double goal) {
        ratios.put(name, rounded(value));
        goal(name, value, goal, value >= goal, "at least");
    }

    /** Notes a ratio without a goal. */
    public void ratio(String name, double value) {
        ratios.put(name, rounded(value));
        say("  %-28s %10s", name, text(value));
    }

    /** Notes a figure without a goal. */
    public void figure(String name, double value) {
        figures.put(name, rounded(value));
    }

    /** Notes a figure that is to be at least the goal. */
    public void atLeast(String name, double value, double goal) {
        figure(name, value);
        goal(name, value, goal, value >= goal, "at least");
    }

    /** Notes a figure that is to be at most the goal. */
    public void atMost(String name, double value, double goal) {
        figure(name, value);
        goal(name, value, goal, value <= goal, "at most");
    }

    /** Says that something could not be measured; its key stays away. */
    public void missing(String name, String why) {
        say("  %-28s not measured: %s", name, why);
    }

    /** Notes something about the machine or a peer. */
    public void machine(String name, Object value) {
        machine.put(name, value);
    }

    private void goal(String name, double value, double goal, boolean met, String word) {
        goals.put(name, goal);
        held &= met;
        say("  %-28s %10s   %s %s: %s", name, text(value), word, text(goal), met ? "met" : "MISSED");
    }

    /** What is left for programs. */
    public Report report(String name) {
        return new Report(name, held && !goals.isEmpty(), ratios, figures, goals, machine);
    }

    private static String text(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
