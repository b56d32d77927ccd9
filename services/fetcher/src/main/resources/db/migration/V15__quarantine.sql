-- Messages of which only part could be read: written before the folder advances past them, so that none is lost from sight.
create table quarantined_message (
    id             bigint generated always as identity primary key,
    account_id     uuid not null references account on delete cascade,
    folder         text not null,
    uid_validity   bigint not null default 0,
    uid            bigint not null default 0,
    uidl           text not null default '',
    fingerprint    text not null,
    size           bigint not null,
    message_id     text,
    sender         text,
    subject        text,
    reason         text not null,
    quarantined_at timestamptz not null,
    constraint quarantined_once unique (account_id, folder, uid_validity, uid, uidl)
);
