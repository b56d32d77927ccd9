-- SPDX-License-Identifier: Apache-2.0
-- What mails of proven origin say about accounts at other services: the recognised facts, and nothing else of the mail.
create table mailbox_evidence (
    account_id           uuid not null,
    fingerprint          text not null,
    kind                 text not null,
    service              text not null,
    -- The mails of one service within a day are one story; absent for history, which raises nothing.
    story                timestamptz,
    address              text not null,
    owner                text,
    rule                 text not null,
    sender_domain        text not null,
    proof                text not null,
    addressed_to_account boolean not null,
    happened_at          timestamptz not null,
    seen_at              timestamptz not null,
    message_id           text,
    reported_time        text,
    reported_place       text,
    reported_device      text,
    reported_address     text,
    reported_service     text,
    primary key (account_id, fingerprint, kind, service)
);
create index mailbox_evidence_story on mailbox_evidence (account_id, service, story) where story is not null;
