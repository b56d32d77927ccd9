// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * Who has a second factor, counted over people who may sign in.
 *
 * @param people how many people may sign in
 * @param withSecondFactor how many of them have one
 * @param share 0 to 1; absent when there is nobody
 * @param factors how many people have each type
 * @param groups the same by group, least covered first
 * @param oldest when the oldest of what is counted was read; absent when there is nobody
 */
@Pure
public record Coverage(
        int people,
        int withSecondFactor,
        @Nullable Double share,
        Map<String, Integer> factors,
        List<Group> groups,
        @Nullable Instant oldest) {

    /**
     * A group.
     *
     * @param name its name
     * @param people members who may sign in, at least one
     * @param withSecondFactor how many of them have a second factor
     * @param share 0 to 1
     */
    public record Group(String name, int people, int withSecondFactor, double share) {}

    /**
     * People who are alike.
     *
     * @param secondFactors types of second factors that each of them enrolled
     * @param groups names of the groups that each of them is in
     * @param people how many they are, at least one
     * @param oldest when the first of them was read
     */
    public record Alike(List<String> secondFactors, List<String> groups, int people, Instant oldest) {

        /** Copies the lists. */
        public Alike {
            secondFactors = List.copyOf(secondFactors);
            groups = List.copyOf(groups);
        }
    }

    /**
     * Counts.
     *
     * @param everybody who may sign in, as last seen
     * @return the report
     */
    public static Coverage of(List<Alike> everybody) {
        Map<String, Integer> factors = new TreeMap<>();
        Map<String, Integer> members = new TreeMap<>();
        Map<String, Integer> covered = new TreeMap<>();
        int people = 0;
        int with = 0;
        for (Alike alike : everybody) {
            int covers = alike.secondFactors().isEmpty() ? 0 : alike.people();
            people += alike.people();
            with += covers;
            alike.secondFactors().forEach(factor -> factors.merge(factor, alike.people(), Integer::sum));
            for (String group : alike.groups()) {
                members.merge(group, alike.people(), Integer::sum);
                covered.merge(group, covers, Integer::sum);
            }
        }
        List<Group> groups = members.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue(), covered.getOrDefault(group.getKey(), 0)))
                .sorted(Comparator.comparingDouble(Group::share).thenComparing(Group::name))
                .toList();
        return new Coverage(
                people,
                with,
                people == 0 ? null : (double) with / people,
                factors,
                groups,
                everybody.stream()
                        .map(Alike::oldest)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static Group group(String name, int people, int with) {
        return new Group(name, people, with, (double) with / people);
    }
}
