// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.account.AccountLookup.Count;

/** That the tally of accounts, and what stands beside their texts, is what there is, whatever happens to them. */
@QuarkusTest
class AccountTallyTest {

    /** What the tally says too much or too little, by what accounts are tallied by; both at one moment. */
    private static final String WRONG = """
            select count(*) from (
                select state, protocol, security, credential_type, host, sum(accounts) as accounts from account_tally
                group by 1, 2, 3, 4, 5 having sum(accounts) <> 0) said
            full join (select state, protocol, security, credential_type, host, count(*) as accounts from account
                group by 1, 2, 3, 4, 5) there using (state, protocol, security, credential_type, host)
            where said.accounts is distinct from there.accounts""";

    /** Accounts beside whose text something else stands. */
    private static final String TOLD_WRONG = """
            select count(*) from account a full join account_text t on t.account_id = a.id
            where (t.text, t.state, t.protocol, t.security, t.credential_type, t.host) is distinct from
                (lower(a.address || chr(10) || coalesce(a.owner, '') || chr(10) || a.username),
                a.state, a.protocol, a.security, a.credential_type, a.host)""";

    private final AccountTally tally;
    private final AccountLookup accounts;
    private final EntityManager entities;
    private final String mark = "mark-" + UUID.randomUUID();

    AccountTallyTest(AccountTally tally, AccountLookup accounts, EntityManager entities) {
        this.tally = tally;
        this.accounts = accounts;
        this.entities = entities;
    }

    @AfterEach
    void accountsGo() {
        change("delete from account where host = '" + mark + "'");
    }

    @Test
    void followsWhateverHappensToAccounts() {
        enrol(40);
        assertRight("enrolled");

        change("update account set state = 'SUSPENDED' where port < 10 and host = '" + mark + "'");
        assertRight("suspended");

        change("update account set protocol = 'POP3', security = 'STARTTLS' where port % 2 = 0 and host = '" + mark
                + "'");
        assertRight("read by another protocol");

        change("update account set credential_type = 'OAUTH2_CLIENT' where port < 20 and host = '" + mark + "'");
        assertRight("signed in to with something else");

        change("update account set address = 'other-' || address, owner = 'ada' where port > 30 and host = '" + mark
                + "'");
        assertRight("called something else");

        change("delete from account where port < 30 and host = '" + mark + "'");
        assertRight("removed");
    }

    @Test
    void doesNotGrowByAPoll() {
        // Given
        enrol(40);
        long before = rows();

        // When
        change("update account set last_polled_at = now(), next_poll_at = now(), state = state where host = '" + mark
                + "'");

        // Then
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void becomesShortAndSaysTheSame() {
        // Given
        enrol(1_500);
        change("update account set state = 'SUSPENDED' where host = '" + mark + "'");

        // When
        tally.shorten();

        // Then
        assertThat(rows()).isLessThan(10);
        assertThat(number(WRONG)).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatCountingWouldSay(UnaryOperator<AccountFilter> narrowed, String which) {
        // Given
        enrol(12);
        change("update account set state = 'SUSPENDED', protocol = 'POP3' where port < 5 and host = '" + mark + "'");
        change("update account set security = 'STARTTLS', credential_type = 'OAUTH2_CLIENT' where port < 2 and host = '"
                + mark + "'");

        // When
        AccountLookup.Facets counted = accounts.facets(narrowed.apply(ofThis()));

        // Then
        assertThat(counted.total())
                .isEqualTo(number("select count(*) from account where host = '" + mark + "' and " + which));
        assertThat(counted.more()).isFalse();
        assertThat(counted.state().stream().mapToLong(Count::count).sum()).isEqualTo(counted.total());
    }

    static List<Arguments> saysWhatCountingWouldSay() {
        return List.of(
                arguments(filter(of -> of), "true"),
                arguments(
                        filter(of -> new AccountFilter(
                                Set.of(AccountState.PAUSED, AccountState.ACTIVE),
                                of.protocols(),
                                of.securities(),
                                of.credentialTypes(),
                                of.hosts(),
                                of.owners(),
                                of.tags(),
                                null)),
                        "state = 'PAUSED'"),
                arguments(
                        filter(of -> new AccountFilter(
                                of.states(),
                                Set.of(Protocol.POP3),
                                Set.of(Security.STARTTLS),
                                of.credentialTypes(),
                                of.hosts(),
                                of.owners(),
                                of.tags(),
                                null)),
                        "protocol = 'POP3' and security = 'STARTTLS'"),
                arguments(
                        filter(of -> new AccountFilter(
                                of.states(),
                                of.protocols(),
                                of.securities(),
                                Set.of(CredentialType.PASSWORD),
                                of.hosts(),
                                of.owners(),
                                of.tags(),
                                null)),
                        "credential_type = 'PASSWORD'"));
    }

    @Test
    void saysNothingOfAValueThatNoAccountHasAnyMore() {
        // Given
        enrol(3);
        change("update account set state = 'SUSPENDED' where host = '" + mark + "'");

        // When
        AccountLookup.Facets counted = accounts.facets(ofThis());

        // Then
        assertThat(counted.state()).isEqualTo(List.of(new Count("SUSPENDED", 3)));
        assertThat(counted.host()).isEqualTo(List.of(new Count(mark, 3)));
    }

    private static UnaryOperator<AccountFilter> filter(UnaryOperator<AccountFilter> narrowed) {
        return narrowed;
    }

    private AccountFilter ofThis() {
        return new AccountFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(mark), Set.of(), Set.of(), null);
    }

    private long rows() {
        return number("select count(*) from account_tally where host = '" + mark + "'");
    }

    private void enrol(int number) {
        change("insert into account (id, address, protocol, host, port, security, username, credential_type,"
                + " credential_version, folders, retrieval, state, next_poll_at, changed_at)"
                + " select gen_random_uuid(), n || '@tally.example', 'IMAP', '" + mark
                + "', n, 'TLS', n || '@tally.example',"
                + " 'PASSWORD', 1, 'INBOX', 'KEEP_ON_SERVER', 'PAUSED', now() + interval '1 day', now()"
                + " from generate_series(0, " + (number - 1) + ") n");
    }

    private void change(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(statement).executeUpdate());
    }

    private void assertRight(String after) {
        assertThat(number(WRONG)).as(after).isZero();
        assertThat(number(TOLD_WRONG)).as(after + ", beside the texts").isZero();
    }

    private long number(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(query).getSingleResult()).longValue());
    }
}
