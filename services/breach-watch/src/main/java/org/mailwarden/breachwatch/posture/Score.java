// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well accounts are protected, in one figure and its parts. Pure.
 *
 * <p>A part is the share of the accounts that are known to be in order among those that are known. What is unknown neither
 * raises nor lowers its part: it lowers the part of its own. The score is the mean of the parts by weight; a part that
 * nothing is known about has no value and no weight.
 *
 * @param score 0 (worst) to 100, one decimal; absent when there is no account
 * @param parts every part, in a fixed order
 */
public record Score(@Nullable Double score, List<Part> parts) {

    /** Copies the list. */
    public Score {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param name which
     * @param weight its weight when it has a value, 1 to 100
     * @param total accounts it could be judged for; of {@code UNKNOWN}, judgements that were due
     * @param affected of these, the ones it is wrong with
     * @param unknown of these, the ones nothing is known about
     * @param value 0 to 100, one decimal; absent when nothing is known
     */
    public record Part(
            PosturePart name,
            int weight,
            long total,
            long affected,
            long unknown,
            @Nullable Double value) {}

    /**
     * A count.
     *
     * @param total accounts it could be judged for
     * @param affected of these, the ones it is wrong with
     * @param unknown of these, the ones nothing is known about
     */
    record Tally(long total, long affected, long unknown) {

        /** Refuses counts that contradict each other. */
        Tally {
            if (affected < 0 || unknown < 0 || affected + unknown > total) {
                throw new IllegalArgumentException("More accounts are counted than there are");
            }
        }
    }

    /**
     * Scores.
     *
     * @param tallies of every part but {@link PosturePart#UNKNOWN}, which follows from the others; one left out counts
     *     nothing
     * @return the score
     */
    static Score of(Map<PosturePart, Tally> tallies) {
        Tally unknown = new Tally(
                tallies.values().stream().mapToLong(Tally::total).sum(),
                0,
                tallies.values().stream().mapToLong(Tally::unknown).sum());
        List<Part> parts = new ArrayList<>();
        double sum = 0;
        int weights = 0;
        for (PosturePart name : PosturePart.values()) {
            Tally tally = name == PosturePart.UNKNOWN ? unknown : tallies.getOrDefault(name, new Tally(0, 0, 0));
            Double share = name == PosturePart.UNKNOWN
                    ? share(tally.total() - tally.unknown(), tally.total())
                    : share(tally.total() - tally.unknown() - tally.affected(), tally.total() - tally.unknown());
            if (share != null) {
                sum += share * name.weight();
                weights += name.weight();
            }
            parts.add(new Part(
                    name,
                    name.weight(),
                    tally.total(),
                    tally.affected(),
                    tally.unknown(),
                    share == null ? null : rounded(share)));
        }
        return new Score(weights == 0 ? null : rounded(sum / weights), parts);
    }

    private static @Nullable Double share(long good, long known) {
        return known == 0 ? null : (double) good / known;
    }

    private static double rounded(double share) {
        return Math.round(share * 1000) / 10.0;
    }
}
