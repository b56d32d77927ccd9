-- A folder as it was when it was last read to the end: one that is still like this has no news and is not looked through.
create table folder_reading (
    account_id       uuid not null references account on delete cascade,
    folder           text not null,
    uid_validity     bigint,
    uid_next         bigint,
    message_count    integer,
    highest_mod_seq  bigint not null default 0,
    read_at          timestamptz,
    renumbered_at    timestamptz,
    problem          text,
    problem_since    timestamptz,
    primary key (account_id, folder)
);
