// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
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
     * Counts.
     *
     * @param everybody as last seen
     * @return the report
     */
    public static Coverage of(List<Person> everybody) {
        List<Person> people = everybody.stream().filter(Person::enabled).toList();
        Map<String, Integer> factors = new TreeMap<>();
        people.forEach(person -> person.secondFactors().forEach(factor -> factors.merge(factor, 1, Integer::sum)));
        List<Group> groups = people.stream()
                .flatMap(person -> person.groups().stream())
                .distinct()
                .map(name -> group(name, people))
                .sorted(Comparator.comparingDouble(Group::share).thenComparing(Group::name))
                .toList();
        int with = count(people, Person::hasSecondFactor);
        return new Coverage(
                people.size(),
                with,
                people.isEmpty() ? null : (double) with / people.size(),
                factors,
                groups,
                people.stream()
                        .map(Person::observedAt)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static Group group(String name, List<Person> people) {
        List<Person> members =
                people.stream().filter(person -> person.groups().contains(name)).toList();
        int with = count(members, Person::hasSecondFactor);
        return new Group(name, members.size(), with, (double) with / members.size());
    }

    private static int count(List<Person> people, Predicate<Person> which) {
        return Math.toIntExact(people.stream().filter(which).count());
    }
}
