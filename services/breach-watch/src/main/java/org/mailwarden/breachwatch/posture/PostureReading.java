// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Reads what is known about the protection of many accounts in one statement. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class PostureReading {

    private static final String EVERYTHING = "scope as (select account_id from account)";

    /** A new password ends the reuse of the one before: who stood there with it is looked at too. */
    private static final String TOUCHED = """
            touched as (select unnest(cast(:touched as uuid[])) as account_id),
            tags as (
                select reuse_tag from credential join touched using (account_id) where reuse_tag is not null
                union
                select reuse_tag from posture_issue join touched using (account_id)
                where standing and reuse_tag is not null),
            scope as (
                select account_id from touched
                union
                select account_id from credential where reuse_tag in (select reuse_tag from tags))""";

    /**
     * A mailbox is an address on a server, however many protocols it is read with; a person is an owner, or an address
     * without one. Counted by windows and not by joins, whose cost would depend on how well the database guesses how many
     * share a password.
     */
    private static final String ACCOUNTS = """
            with %s,
            known as (
                select a.account_id, a.address, a.owner, a.removed_at is not null as removed,
                    c.version, c.strength, c.length_bucket, c.changed_at, c.reuse_tag,
                    t.protocol, t.host, t.tls_protocol, t.cipher_suite, t.certificate_not_after, t.refusal, t.refusals,
                    coalesce('owner ' || max(lower(a.owner)) over same_address, 'address ' || lower(a.address)) as person,
                    coalesce(t.host, min(t.host) over same_address, '') as mailbox_host
                from scope join account a on a.account_id = scope.account_id
                left join credential c on c.account_id = a.account_id
                left join account_transport t on t.account_id = a.account_id
                window same_address as (partition by c.reuse_tag, lower(a.address))),
            told_apart as (
                select known.*, row_number() over (
                    partition by reuse_tag, lower(address), mailbox_host order by account_id) = 1 as starts_mailbox
                from known),
            counted as (
                select told_apart.*,
                    count(*) filter (where starts_mailbox) over (partition by reuse_tag) as mailboxes,
                    count(*) filter (where starts_mailbox) over (partition by reuse_tag, person) as own
                from told_apart)
            select k.account_id, k.address, k.owner, k.removed, k.version, k.strength, k.length_bucket, k.changed_at,
                case when k.reuse_tag is null then 0 else k.mailboxes - k.own end as of_others,
                case when k.reuse_tag is null then 0 else k.own - 1 end as further,
                u.enabled, u.is_protected, u.second_factors, u.password_changed_at,
                k.protocol, k.host, k.tls_protocol, k.cipher_suite, k.certificate_not_after, k.refusal, k.refusals,
                case when k.protocol = 'POP3' then exists (select 1 from account_transport i
                    where i.host = k.host and i.protocol = 'IMAP') else false end as imap_there
            from counted k left join user_posture u on u.username = lower(k.owner)
            where k.account_id > :after and (not k.removed
                or exists (select 1 from posture_issue i where i.account_id = k.account_id and i.standing))
            order by k.account_id limit :most""";

    private final EntityManager entities;

    PostureReading(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * An account as it is and as it was written down.
     *
     * @param account as it is
     * @param written as it was written down, by kind
     */
    record Observed(AccountPosture account, Map<FindingKind, Standing> written) {}

    /**
     * Reads accounts of the whole fleet.
     *
     * @param after only accounts after this id, in order of id
     * @param most how many at most
     * @return the accounts
     */
    List<Observed> everything(UUID after, int most) {
        return observed(entities.createNativeQuery(String.format(ACCOUNTS, EVERYTHING), Tuple.class), after, most);
    }

    /**
     * Reads accounts, and with them all whose posture may depend on theirs.
     *
     * @param touched the accounts
     * @param after only accounts after this id, in order of id
     * @param most how many at most
     * @return the accounts
     */
    List<Observed> around(Collection<UUID> touched, UUID after, int most) {
        return observed(
                entities.createNativeQuery(String.format(ACCOUNTS, TOUCHED), Tuple.class)
                        .setParameter("touched", array(touched)),
                after,
                most);
    }

    @SuppressWarnings("unchecked")
    private List<Observed> observed(Query accounts, UUID after, int most) {
        List<Tuple> rows =
                accounts.setParameter("after", after).setParameter("most", most).getResultList();
        List<AccountPosture> found = rows.stream().map(PostureReading::account).toList();
        Map<UUID, Map<FindingKind, Standing>> written =
                written(found.stream().map(AccountPosture::accountId).toList());
        return found.stream()
                .map(account -> new Observed(account, written.getOrDefault(account.accountId(), Map.of())))
                .toList();
    }

    private static AccountPosture account(Tuple row) {
        return new AccountPosture(
                row.get("account_id", UUID.class),
                row.get("address", String.class),
                row.get("owner", String.class),
                row.get("removed", Boolean.class),
                row.get("version") == null
                        ? null
                        : new AccountPosture.Password(
                                row.get("version", Long.class),
                                row.get("strength", Integer.class),
                                row.get("length_bucket", String.class),
                                row.get("changed_at", Instant.class),
                                row.get("of_others", Long.class),
                                row.get("further", Long.class)),
                row.get("enabled") == null
                        ? null
                        : new AccountPosture.Person(
                                row.get("enabled", Boolean.class),
                                row.get("is_protected", Boolean.class),
                                List.of(row.get("second_factors", String.class).split(",")),
                                row.get("password_changed_at", Instant.class)),
                row.get("protocol") == null
                        ? null
                        : new AccountPosture.Transport(
                                row.get("protocol", String.class),
                                row.get("host", String.class),
                                row.get("tls_protocol", String.class),
                                row.get("cipher_suite", String.class),
                                row.get("certificate_not_after", Instant.class),
                                row.get("refusal", String.class),
                                row.get("refusals", Integer.class),
                                row.get("imap_there", Boolean.class)));
    }

    /**
     * Reads what was written down.
     *
     * @param accounts the accounts
     * @return by account and kind; an account that nothing was written down about is missing
     */
    @SuppressWarnings("unchecked")
    Map<UUID, Map<FindingKind, Standing>> written(Collection<UUID> accounts) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select account_id, kind, episode, standing, severity, credential_version, summary, reasons,
                            finding_id, since
                        from posture_issue where account_id = any(cast(:accounts as uuid[]))""", Tuple.class)
                .setParameter("accounts", array(accounts))
                .getResultList();
        Map<UUID, Map<FindingKind, Standing>> written = new HashMap<>();
        for (Tuple row : rows) {
            FindingKind kind = FindingKind.valueOf(row.get("kind", String.class));
            written.computeIfAbsent(row.get("account_id", UUID.class), account -> new EnumMap<>(FindingKind.class))
                    .put(
                            kind,
                            new Standing(
                                    kind,
                                    row.get("episode", Integer.class),
                                    row.get("standing", Boolean.class),
                                    Severity.valueOf(row.get("severity", String.class)),
                                    row.get("credential_version", Long.class),
                                    row.get("summary", String.class),
                                    row.get("reasons", String.class),
                                    row.get("finding_id", UUID.class),
                                    row.get("since", Instant.class)));
        }
        return written;
    }

    private static String array(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
