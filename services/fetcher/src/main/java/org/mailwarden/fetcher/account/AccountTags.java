// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Problems;

/** What the tags of an account may be, each refusal in a sentence that says what to do next. */
final class AccountTags {

    /** What separates tags in files and in lists is in none of them, and none begins as a formula does. */
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._:/&+-]{0,39}");

    private static final int MOST = 20;

    private AccountTags() {}

    /**
     * Tags as they are kept.
     *
     * @param tags as given; absent means none
     * @return each once, {@link #folded} and sorted
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when one is no tag, or there are too many
     */
    static List<String> of(@Nullable List<String> tags) {
        return atMost(named(tags));
    }

    /** The tags of an account after a change of some of them. */
    static List<String> retagged(List<String> present, TagRequest change) {
        List<String> added = named(change.add());
        List<String> removed = named(change.remove());
        if (added.isEmpty() && removed.isEmpty()) {
            throw Problems.of(
                    400, "nothing-to-change", "The request names no tag. Send at least one in 'add' or in 'remove'.");
        }
        if (!Collections.disjoint(added, removed)) {
            throw AccountRules.invalid(
                    "tags", "A tag stands both in 'add' and in 'remove'. Leave it out of one of them.");
        }
        return atMost(Stream.concat(present.stream(), added.stream())
                .filter(tag -> !removed.contains(tag))
                .distinct()
                .sorted()
                .toList());
    }

    /** The form in which a tag is kept and looked for: lower case, NFC (Unicode Standard Annex 15), without blanks around it. */
    static String folded(String tag) {
        return Normalizer.normalize(tag.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static List<String> atMost(List<String> tags) {
        if (tags.size() > MOST) {
            throw AccountRules.invalid("tags", "An account has at most " + MOST + " tags. Remove some first.");
        }
        return tags;
    }

    private static List<String> named(@Nullable List<String> tags) {
        return tags == null
                ? List.of()
                : tags.stream().map(AccountTags::tag).distinct().sorted().toList();
    }

    private static String tag(@Nullable String given) {
        String tag = folded(given == null ? "" : given);
        if (!TAG.matcher(tag).matches()) {
            throw AccountRules.invalid(
                    "tags",
                    "A tag has 1 to 40 characters: a letter or digit first, then letters, digits, blanks and . _ - : / & +."
                            + " Write it with these.");
        }
        return tag;
    }

    /** Says which tags an account has now, for its timeline. */
    static String told(List<String> tags) {
        return tags.isEmpty() ? "Tags: none" : "Tags: " + String.join(", ", tags);
    }
}
