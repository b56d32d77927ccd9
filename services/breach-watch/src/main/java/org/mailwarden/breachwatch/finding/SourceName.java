// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mailwarden.contracts.finding.Fact;

/**
 * Who says it, without where in it: the name of the source in "corpus pwned, generation 7" is "corpus pwned". A list that is
 * read again, or a corpus that grew, is the same source.
 */
final class SourceName {

    private static final String PLACE = ", ";

    private SourceName() {}

    /** The name of a fact's source: what stands before the first comma and blank. */
    static String of(Fact fact) {
        return fact.source().split(PLACE, 2)[0];
    }

    /** The names of the facts' sources, each once, sorted. */
    static Set<String> of(List<Fact> facts) {
        Set<String> names = new TreeSet<>();
        facts.forEach(fact -> names.add(of(fact)));
        return names;
    }
}
