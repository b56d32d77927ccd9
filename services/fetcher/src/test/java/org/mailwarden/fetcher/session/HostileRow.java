// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;

/**
 * One row of the list of hostile servers, tried over TLS and over the upgrade to it.
 *
 * @param words number and name of the row
 * @param protocol what the server claims to speak
 * @param security how it is reached
 * @param ends what ends the visit
 * @param script what the server does
 * @param mails what is in the mailbox
 * @param outcome checks how the visit ended
 */
record HostileRow(
        String words,
        Protocol protocol,
        Security security,
        Ends ends,
        ScriptedServer.Script script,
        List<String> mails,
        Consumer<Visit> outcome) {

    static final String ONE = "Message-ID: <one@example.org>\r\nSubject: One\r\n\r\nThe first of three.\r\n";
    static final String TWO = "Message-ID: <two@example.org>\r\nSubject: Two\r\n\r\n.And the second,\r\nlonger.\r\n";
    static final String THREE = "Message-ID: <three@example.org>\r\nSubject: Three\r\n\r\nThe last.\r\n";

    /** What ends a visit. */
    enum Ends {
        /** The server's doing, or the guard. */
        BY_ITSELF,
        /** The deadline of the sign-in. */
        BY_LOGIN_DEADLINE,
        /** The deadline of a command. */
        BY_DEADLINE
    }

    @Override
    public String toString() {
        return words + ", " + protocol + " over " + security;
    }

    static Consumer<Visit> refused(LoginFailure failure, String... said) {
        return visit -> assertThat(visit.ending()).isInstanceOfSatisfying(Visit.Ending.Refused.class, refused -> {
            assertThat(refused.failure()).as(refused.text()).isEqualTo(failure);
            assertThat(List.of(said))
                    .allSatisfy(words -> assertThat(refused.text()).contains(words));
        });
    }

    static Consumer<Visit> failed(MailFault.Kind kind, String... said) {
        return visit -> assertThat(visit.ending()).isInstanceOfSatisfying(Visit.Ending.Failed.class, failed -> {
            assertThat(failed.kind()).as(failed.text()).isEqualTo(kind);
            assertThat(List.of(said))
                    .allSatisfy(words -> assertThat(failed.text()).contains(words));
        });
    }

    /** Every message of the mailbox was read, each once. */
    static Consumer<Visit> readsAll() {
        return visit -> {
            assertThat(visit.ending()).isEqualTo(new Visit.Ending.Read());
            assertThat(visit.delivered())
                    .extracting(message -> message.subject())
                    .containsExactlyInAnyOrder("One", "Two", "Three");
        };
    }

    /** Whatever it was, none of the messages is missing behind a visit that looks good. */
    static Consumer<Visit> readsAllOrSaysSo() {
        return visit -> {
            if (visit.ending() instanceof Visit.Ending.Read) {
                assertThat(visit.delivered()).hasSize(3);
            }
        };
    }
}
