-- Dead letters that were sent to their topic again: by whom, why, and whether the broker is known to have them.
create table dead_letter_replay (
    id            uuid primary key,
    topic         text not null,
    partition     integer not null,
    record_offset bigint not null,
    -- Part of the key: a topic that was made anew begins to count anew.
    failed_at     timestamptz not null,
    -- Two people at once ask for the same attempt, and one of them is told so.
    attempt       integer not null,
    requester     text not null,
    reason        text not null,
    asked_at      timestamptz not null,
    sent_at       timestamptz,
    unique (topic, partition, record_offset, failed_at, attempt)
);
