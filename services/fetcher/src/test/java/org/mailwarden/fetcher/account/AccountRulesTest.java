// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;

class AccountRulesTest {

    @Test
    void nothingIsDeletedOnAServerWhereNothingIsArchived() {
        assertThatThrownBy(() -> AccountRules.archived(Retrieval.DELETE_AFTER_DAYS, false))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains("mailwarden.fetcher.archive.store"));
    }

    @Test
    void nothingIsEverDeletedOverImap() {
        assertThatThrownBy(() -> AccountRules.deleteAfterDays(Retrieval.DELETE_AFTER_DAYS, 30, Protocol.IMAP))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains("POP3"));
    }

    @Test
    void numberOfDaysIsNeeded() {
        assertThatThrownBy(() -> AccountRules.deleteAfterDays(Retrieval.DELETE_AFTER_DAYS, null, Protocol.POP3))
                .isInstanceOf(HttpProblem.class);
        assertThat(AccountRules.deleteAfterDays(Retrieval.DELETE_AFTER_DAYS, 30, Protocol.POP3))
                .isEqualTo(30);
    }
}
