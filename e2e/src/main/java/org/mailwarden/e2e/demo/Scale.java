// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.util.List;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.SampleOrganisation;

/**
 * How large the story is told.
 *
 * @param people the organisation; at least one of each plant but {@code NONE}, and a person without one
 * @param messagesEach messages in each mailbox
 * @param corpusEntries entries of the corpus at least
 * @param strangers lines of the combolist about other organisations
 */
record Scale(List<Person> people, int messagesEach, int corpusEntries, int strangers) {

    /** As {@code ./mailwarden demo} tells it. */
    static Scale demo() {
        return new Scale(new SampleOrganisation().people(), 50, 1_000_000, 20_000);
    }

    /** Messages in all mailboxes together. */
    int messages() {
        return people.size() * messagesEach;
    }
}
