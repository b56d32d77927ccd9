// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.function.Supplier;
import org.mailwarden.contracts.finding.FindingKind;

/** What became of a story by one attempt. */
public sealed interface StoryChange {

    /** As it is now. */
    Story story();

    /**
     * It began.
     *
     * @param story as it is now
     */
    record Began(Story story) implements StoryChange {}

    /**
     * There is more of it: an account, a kind, a higher severity, or new facts in twice as many judgements as before.
     *
     * @param story as it is now
     */
    record Grew(Story story) implements StoryChange {}

    /**
     * There is more of it, and its weightiest kind is another now.
     *
     * @param story as it is now
     * @param before its kind until now
     */
    record Turned(Story story, FindingKind before) implements StoryChange {}

    /**
     * It goes on with nothing that is worth telling again. What was told of it stands, unless somebody closed it meanwhile.
     *
     * @param naturalKey of the story
     * @param now makes the story as it is when asked; it costs too much to be made for every attempt
     */
    record WentOn(String naturalKey, Supplier<Story> now) implements StoryChange {

        @Override
        public Story story() {
            return now.get();
        }
    }
}
